"""Return a proposal to be mended by a date of its own; end that early, or because the date has passed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.reads import paths
from competitions.services import ledger
from competitions.services.ledger import Happening
from kipp.lib.errors import Refused
from proposals.enums import CorrectionEnd
from proposals.lifecycle import IN_CORRECTION, Act, standing
from proposals.models import Correction, Proposal, ProposalVersion
from proposals.reads import screening as reads

from . import gate, telling

AT_ONCE = 200


@transaction.atomic
def ask(
    *,
    version: ProposalVersion,
    by: User,
    at: datetime,
    note: str,
    due_at: datetime,
    letter_number: str = "",
) -> Correction:
    """Open the text to its agency again, for this proposal alone and until `due_at`.

    The version that was returned stands until a new one is sent. Pressed twice, done once.
    """
    row = locked(version.proposal, at)
    running = _running(row)
    if running is not None and (running.version_id, running.asked_by_id) == (version.pk, by.pk):
        return running
    status = gate.moved(row, Act.RETURN)
    _require_returnable(row, version, at)
    if not note.strip():
        raise Refused(_("Tulis apa yang perlu diperbaiki."), status=422)
    if due_at <= at:
        raise Refused(_("Batas waktu perbaikan harus di masa depan."), status=422)
    correction = Correction.objects.create(
        version=version,
        note=note.strip(),
        due_at=due_at,
        letter_number=letter_number.strip(),
        asked_at=at,
        asked_by=by,
    )
    row.status, row.correction_due_at, row.mended, row.head_note = status, due_at, {}, ""
    row.save(update_fields=["status", "correction_due_at", "mended", "head_note"])
    _record(correction, row, by, at, "correction.asked", due_at=due_at.isoformat())
    telling.returned(correction, row, at)
    return correction


@transaction.atomic
def lift(*, proposal: Proposal, by: User, at: datetime, reason: str) -> Correction:
    """End a correction before its date. The version that was sent stands; what was written since is kept."""
    row = locked(proposal, at)
    last = Correction.objects.filter(version__proposal=row).order_by("-version__number").first()
    if last is not None and last.ended_as == CorrectionEnd.LIFTED:
        return last
    status = gate.moved(row, Act.LAPSE)
    if not reason.strip():
        raise Refused(_("Tulis alasan perbaikan dicabut."), status=422)
    last.end_note = reason.strip()
    _end(row, last, status, at, CorrectionEnd.LIFTED)
    _record(last, row, by, at, "correction.lifted", reason=last.end_note)
    return last


def locked(proposal: Proposal, at: datetime) -> Proposal:
    """The row under lock as the clock has it: a correction that was not sent in time ends here.

    Called inside the transaction of a verb, so that nothing waits for the sweeper.
    """
    row = gate.locked(proposal)
    status = standing(row.status, row.correction_due_at, at)
    if status != row.status:
        correction = _running(row)
        _end(row, correction, status, correction.due_at, CorrectionEnd.LAPSED)
        audit.record(by=None, at=at, verb="correction.lapsed", subject=f"proposal:{row.code}")
    return row


def note_resubmission(row: Proposal, version: ProposalVersion, at: datetime) -> None:
    """The better version has come: called by the verb that sends it, before the status changes."""
    if row.is_in_correction:
        correction = _running(row)
        correction.ended_at, correction.ended_as = at, CorrectionEnd.RESUBMITTED
        correction.save(update_fields=["ended_at", "ended_as"])
        telling.sent_again(row, version, at)


def sweep(*, at: datetime) -> int:
    """End the corrections whose date has passed; how many that were."""
    over = Proposal.objects.filter(status__in=IN_CORRECTION, correction_due_at__lte=at)
    found = list(over.order_by("correction_due_at", "pk")[:AT_ONCE])
    for proposal in found:
        with transaction.atomic():
            locked(proposal, at)
    return len(found)


def _running(row: Proposal) -> Correction | None:
    return Correction.objects.filter(version__proposal=row, ended_at=None).first()


def _require_returnable(row: Proposal, version: ProposalVersion, at: datetime) -> None:
    if row.versions.filter(number__gt=version.number).exists():
        raise Refused(_("Instansi sudah mengirim versi yang lebih baru. Periksa versi itu."))
    if Correction.objects.filter(version=version).exists():
        raise Refused(_("Versi ini sudah pernah dikembalikan. Putuskan berdasarkan isinya."))
    if sentence := reads.obstacle(row, at):
        raise Refused(sentence)
    stage = paths.first(row.competition_id, row.track_id)
    if stage is not None and stage.is_closed:
        raise Refused(
            _("Tahap %(stage)s sudah ditutup, jadi perbaikan tidak dapat dipakai lagi.")
            % {"stage": stage.name}
        )


def _end(row: Proposal, correction: Correction, status: str, at: datetime, way: CorrectionEnd) -> None:
    correction.ended_at, correction.ended_as = at, way
    correction.save(update_fields=["ended_at", "ended_as", "end_note"])
    row.status, row.correction_due_at = status, None
    row.save(update_fields=["status", "correction_due_at"])
    telling.correction_over(correction, row, at)


def _record(correction: Correction, row: Proposal, by: User, at: datetime, kind: str, **facts: str) -> None:
    """Acts of the secretariat that touch the selection stand in the ledger."""
    subject = f"proposal:{row.code}"
    payload = {"number": correction.version.number, "sha256": correction.version.sha256, **facts}
    ledger.append(competition=row.competition, by=by, at=at, happenings=[Happening(kind, subject, payload)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)
