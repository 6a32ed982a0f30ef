"""Who has met the duty of entering something, counted. Pure: plain values in, plain values out.

The duty is met by sending. What was sent and then rejected, disqualified or left without an award was sent
all the same; a draft was not, and what was withdrawn counts as if it had never been.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .lifecycle import SUBMITTED_ONCE, Status


class State(StrEnum):
    """How far an agency came, the least first."""

    NOTHING = "nothing"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PASSED = "passed"
    AWARDED = "awarded"


RANK = {state: place for place, state in enumerate(State)}
STATE_OF: Mapping[Status, State] = {
    **dict.fromkeys(Status, State.DRAFT),
    **dict.fromkeys(SUBMITTED_ONCE, State.SUBMITTED),
    Status.WITHDRAWN: State.NOTHING,
    Status.PASSED: State.PASSED,
    Status.NOT_AWARDED: State.PASSED,
    Status.AWARDED: State.AWARDED,
}


def reached(statuses: Iterable[str]) -> State:
    """How far the furthest of an agency's entries came."""
    return max((STATE_OF[Status(status)] for status in statuses), key=RANK.__getitem__, default=State.NOTHING)


def takes_part(state: State) -> bool:
    return RANK[state] >= RANK[State.SUBMITTED]


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as the duty sees it."""

    kind: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What the duty is counted over, a year or one edition: agencies of these kinds owe an entry."""

    name: str
    kinds: frozenset[str]


def state_in(body: Body, span: Span, statuses: Iterable[str]) -> State | None:
    """None where nothing was owed: another kind of agency, or one that is closed by now and sent nothing."""
    if body.kind not in span.kinds:
        return None
    state = reached(statuses)
    return state if body.is_active or takes_part(state) else None


@dataclass(frozen=True)
class Share:
    """Of the agencies that owed an entry, how many came how far."""

    counts: Mapping[State, int]

    @property
    def owed(self) -> int:
        return sum(self.counts.values())

    @property
    def entered(self) -> int:
        return sum(count for state, count in self.counts.items() if takes_part(state))

    @property
    def percent(self) -> Decimal | None:
        return percent(self.entered, self.owed)


def share(states: Iterable[State | None]) -> Share:
    counted = Counter(state for state in states if state is not None)
    return Share({state: counted[state] for state in State})


def shares(cells: Iterable[tuple[str, State | None]]) -> dict[str, Share]:
    """Kind -> its share, for the kinds of which anybody owed an entry."""
    by_kind: dict[str, list[State]] = {}
    for kind, state in cells:
        if state is not None:
            by_kind.setdefault(kind, []).append(state)
    return {kind: share(states) for kind, states in by_kind.items()}


def percent(part: int, whole: int, places: int = 0) -> Decimal | None:
    """Rounded once, half up; None of nothing."""
    if not whole:
        return None
    units = (2 * 100 * part * 10**places + whole) // (2 * whole)
    return Decimal(units).scaleb(-places)
