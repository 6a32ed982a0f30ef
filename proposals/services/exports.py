"""Files of an innovation for other reports: a row for each, made by the worker from a frozen payload."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from kipp.lib import canonical, pdf, rendering
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from proposals import tasks
from proposals.enums import ExportFormat, ExportLayout
from proposals.models import Innovation, InnovationExport, Proposal
from proposals.reads import exports as export_reads
from proposals.reads.profile import Profile


def ask(
    *,
    innovation: Innovation,
    by: User,
    at: datetime,
    layout: str,
    formats: Iterable[str],
    title: str,
    proposal: Proposal | None = None,
) -> list[InnovationExport]:
    """Freeze what the files will say and queue one row a format; Refused when there is nothing to say.

    `proposal` is whose last sent version goes to the next level. Asking again for what was made already
    finds the files that there are, so that a second click makes no second ones.
    """
    with transaction.atomic():
        locked = (
            Innovation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=innovation.pk)
        )
        payload = canonical.dumps(_content(locked, layout, title, proposal))
        return [_one(locked, by, at, layout, each, payload) for each in formats]


def _content(innovation: Innovation, layout: str, title: str, proposal: Proposal | None) -> dict[str, object]:
    if layout == ExportLayout.INDEX:
        return _index(innovation, title)
    version = proposal.versions.select_related("proposal__competition").first() if proposal else None
    if version is None:
        raise Refused(_("Belum ada versi terkirim untuk diekspor. Kirim proposalnya dahulu."), status=422)
    standing = innovation.recognitions.filter(revoked_at=None).order_by("year", "pk")
    return export_reads.next_level(innovation, version, title=title, recognitions=list(standing))


def _index(innovation: Innovation, title: str) -> dict[str, object]:
    profile = Profile(innovation)
    if profile.stored is None:
        raise Refused(_("Profil belum diisi. Isi dan simpan profilnya dahulu."), status=422)
    latest = innovation.proposals.select_related("competition").order_by("-competition__year", "-pk").first()
    return export_reads.index(innovation, profile, title=title, latest=latest)


def _one(
    innovation: Innovation, by: User, at: datetime, layout: str, kind: str, payload: str
) -> InnovationExport:
    same = innovation.exports.filter(layout=layout, format=kind, payload=payload, asked_by=by)
    held = same.exclude(status=JobStatus.FAILED).first()
    if held is not None:
        return held
    row = InnovationExport.objects.create(
        innovation=innovation, layout=layout, format=kind, payload=payload, asked_by=by, queued_at=at
    )
    audit.record(
        by=by,
        at=at,
        verb="export.asked",
        subject=f"innovation:{innovation.code}",
        layout=layout,
        format=kind,
        payload_sha256=canonical.sha256(payload),
    )
    ring(tasks.render_export, export_id=row.pk)
    return row


def render(*, export_id: int, at: datetime) -> bool:
    """Make the file of a waiting row; False when another worker holds it, it is done, or it failed."""
    kind = InnovationExport.objects.filter(pk=export_id).values_list("format", flat=True).first()
    return rendering.perform(InnovationExport, export_id, at=at, make=_make, extension=f".{kind}")


def retry(*, export: InnovationExport, by: User, at: datetime) -> None:
    """A person asks again for a file that failed."""
    refusal = _("Berkas ini sedang dibuat atau sudah siap.")
    rendering.ask_again(InnovationExport, export.pk, at=at, refusal=refusal)
    audit.record(by=by, at=at, verb="export.retried", subject=f"innovation:{export.innovation.code}")
    ring(tasks.render_export, export_id=export.pk)


def _make(export: InnovationExport) -> bytes:
    if export.format == ExportFormat.JSON:
        return export.payload.encode()
    with translation.override("id"):
        paper = export_reads.paper(export.payload)
        if export.format == ExportFormat.PDF:
            return pdf.render(render_to_string("documents/export_paper.html", _context(paper)))
        from . import exports_docx  # loads a library that web processes never need

        return exports_docx.write(paper, at=export.queued_at)


def _context(paper: export_reads.Paper) -> dict[str, object]:
    """The letterhead of these papers is the agency's own, in the place where others have the edition's."""
    sender = {"letterhead": "\n".join(paper.letterhead), "organiser": paper.letterhead[-1]}
    return {"paper": paper, "competition": {**sender, "is_demo": paper.is_demo}}
