"""The page on which a proposal is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from proposals.models import Answer, Proposal
from proposals.words import count_words

from . import drafts
from .readiness import Readiness


@dataclass(frozen=True)
class Input:
    """A question as the page shows it: what was typed goes before what is stored.

    `theirs` is what somebody else saved meanwhile; both texts are then shown.
    """

    field: drafts.Field
    text: str
    words: int
    revision: int
    theirs: Answer | None = None
    error: str = ""


@dataclass(frozen=True)
class Chapter:
    part: drafts.Part
    inputs: list[Input]


@dataclass(frozen=True)
class TypedForm:
    """What a whole form carried and could not be saved: kept, and shown again."""

    texts: Mapping[int, str] = field(default_factory=dict)
    theirs: Mapping[int, Answer] = field(default_factory=dict)
    errors: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WritingPage:
    proposal: Proposal
    readiness: Readiness
    chapters: list[Chapter]
    closes_at: datetime | None

    @property
    def draft(self) -> drafts.Draft:
        return self.readiness.draft

    @property
    def is_closed(self) -> bool:
        return self.closes_at is None or self.readiness.at >= self.closes_at

    @property
    def are_files_done(self) -> bool:
        return not any(state.is_missing for state in self.draft.slots)


def page(proposal: Proposal, at: datetime, typed: TypedForm | None = None) -> WritingPage:
    draft = drafts.load(proposal)
    typed = typed or TypedForm()
    chapters = [Chapter(part, [_input(asked, typed) for asked in part.fields]) for part in draft.parts]
    closes_at = proposal.competition.closing(proposal.agency)
    return WritingPage(proposal, Readiness(draft, at), chapters, closes_at)


def _input(asked: drafts.Field, typed: TypedForm) -> Input:
    pk = asked.question.pk
    theirs = typed.theirs.get(pk)
    revision = theirs.revision if theirs is not None else asked.revision
    error = typed.errors.get(pk, "")
    if pk not in typed.texts:
        return Input(asked, asked.text, asked.words, revision, theirs, error)
    text = typed.texts[pk]
    return Input(asked, text, count_words(text), revision, theirs, error)
