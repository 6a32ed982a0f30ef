"""The page on which a proposal is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from proposals.models import Answer, Proposal

from . import drafts
from .inputs import Input, Place, condition_of
from .readiness import Readiness


@dataclass(frozen=True)
class Chapter:
    part: drafts.Part
    inputs: list[Input]
    places: list[Place]


@dataclass(frozen=True)
class TypedForm:
    """What a whole form carried and could not be saved: kept, and shown again."""

    texts: Mapping[int, str] = field(default_factory=dict)
    theirs: Mapping[int, Answer] = field(default_factory=dict)
    errors: Mapping[int, str] = field(default_factory=dict)
    file_errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WritingPage:
    """`places` are those for files outside the chapters."""

    proposal: Proposal
    readiness: Readiness
    chapters: list[Chapter]
    places: list[Place]
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
    chapters = [
        Chapter(part, [_input(asked, draft, typed) for asked in part.fields], _places(part, draft, typed))
        for part in draft.parts
    ]
    places = _places(draft, draft, typed)
    return WritingPage(proposal, Readiness(draft, at), chapters, places, proposal.deadline)


def _input(asked: drafts.Field, draft: drafts.Draft, typed: TypedForm) -> Input:
    pk = asked.question.pk
    theirs = typed.theirs.get(pk)
    return Input(
        asked,
        text=typed.texts.get(pk, asked.text),
        revision=theirs.revision if theirs is not None else asked.revision,
        condition=condition_of(asked.question, asked.is_shown, draft.fields),
        theirs=theirs,
        error=typed.errors.get(pk, ""),
    )


def _places(within: drafts.Part | drafts.Draft, draft: drafts.Draft, typed: TypedForm) -> list[Place]:
    return [
        Place(
            state,
            condition_of(state.slot, state.is_shown, draft.fields),
            typed.file_errors.get(state.slot.code, ""),
        )
        for state in within.slots
    ]
