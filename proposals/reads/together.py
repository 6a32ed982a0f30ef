"""What two people who write in one proposal must know of each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import cached_property

from agencies.models import User
from competitions.enums import QuestionKind
from proposals import answers, differences
from proposals.models import Answer, AnswerVersion, Presence, Proposal

STALE = timedelta(seconds=45)


def company(proposal: Proposal, user: User, at: datetime) -> list[Presence]:
    """The others who have it open, by name."""
    here = Presence.objects.filter(proposal=proposal, seen_at__gt=at - STALE).exclude(user=user)
    return list(here.select_related("user").order_by("user__name", "user"))


def newer_answers(proposal: Proposal, known: Mapping[int, int]) -> list[Answer]:
    """What was saved since a page read it; `known` are its revisions by question."""
    standing = dict(proposal.answers.values_list("question_id", "revision"))
    newer = [pk for pk, revision in known.items() if standing.get(pk, 0) > revision]
    if not newer:
        return []
    return list(proposal.answers.filter(question__in=newer).select_related("saved_by"))


@dataclass(frozen=True)
class Comparison:
    """What stands and what somebody wrote meanwhile; `base` is what both began with."""

    answer: Answer
    base: str
    mine: str

    @property
    def kind(self) -> str:
        return self.answer.question.kind

    @property
    def is_prose(self) -> bool:
        return self.kind in (QuestionKind.TEXT, QuestionKind.SHORT)

    @property
    def spans(self) -> list[differences.Span]:
        return differences.compare(_plain(self.kind, self.answer.text), _plain(self.kind, self.mine))

    @property
    def theirs(self) -> dict[str, object]:
        return as_payload(self.answer, self.answer.text)

    @property
    def merged(self) -> str | None:
        """Both texts in one; None for an answer that can only be one or the other."""
        split = SPLITTERS.get(self.kind)
        return split and differences.merge(self.base, self.mine, self.answer.text, split)


#: What is taken whole from one or the other when two texts are merged.
SPLITTERS = {
    QuestionKind.TEXT: differences.sentences,
    QuestionKind.SHORT: differences.sentences,
    QuestionKind.CHOICES: differences.lines,
    QuestionKind.TABLE: differences.lines,
}


def _plain(kind: str, text: str) -> str:
    return text.replace(answers.CELL, " | ") if kind == QuestionKind.TABLE else text


def as_payload(answer: Answer, text: str) -> dict[str, object]:
    """As a frozen version would hold it, for the pages that show answers."""
    question = answer.question
    columns = question.options if question.kind == QuestionKind.TABLE else []
    return {
        "label": question.label,
        "kind": question.kind,
        "text": text,
        "columns": columns,
        "unit": question.unit,
    }


@dataclass(frozen=True)
class History:
    """The texts of one answer, the latest first, each once; `chosen` is the one that is looked at."""

    answer: Answer
    wanted: int | None = None

    @cached_property
    def versions(self) -> list[AnswerVersion]:
        seen = {self.answer.text}
        rows = self.answer.versions.select_related("saved_by")
        return [row for row in rows if row.text not in seen and not seen.add(row.text)]

    @cached_property
    def chosen(self) -> AnswerVersion | None:
        return next((row for row in self.versions if row.pk == self.wanted), None)

    @property
    def spans(self) -> list[differences.Span]:
        """What choosing it would take away from the text that stands, and what it would add."""
        kind = self.answer.question.kind
        return differences.compare(_plain(kind, self.answer.text), _plain(kind, self.chosen.text))

    @property
    def shown(self) -> dict[str, object]:
        return as_payload(self.answer, self.chosen.text)
