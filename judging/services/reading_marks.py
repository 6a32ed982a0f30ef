"""What a juror does with a reading of their own besides scoring: mark it, put it off, order it, abstain.

Marks and the order are the juror's own convenience and tell nobody anything: they are in no ledger.
Abstaining ends a reading, so it is.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import EndedAs, SheetStatus
from judging.models import Assignment
from judging.reads import sheet as reads
from kipp.lib import canonical
from kipp.lib.errors import Refused


@transaction.atomic
def flag(*, assignment: Assignment, by: User, at: datetime, is_flagged: bool) -> Assignment:
    """Mark a reading to come back to, or take the mark away."""
    assignment = _locked(assignment)
    _refuse_ended(assignment, by)
    assignment.is_flagged = is_flagged
    assignment.save(update_fields=["is_flagged"])
    return assignment


@transaction.atomic
def skip(*, assignment: Assignment, by: User, at: datetime) -> Assignment:
    """Put a reading at the end of the own queue; what it already says stays."""
    assignment = _locked(assignment)
    _refuse_ended(assignment, by)
    assignment.skipped_at = at
    assignment.save(update_fields=["skipped_at"])
    return assignment


@transaction.atomic
def move(*, assignment: Assignment, by: User, at: datetime, step: int) -> list[Assignment]:
    """One place earlier (-1) or later (+1) in the own order. A moved row is skipped no more."""
    _refuse_ended(_locked(assignment), by)
    rows = Assignment.objects.filter(member=assignment.member_id).standing()
    order = list(rows.in_reading_order().select_for_update(of=("self",), no_key=True))
    here = order.index(assignment)
    there = here + step
    if not 0 <= there < len(order):
        return order
    order[here], order[there] = order[there], order[here]
    for number, row in enumerate(order, 1):
        row.position = number
        if number <= max(here, there) + 1:
            row.skipped_at = None
    Assignment.objects.bulk_update(order, ["position", "skipped_at"], batch_size=500)
    return order


@transaction.atomic
def abstain(*, assignment: Assignment, by: User, at: datetime, reason: str) -> Assignment:
    """The juror gives no verdict: the reading ends without a score, which is never a zero.

    The entry needs another reader. A final sheet counts until the organiser gives it back, so nobody
    changes a mean by abstaining.
    """
    assignment = _locked(assignment)
    _refuse_ended(assignment, by)
    if not reason.strip():
        raise Refused(_("Tulis alasan Anda abstain."), status=422)
    assignment.recused_at, assignment.ended_as = at, EndedAs.ABSTAINED
    assignment.ended_reason = reason.strip()
    assignment.save(update_fields=["recused_at", "ended_as", "ended_reason"])
    _tell(assignment, by, at)
    return assignment


def _locked(assignment: Assignment) -> Assignment:
    """The stage first, as everywhere in judging: closing it waits for the act in hand."""
    rows = Assignment.objects.select_for_update(of=("entry__stage", "self"), no_key=True)
    rows = rows.select_related("member", "waiver", "sheet", "entry__stage__competition")
    return rows.get(pk=assignment.pk)


def _refuse_ended(assignment: Assignment, by: User) -> None:
    if assignment.member.user_id != by.pk:
        raise Refused(_("Hanya juri yang ditugaskan yang dapat mengatur bacaan ini."))
    if assignment.entry.stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup panitia."))
    if assignment.recused_at or getattr(assignment, "waiver", None):
        raise Refused(_("Bacaan ini sudah berakhir."))
    sheet = reads.sheet_of(assignment)
    if sheet and sheet.status == SheetStatus.FINAL:
        raise Refused(
            _("Lembar nilai ini sudah final. Mintalah panitia membukanya bila ada yang perlu diubah.")
        )


def _tell(assignment: Assignment, by: User, at: datetime) -> None:
    """The reason stays in its row, as that of a conflict does: the ledger seals it with the code."""
    told = {"reason_sha256": canonical.sha256(f"{assignment.code}\n{assignment.ended_reason}")}
    subject = f"assignment:{assignment.code}"
    happening = Happening("reading.abstained", subject, told)
    edition = assignment.entry.stage.competition
    ledger.append(competition=edition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="reading.abstained", subject=subject, **told)
