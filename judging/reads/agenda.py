"""What a session has to talk about: entries in the order of scores, and those with a question to answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Max

from competitions.models import Award
from judging import scoring
from judging.models import PlenaryDecision
from judging.reads.lists import RankedList
from judging.reads.plenary import Draft
from judging.reads.ranking import is_contested
from judging.reads.release_draft import next_scoring_stage
from judging.reads.shortlist import outlooks_of, spread_of
from judging.reads.standings import EntryFacts
from judging.uncertainty import Outlook, Zone

NEAR = 5  # places on either side of the line that are always talked about

ASKED, INSIDE, ALL = "bahas", "atas", "semua"


@dataclass(frozen=True)
class Item:
    """One entry. `scored` is its standing by score, `place` what the session makes of it.

    The line is the cut or, where all go on, the last award: `was_in` by score, `is_in` by the session (a
    full quota leaves out some who stand above it). `place` is None off the list and without a total.
    """

    facts: EntryFacts
    list_name: str
    scored: scoring.Standing
    place: int | None
    gap: Fraction | None
    outlook: Outlook | None
    is_above: bool
    is_near: bool
    is_first_below: bool
    was_in: bool
    is_in: bool
    is_contested: bool
    is_at_the_cut: bool
    decision: PlenaryDecision | None

    @property
    def is_grey(self) -> bool:
        return self.outlook is not None and self.outlook.zone == Zone.GREY

    @property
    def is_tied(self) -> bool:
        is_close = self.is_above or self.is_near
        return self.is_at_the_cut or (self.scored.is_shared and is_close)

    @property
    def is_asked(self) -> bool:
        """There is something to say about it: it is decided, close, tied, unsure, or its jurors differ."""
        has_question = self.is_near or self.is_tied or self.is_grey or (self.is_contested and self.is_above)
        return has_question or self.decision is not None

    @property
    def is_displaced(self) -> bool:
        """It stands elsewhere than its score put it, by its own ruling or another's."""
        return self.place != self.scored.place

    @property
    def total(self) -> str:
        return "" if self.scored.total is None else scoring.shown(self.scored.total)

    @property
    def gap_shown(self) -> str:
        return "" if self.gap is None else scoring.shown(self.gap)


SHOWN: Mapping[str, Callable[[Item], bool]] = {
    ASKED: lambda item: item.is_asked,
    INSIDE: lambda item: item.is_above or item.is_in,
    ALL: lambda item: True,
}


def agenda(draft: Draft) -> list[Item]:
    """Every entry of the stage that was presented, list by list, in the order of scores."""
    spread = spread_of(draft.table)
    awarded = _awarded(draft)
    return [
        item
        for scored, decided in zip(draft.scored, draft.lists, strict=True)
        for item in _items(draft, scored, decided, spread, awarded)
    ]


def chosen(items: Sequence[Item], part: str, words: str) -> list[Item]:
    """Those of one part, or all whose title, agency or code holds the words."""
    if words:
        wanted = words.casefold()
        return [item for item in items if wanted in _words_of(item.facts)]
    is_shown = SHOWN.get(part, SHOWN[ASKED])
    return [item for item in items if is_shown(item)]


def one(draft: Draft, code: str) -> Item | None:
    """The entry of the proposal with this code."""
    return next((item for item in agenda(draft) if item.facts.key == code), None)


def _words_of(facts: EntryFacts) -> str:
    return f"{facts.title}\n{facts.agency}\n{facts.key}".casefold()


def _awarded(draft: Draft) -> int:
    """How many places of a list have an award; none where the winners go on to another stage."""
    stage = draft.plenary.stage
    if next_scoring_stage(stage) is not None:
        return 0
    return Award.objects.filter(competition=stage.competition_id).aggregate(n=Max("last_place"))["n"] or 0


def _items(
    draft: Draft,
    ranked: RankedList,
    decided: RankedList,
    spread: tuple[float, float] | None,
    awarded: int,
) -> Iterator[Item]:
    size = sum(standing.place is not None for standing in ranked.scored)
    inside = _inside(ranked, size, awarded)
    line = 1 + max((at for at, standing in enumerate(ranked.scored) if standing.code in inside), default=-1)
    now = _inside(decided, size, awarded)
    sure = outlooks_of(ranked.scored[:size], len(ranked.advanced), spread)
    places = {standing.code: standing.place for standing in decided.standings}
    for at, standing in enumerate(ranked.scored):
        code, sums = standing.code, ranked.sums[standing.code]
        gap = max(sums) - min(sums) if sums else None
        yield Item(
            facts=draft.table.facts[code],
            list_name=ranked.name,
            scored=standing,
            place=places.get(code),
            gap=gap,
            outlook=sure.get(code),
            is_above=at < line,
            is_near=line > 0 and line - NEAR <= at < line + NEAR,
            is_first_below=at == line > 0,
            was_in=code in inside,
            is_in=code in now,
            is_contested=gap is not None and is_contested(draft.plenary.stage, gap, sums),
            is_at_the_cut=code in ranked.cut.at_the_cut,
            decision=draft.decisions.get(code),
        )


def _inside(ranked: RankedList, size: int, awarded: int) -> frozenset[str]:
    """Who goes on, or has an award where nobody with a total is left out."""
    if len(ranked.advanced) < size - len(ranked.excluded):
        return ranked.advanced
    return frozenset(s.code for s in ranked.standings if s.place is not None and s.place <= awarded)
