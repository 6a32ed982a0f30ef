"""Hand over, approve, send, take back, withdraw: the moves that the agency makes by itself."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from kipp.lib import canonical
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from proposals import tasks
from proposals.lifecycle import EDITABLE, SENT, WITH_HEAD, Act, Status
from proposals.models import Proposal, ProposalVersion, Receipt
from proposals.reads import drafts, payload
from proposals.reads.readiness import Readiness
from proposals.reads.rulings import fitting_group

from . import corrections, gate, resembling, telling


def submit(
    *, proposal: Proposal, by: User, at: datetime, revision: str, accepts_warnings: bool = False
) -> ProposalVersion:
    """Freeze what the person saw and send it, for the first time or mended after it was returned.

    The head's approval of what was handed over is the same act.

    `revision` is the hash of the content as it was shown. Sent already: the version it was sent as, so
    that a second click changes nothing. Raises Refused: too late, incomplete, changed meanwhile.
    """
    with transaction.atomic():
        row = gate.locked(proposal).as_written()
        if row.status in SENT:
            return row.versions.first()
        status = gate.moved(row, Act.APPROVE if row.status in WITH_HEAD else Act.SUBMIT)
        gate.require_in_time(row, at)
        draft = drafts.load(row)
        _require_ready(Readiness(draft, at), accepts_warnings)
        _require_mended(draft)
        version = _freeze(draft, by, at, revision)
        corrections.note_resubmission(row, version, at)
        _set_status(
            row,
            status,
            submitted_at=at,
            submitted_by=by,
            group=fitting_group(row.competition, row.agency),
            **_written_header(row),
        )
        _record(row, by, at, "proposal.submitted", version=version.number, sha256=version.sha256)
        receipt = Receipt.objects.create(version=version, queued_at=at)
        ring(tasks.render_receipt, receipt_id=receipt.pk)
        resembling.request(version=version, at=at)
        telling.received(row, version, by, at)
    return version


def hand_over(
    *, proposal: Proposal, by: User, at: datetime, revision: str, accepts_warnings: bool = False
) -> Proposal:
    """Give a finished draft to the head of the agency, who reads and sends it."""
    with transaction.atomic():
        row = gate.locked(proposal).as_written()
        if row.status in WITH_HEAD:
            return row
        status = gate.moved(row, Act.HAND_OVER)
        gate.require_in_time(row, at)
        draft = drafts.load(row)
        _require_ready(Readiness(draft, at), accepts_warnings)
        _require_mended(draft)
        _require_seen(_content(draft), revision)
        _set_status(row, status, head_note="")
        _record(row, by, at, "proposal.handed_over")
        telling.handed_over(row, by, at)
    return row


def give_back(*, proposal: Proposal, by: User, at: datetime, note: str) -> Proposal:
    """Back to the writers: by the head with a note, or by a writer who wants to mend something."""
    with transaction.atomic():
        row = gate.locked(proposal)
        if row.status in EDITABLE:
            return row
        status = gate.moved(row, Act.GIVE_BACK)
        if row.is_in_correction:
            gate.require_in_time(row, at)
        _set_status(row, status, head_note=note)
        _record(row, by, at, "proposal.given_back")
        telling.given_back(row, by, at)
    return row


def take_back(*, proposal: Proposal, by: User, at: datetime) -> Proposal:
    """A sent proposal becomes a draft again while the call is open; the version sent stays on record.

    Pressed twice, done once.
    """
    with transaction.atomic():
        row = corrections.locked(proposal, at)
        if row.status == Status.DRAFT:
            return row
        status = gate.moved(row, Act.TAKE_BACK)
        gate.require_open(row.competition, row.agency, at)
        row.status = status
        _set_status(row, status, submitted_at=None, submitted_by=None, **_written_header(row.as_written()))
        _record(row, by, at, "proposal.taken_back")
    return row


def withdraw(*, proposal: Proposal, by: User, at: datetime, reason: str) -> Proposal:
    """Give a draft up. Its words are kept; it takes part in nothing any more."""
    with transaction.atomic():
        row = gate.locked(proposal)
        if row.status == Status.WITHDRAWN:
            return row
        _set_status(row, gate.moved(row, Act.WITHDRAW))
        _record(row, by, at, "proposal.withdrawn", reason=reason)
        telling.settled(row, at)
    return row


def _require_ready(readiness: Readiness, accepts_warnings: bool) -> None:
    if readiness.blockers:
        reasons = _texts(readiness.blockers)
        raise Refused(_("Proposal belum lengkap, jadi belum dapat dikirim."), reasons=reasons, status=422)
    if readiness.warnings and not accepts_warnings:
        message = _(
            "Proposal ini akan gugur di seleksi administrasi. Centang persetujuan bila tetap dikirim."
        )
        raise Refused(message, reasons=_texts(readiness.warnings), status=422)


def _require_mended(draft: drafts.Draft) -> None:
    """A returned proposal is sent again once: not by mistake, as it was."""
    if not draft.proposal.is_in_correction:
        return
    sent = draft.proposal.versions.first()
    if payload.is_unchanged(payload.build(draft, sent.number), sent):
        message = _(
            "Belum ada yang berubah sejak versi %(number)s. Perbaiki dahulu yang diminta panitia; bila tidak "
            "dikirim ulang, versi itu tetap berlaku."
        )
        raise Refused(message % {"number": sent.number}, status=422)


def _texts(blockers: Sequence) -> list[str]:
    return [blocker.text for blocker in blockers]


def _content(draft: drafts.Draft) -> str:
    return canonical.dumps(payload.build(draft, payload.next_number(draft.proposal)))


def _require_seen(content: str, revision: str) -> None:
    if canonical.sha256(content) != revision:
        raise Refused(_("Isi proposal berubah sejak Anda meninjaunya. Tinjau sekali lagi, lalu kirim."))


def _freeze(draft: drafts.Draft, by: User, at: datetime, revision: str) -> ProposalVersion:
    content = _content(draft)
    _require_seen(content, revision)
    return ProposalVersion.objects.create(
        proposal=draft.proposal,
        number=payload.next_number(draft.proposal),
        payload=content,
        sha256=revision,
        submitted_at=at,
        submitted_by=by,
    )


def _written_header(row: Proposal) -> dict[str, object]:
    """What its agency wrote becomes what everybody reads; nothing is left aside."""
    return {"correction_due_at": None, "mended": {}, **{name: getattr(row, name) for name in Proposal.HEADER}}


def _set_status(row: Proposal, status: Status, **fields) -> None:
    row.status = status
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *fields])


def _record(row: Proposal, by: User, at: datetime, verb: str, **details) -> None:
    audit.record(by=by, at=at, verb=verb, subject=f"proposal:{row.code}", **details)
