"""A proposal with everything its writer fills in, in three queries for any number of proposals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from competitions.enums import QuestionKind
from competitions.models import AttachmentSlot, Question, Section
from proposals.enums import YesNo
from proposals.models import Attachment, Proposal, TeamMember


@dataclass(frozen=True)
class Field:
    """One question with its answer; revision 0 while nothing was saved."""

    question: Question
    text: str = ""
    words: int = 0
    revision: int = 0
    is_shown: bool = True

    @property
    def name(self) -> str:
        return f"q_{self.question.pk}"

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_missing(self) -> bool:
        return self.is_shown and self.question.is_required and self.is_blank

    @property
    def is_over(self) -> bool:
        limit = self.question.max_words
        return self.is_shown and limit is not None and self.words > limit

    @property
    def is_yesno(self) -> bool:
        return self.question.kind == QuestionKind.YESNO


@dataclass(frozen=True)
class Part:
    section: Section
    fields: list[Field]

    @property
    def is_done(self) -> bool:
        return not any(field.is_missing or field.is_over for field in self.fields)


@dataclass(frozen=True)
class SlotState:
    slot: AttachmentSlot
    attachment: Attachment | None

    @property
    def is_missing(self) -> bool:
        return self.slot.is_required and self.attachment is None


@dataclass(frozen=True)
class Draft:
    proposal: Proposal
    parts: list[Part]
    slots: list[SlotState]
    team: list[TeamMember] = field(default_factory=list)

    @property
    def fields(self) -> list[Field]:
        return [field for part in self.parts for field in part.fields]


def load(proposal: Proposal) -> Draft:
    return load_all([proposal])[proposal.pk]


def load_all(proposals: Sequence[Proposal]) -> dict[int, Draft]:
    """Drafts by proposal id; three queries however many proposals, of however many editions."""
    fields = _fields_by_edition(proposals)
    slots = _slots_by_edition(proposals)
    team: dict[int, list[TeamMember]] = {}
    for member in TeamMember.objects.filter(proposal__in=proposals):
        team.setdefault(member.proposal_id, []).append(member)
    return {
        proposal.pk: Draft(
            proposal,
            _parts(fields.get(proposal.competition_id, {}), proposal.pk),
            [
                SlotState(slot, held.get(proposal.pk))
                for slot, held in slots.get(proposal.competition_id, {}).items()
            ],
            team.get(proposal.pk, []),
        )
        for proposal in proposals
    }


Answered = dict[int, Question]  # proposal id -> the question as it came with that proposal's answer


def _fields_by_edition(proposals: Sequence[Proposal]) -> dict[int, dict[Question, Answered]]:
    """One row for every answer, and one for a question that nobody answered."""
    rows = (
        Question.objects.filter(section__competition__in={p.competition_id for p in proposals})
        .annotate(
            held=FilteredRelation("answers", condition=Q(answers__proposal__in=[p.pk for p in proposals]))
        )
        .annotate(
            of=F("held__proposal_id"),
            text=F("held__text"),
            words=F("held__words"),
            revision=F("held__revision"),
        )
        .select_related("section")
        .order_by("section__position", "section_id", "position", "pk")
    )
    return _grouped(rows, lambda question: question.section.competition_id)


def _slots_by_edition(
    proposals: Sequence[Proposal],
) -> dict[int, dict[AttachmentSlot, dict[int, Attachment]]]:
    condition = Q(attachments__removed_at=None, attachments__proposal__in=[p.pk for p in proposals])
    rows = (
        AttachmentSlot.objects.filter(competition__in={p.competition_id for p in proposals})
        .annotate(held=FilteredRelation("attachments", condition=condition))
        .annotate(
            of=F("held__proposal_id"),
            held_code=F("held__code"),
            held_name=F("held__name"),
            held_size=F("held__size"),
            held_pages=F("held__pages"),
            held_sha256=F("held__sha256"),
            held_at=F("held__uploaded_at"),
        )
        .order_by("position", "pk")
    )
    grouped = _grouped(rows, lambda slot: slot.competition_id)
    return {
        edition: {slot: {of: _attachment(row) for of, row in held.items()} for slot, held in slots.items()}
        for edition, slots in grouped.items()
    }


def _grouped(rows: Iterable, edition_of) -> dict[int, dict]:
    """edition -> asked (question or slot) -> proposal -> the row with what was given."""
    grouped: dict[int, dict] = {}
    for row in rows:
        given = grouped.setdefault(edition_of(row), {}).setdefault(row, {})
        if row.of is not None:
            given[row.of] = row
    return grouped


def _attachment(row) -> Attachment:
    return Attachment(
        proposal_id=row.of,
        slot_id=row.pk,
        code=row.held_code,
        name=row.held_name,
        size=row.held_size,
        pages=row.held_pages,
        sha256=row.held_sha256,
        uploaded_at=row.held_at,
    )


def _parts(asked: dict[Question, Answered], proposal_id: int) -> list[Part]:
    answers = {question.pk: given.get(proposal_id) for question, given in asked.items()}
    parts: list[Part] = []
    for question in asked:
        if not parts or parts[-1].section.pk != question.section_id:
            parts.append(Part(question.section, []))
        parts[-1].fields.append(_field(question, answers))
    return parts


def _field(question: Question, answers: dict[int, Question | None]) -> Field:
    given = answers[question.pk]
    condition = answers.get(question.shown_when_id)
    is_shown = question.shown_when_id is None or (condition is not None and condition.text == YesNo.YES)
    if given is None:
        return Field(question, is_shown=is_shown)
    return Field(question, given.text, given.words, given.revision, is_shown)
