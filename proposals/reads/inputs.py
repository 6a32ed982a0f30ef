"""A question and a place for files as the writing page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from competitions.enums import QuestionKind, YesNo
from competitions.models import AttachmentSlot, Question
from proposals import answers
from proposals.models import Answer
from proposals.words import count_words

from . import drafts
from .readiness import fault_sentence

MOST_RADIOS = 7
SPARE_ROWS = 2
LEAST_ROWS = 3
#: By kind, the partial that draws it and whether it is several controls under one legend.
LOOKS = {
    QuestionKind.TEXT: ("text", False),
    QuestionKind.SHORT: ("line", False),
    QuestionKind.YESNO: ("radios", True),
    QuestionKind.CHOICE: ("radios", True),
    QuestionKind.CHOICES: ("boxes", True),
    QuestionKind.NUMBER: ("line", False),
    QuestionKind.DATE: ("line", False),
    QuestionKind.LINK: ("line", False),
    QuestionKind.TABLE: ("table", True),
}


@dataclass(frozen=True)
class Condition:
    """The answer that a question or a place for files waits for; `name` is the field that gives it."""

    name: str
    value: str
    sentence: str
    is_met: bool


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    is_offered: bool = True


@dataclass(frozen=True)
class Input:
    """What was typed goes before what is stored. `theirs` is what somebody else saved meanwhile."""

    field: drafts.Field
    text: str
    revision: int
    condition: Condition | None = None
    theirs: Answer | None = None
    error: str = ""

    @property
    def question(self) -> Question:
        return self.field.question

    @cached_property
    def words(self) -> int:
        return self.field.words if self.text == self.field.text else count_words(self.text)

    @property
    def template(self) -> str:
        is_long = self.question.kind == QuestionKind.CHOICE and len(self.options) > MOST_RADIOS
        return f"proposals/edit_question_{'select' if is_long else LOOKS[self.question.kind][0]}.html"

    @property
    def is_group(self) -> bool:
        return LOOKS[self.question.kind][1] and not self.template.endswith("_select.html")

    @property
    def line_type(self) -> str:
        """What a browser's line takes; a date that is none stays readable as text."""
        if self.question.kind == QuestionKind.DATE:
            return "date" if answers.day(self.text) or not self.text else "text"
        return "url" if self.question.kind == QuestionKind.LINK else "text"

    @cached_property
    def options(self) -> list[Option]:
        """What is offered, and what was chosen while it still was: nothing chosen is dropped unseen."""
        question = self.question
        several = question.kind == QuestionKind.CHOICES
        chosen = answers.chosen(self.text) if several else [self.text]
        if question.kind == QuestionKind.YESNO:
            offered = [(value, str(label)) for value, label in YesNo.choices]
        else:
            offered = [(value, value) for value in question.options]
        found = [Option(value, label, value in chosen) for value, label in offered]
        known = {value for value, _label in offered}
        found += [Option(value, value, True, False) for value in chosen if value and value not in known]
        if not several and not question.is_required:
            found.append(Option("", _("Tidak dijawab"), not self.text))
        return found

    @cached_property
    def grid(self) -> list[list[tuple[str, str]]]:
        """The rows of a table and some to go on with, each cell with the head of its column."""
        heads = self.question.options
        rows = answers.grid(self.text, len(heads))
        rows += [[""] * len(heads)] * max(LEAST_ROWS - len(rows), SPARE_ROWS)
        return [list(zip(heads, row, strict=True)) for row in rows]

    @property
    def fault(self) -> str:
        return fault_sentence(self.field) if self.field.fault and self.text == self.field.text else ""


@dataclass(frozen=True)
class Place:
    """A place for files as the page shows it."""

    state: drafts.SlotState
    condition: Condition | None = None
    error: str = ""


def condition_of(
    asked: Question | AttachmentSlot, is_met: bool, fields: Sequence[drafts.Field]
) -> Condition | None:
    """In words for browsers without scripts; None when it is always asked."""
    if asked.shown_when_id is None:
        return None
    first = next((field.question for field in fields if field.question.pk == asked.shown_when_id), None)
    value = str(dict(YesNo.choices).get(asked.shown_value, asked.shown_value))
    label = first.label if first else ""
    sentence = _("Isi bila “%(question)s” dijawab “%(answer)s”.") % {"question": label, "answer": value}
    return Condition(f"q_{asked.shown_when_id}", asked.shown_value, sentence if label else "", is_met)
