"""Prepare the statements that an agency signs: filled from the proposal, printed by a worker."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from agencies.services import audit
from competitions.models import AttachmentSlot
from kipp.lib import canonical, rendering
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from proposals import documents, tasks
from proposals.models import Proposal, StatementSheet
from proposals.reads import statements as reads

from . import gate

LACKING = {
    "team": gettext_lazy("Isi nama inovator dahulu; surat ini memuatnya."),
    "started_on": gettext_lazy("Isi tanggal mulai diterapkan dahulu; surat ini memuatnya."),
}


def prepare(*, proposal: Proposal, slot: AttachmentSlot, by: User, at: datetime) -> StatementSheet:
    """The letter of what the proposal says now. Asking twice is asking once; a failed one is tried again."""
    with transaction.atomic():
        locked = gate.locked_for_writing(proposal, at)
        team = list(locked.team.all())
        if not slot.statement:
            raise Refused(_("Surat ini disiapkan sendiri oleh pengusul."))
        if lacks := reads.lacking(locked, slot.statement, team):
            raise Refused(LACKING[lacks], status=422)
        payload = canonical.dumps(reads.facts(locked, slot.statement, team))
        sheet, is_new = StatementSheet.objects.get_or_create(
            proposal=locked,
            slot=slot,
            payload_sha256=canonical.sha256(payload),
            defaults={"payload": payload, "queued_at": at},
        )
        if sheet.status == JobStatus.FAILED:
            rendering.ask_again(StatementSheet, sheet.pk, at=at, refusal="")
        if is_new:
            subject = f"proposal:{locked.code}"
            audit.record(by=by, at=at, verb="statement.prepared", subject=subject, sheet=sheet.code)
        if sheet.status != JobStatus.READY:
            ring(tasks.render_statement, sheet_id=sheet.pk)
    return sheet


def render(*, sheet_id: int, at: datetime) -> bool:
    """Print a waiting letter; False when another worker holds it, it is done, or it failed."""
    return rendering.perform(StatementSheet, sheet_id, at=at, make=documents.statement_pdf)
