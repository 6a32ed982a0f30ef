"""Two proposals on their way through a correction: one is being mended, one has come back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from agencies.models import User
from kipp.demo.entries import Cast
from proposals.models import Proposal, ProposalVersion
from proposals.reads import review
from proposals.services import corrections, submission, writing

WEEK = timedelta(days=7)
MENDED = "Angka tahun terakhir sudah disamakan."


def build(cast: Cast, undecided: Sequence[Proposal], by: User) -> None:
    """The last two that wait, by the verbs themselves: notices and the ledger come along."""
    if len(undecided) < 2:
        return
    asked_at = cast.dates.closes_at + timedelta(hours=18)
    notes = (
        "Surat pernyataan belum ditandatangani.",
        "Angka pada Latar Belakang belum sama dengan Ringkasan.",
    )
    for proposal, note in zip(undecided[-2:], notes, strict=True):
        corrections.ask(
            version=ProposalVersion.objects.get(proposal=proposal),
            by=by,
            at=asked_at,
            note=note,
            due_at=asked_at + WEEK,
        )
    _send_again(undecided[-1], asked_at + timedelta(hours=2))


def _send_again(proposal: Proposal, at: datetime) -> None:
    row = Proposal.objects.for_page().get(pk=proposal.pk)
    answer = row.answers.filter(question__kind="text").order_by("question__section__position", "pk")[1]
    writing.save_answer(
        proposal=row,
        question_id=answer.question_id,
        by=proposal.created_by,
        at=at,
        revision=answer.revision,
        text=f"{answer.text.rpartition('. ')[0]}. {MENDED}",  # its last sentence for another
    )
    submission.submit(
        proposal=row,
        by=proposal.created_by,
        at=at,
        revision=review.page(row, at).revision,
        accepts_warnings=True,
    )
