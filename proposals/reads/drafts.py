"""A proposal with everything its writer fills in, in three queries for any number of proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q

from competitions.enums import QuestionKind
from competitions.models import AttachmentSlot, Question, Section
from proposals import answers
from proposals.models import Attachment, Proposal, TeamMember

Answered = dict[int, Question]  # proposal id -> the question as it came with that proposal's answer


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
        return answers.is_blank(self.question.kind, self.text)

    @property
    def fault(self) -> answers.Fault | None:
        """What keeps a filled answer from being sent."""
        if not self.is_shown:
            return None
        asked = self.question
        return answers.fault(
            asked.kind, self.text, options=asked.options, minimum=asked.minimum, maximum=asked.maximum
        )

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
    slots: list["SlotState"] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        answered = not any(field.is_missing or field.is_over or field.fault for field in self.fields)
        return answered and not any(state.is_missing for state in self.slots)


@dataclass(frozen=True)
class SlotState:
    """A place for files with what lies in it, the oldest first."""

    slot: AttachmentSlot
    files: list[Attachment] = field(default_factory=list)
    is_shown: bool = True

    @property
    def is_missing(self) -> bool:
        return self.is_shown and self.slot.is_required and not self.files

    @property
    def is_full(self) -> bool:
        return len(self.files) >= self.slot.max_files


@dataclass(frozen=True)
class Draft:
    """`slots` are the places outside the chapters; `all_slots` are those of the chapters as well."""

    proposal: Proposal
    parts: list[Part]
    slots: list[SlotState]
    team: list[TeamMember] = field(default_factory=list)

    @property
    def fields(self) -> list[Field]:
        return [field for part in self.parts for field in part.fields]

    @property
    def all_slots(self) -> list[SlotState]:
        return [*(state for part in self.parts for state in part.slots), *self.slots]


def load(proposal: Proposal, *, team: list[TeamMember] | None = None) -> Draft:
    """Who knows the team already, from a version that was sent, gives it."""
    return load_all([proposal], None if team is None else {proposal.pk: team})[proposal.pk]


def load_all(
    proposals: Sequence[Proposal], teams: Mapping[int, list[TeamMember]] | None = None
) -> dict[int, Draft]:
    """Drafts by proposal id; three queries however many proposals, of however many editions."""
    fields = _fields_by_edition(proposals)
    slots = _slots_by_edition(proposals)
    team = _teams(proposals) if teams is None else teams
    return {
        proposal.pk: _draft(
            proposal,
            fields.get(proposal.competition_id, {}),
            slots.get(proposal.competition_id, {}),
            team.get(proposal.pk, []),
        )
        for proposal in proposals
    }


def _teams(proposals: Sequence[Proposal]) -> dict[int, list[TeamMember]]:
    found: dict[int, list[TeamMember]] = {}
    for member in TeamMember.objects.filter(proposal__in=proposals):
        found.setdefault(member.proposal_id, []).append(member)
    return found


def _draft(
    proposal: Proposal,
    asked: dict[Question, Answered],
    slots: dict[AttachmentSlot, dict[int, list[Attachment]]],
    team: list[TeamMember],
) -> Draft:
    given_to = {question.pk: held.get(proposal.pk) for question, held in asked.items()}
    parts = _parts(asked, given_to, proposal.track_id)
    chapters = {part.section.pk: part for part in parts}
    loose: list[SlotState] = []
    for slot, held in slots.items():
        state = SlotState(slot, held.get(proposal.pk, []), _is_asked(slot, given_to))
        if slot.section_id is None:
            loose.append(state)
        elif slot.section_id in chapters:
            chapters[slot.section_id].slots.append(state)
    return Draft(proposal, parts, loose, team)


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
    grouped: dict[int, dict[Question, Answered]] = {}
    for row in rows:
        given = grouped.setdefault(row.section.competition_id, {}).setdefault(row, {})
        if row.of is not None:
            given[row.of] = row
    return grouped


def _slots_by_edition(
    proposals: Sequence[Proposal],
) -> dict[int, dict[AttachmentSlot, dict[int, list[Attachment]]]]:
    """One row for every file, and one for a place without any."""
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
            held_type=F("held__content_type"),
        )
        .order_by("position", "pk", "held__uploaded_at", "held__pk")
    )
    grouped: dict[int, dict[AttachmentSlot, dict[int, list[Attachment]]]] = {}
    for row in rows:
        held = grouped.setdefault(row.competition_id, {}).setdefault(row, {})
        if row.of is not None:
            held.setdefault(row.of, []).append(_attachment(row))
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
        content_type=row.held_type,
        uploaded_at=row.held_at,
    )


def _parts(
    asked: dict[Question, Answered], given_to: dict[int, Question | None], track_id: int | None
) -> list[Part]:
    parts: list[Part] = []
    for question in asked:
        if question.section.track_id not in (None, track_id):
            continue
        if not parts or parts[-1].section.pk != question.section_id:
            parts.append(Part(question.section, []))
        parts[-1].fields.append(_field(question, given_to))
    return parts


def _is_asked(asked: Question | AttachmentSlot, given: dict[int, Question | None]) -> bool:
    condition = given.get(asked.shown_when_id)
    if asked.shown_when_id is None:
        return True
    return condition is not None and answers.meets(condition.kind, condition.text, asked.shown_value)


def _field(question: Question, given_to: dict[int, Question | None]) -> Field:
    given = given_to[question.pk]
    is_shown = _is_asked(question, given_to)
    if given is None:
        return Field(question, is_shown=is_shown)
    return Field(question, given.text, given.words, given.revision, is_shown)
