"""An edition with fixed instants, and one agency that writes in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from agencies.models import Agency, User
from competitions.models import AttachmentSlot, Competition, Question
from proposals.models import Proposal
from proposals.reads import review
from tests import worlds

#: 30 November 2026 23.59 in Jakarta.
CLOSES = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
OPENS = CLOSES - timedelta(days=30)
NOW = CLOSES - timedelta(days=5)
SECOND = timedelta(seconds=1)


@dataclass
class Desk:
    edition: Competition
    agency: Agency
    writer: User
    head: User
    proposal: Proposal

    @property
    def question(self) -> Question:
        return self.questions()[0]

    def questions(self) -> list[Question]:
        return list(Question.objects.filter(section__competition=self.edition).order_by("section__position"))

    def revision(self, at: datetime = NOW) -> str:
        """What the review page shows now."""
        return review.page(Proposal.objects.for_page().get(pk=self.proposal.pk), at).revision

    def fresh(self) -> Proposal:
        return Proposal.objects.for_page().get(pk=self.proposal.pk)


def make_desk(*, closes_at: datetime = CLOSES, **fields) -> Desk:
    draft = fields.pop("draft", {})
    edition = worlds.make_edition(opens_at=OPENS, closes_at=closes_at, **fields)
    Competition.objects.filter(pk=edition.pk).update(announced_at=OPENS)
    edition.refresh_from_db()
    agency = worlds.make_agency()
    writer = worlds.make_user(agency=agency, name="Rina Penulis")
    head = worlds.make_user(agency=agency, role="head", name="Bagus Pimpinan")
    proposal = worlds.make_draft(edition, agency=agency, by=writer, **draft)
    return Desk(edition, agency, writer, head, proposal)


def add_slot(edition: Competition, code: str = "implementasi", *, is_required: bool = True) -> AttachmentSlot:
    return AttachmentSlot.objects.create(
        competition=edition, position=1, code=code, title=f"Surat {code}", is_required=is_required
    )


def add_yesno(desk: Desk, *, text: str = "") -> tuple[Question, Question]:
    """A yes/no question and one that is asked after yes."""
    section = desk.question.section
    asked = Question.objects.create(
        section=section, position=2, code="sudah", label="Sudah direplikasi?", kind="yesno"
    )
    after = Question.objects.create(
        section=section,
        position=3,
        code="oleh",
        label="Direplikasi oleh siapa?",
        kind="text",
        max_words=100,
        shown_when=asked,
        shown_value="ya",
    )
    if text:
        desk.proposal.answers.create(question=asked, text=text, words=1, saved_at=NOW, saved_by=desk.writer)
    return asked, after
