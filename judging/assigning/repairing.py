"""What the deal left undone: chains of cards handed on from juror to juror.

A hand is the best there is for its cards but does not look ahead, so the last cards
of a round may find only jurors who are full or in conflict. A chain (entry q from
juror a to b, entry r from b to c) makes room, or levels loads, without leaving any
entry short. Breadth first, hence shortest chains; without pairs to keep apart no
better coverage or balance exists than what remains when no chain is left.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from judging.assigning.dealing import Deal
from judging.assigning.problem import Pair

if TYPE_CHECKING:
    import numpy as np

Move = tuple[int, int, int]  # entry, from juror, to juror


def repair(deal: Deal) -> None:
    _cover(deal)
    _level(deal)


def _cover(deal: Deal) -> None:
    """Give short entries the readers they lack, as long as any chain can free a juror."""
    problem = deal.problem
    for entry in (deal.reads.sum(axis=1) < problem.readers).nonzero()[0].tolist():
        while deal.reads[entry].sum() < problem.readers:
            able = (~deal.barred([entry])[0]).nonzero()[0].tolist()
            has_room = deal.loads < problem.limits
            chain = _shortest_chain(deal, able, has_room.__getitem__, {entry})
            if chain is None:
                break
            first, moves = chain
            _apply(deal, moves)
            deal.reads[entry, first] = 1
            deal.pairs.append((entry, first))


def _level(deal: Deal) -> None:
    """Hand cards from busy jurors to idle ones until no chain narrows a difference of two."""
    settled: set[int] = set()
    while True:
        loads = deal.loads
        has_room = loads < deal.problem.limits
        least = loads[has_room].min(initial=loads.max())
        busy = [juror for juror in (-loads).argsort(kind="stable").tolist() if loads[juror] >= least + 2]
        juror = next((juror for juror in busy if juror not in settled), None)
        if juror is None:
            return
        is_idle = has_room & (loads <= loads[juror] - 2)
        chain = _shortest_chain(deal, [juror], is_idle.__getitem__, set())
        if chain is None:
            settled.add(juror)
        else:
            _apply(deal, chain[1])
            settled.clear()


def _shortest_chain(
    deal: Deal, starts: list[int], is_end: Callable[[int], bool], busy: set[int]
) -> tuple[int, list[Move]] | None:
    """From one of `starts` to a juror where `is_end`: the start and the moves, last first.

    Entries in `busy`, or moved earlier in the same chain, stay where they are.
    """
    reached: dict[int, tuple[list[Move], set[int]]] = {juror: ([], busy) for juror in starts}
    queue = deque(starts)
    for juror in starts:
        if is_end(juror):
            return juror, []
    while queue:
        juror = queue.popleft()
        moves, held = reached[juror]
        for other, entry in _hand_on(deal, juror, held):
            if other in reached:
                continue
            chain = [(entry, juror, other), *moves]
            if is_end(other):
                return chain[-1][1], chain
            reached[other] = (chain, held | {entry})
            queue.append(other)
    return None


def _hand_on(deal: Deal, juror: int, held: set[int]) -> list[Pair]:
    """Each juror who could take a card of this one, and the card for which that is best."""
    import numpy as np

    cards = np.flatnonzero((deal.reads[:, juror] > 0) & (deal.fixed[:, juror] == 0))
    cards = cards[~np.isin(cards, list(held))]
    if not cards.size:
        return []
    fits = deal.problem.scaled_fits[cards]
    gains = np.where(_barred_without(deal, cards, juror), -np.inf, fits - fits[:, [juror]])
    best = gains.argmax(axis=0)
    others = np.flatnonzero(np.isfinite(gains.max(axis=0)))
    others = others[np.argsort(-gains[best[others], others], kind="stable")]
    return [(other, int(cards[best[other]])) for other in others.tolist()]


def _barred_without(deal: Deal, cards: "np.ndarray", juror: int) -> "np.ndarray":
    """`Deal.barred` for these cards, were they taken from the juror."""
    problem = deal.problem
    rest = deal.reads[cards]
    rest[:, juror] = 0
    barred = ~problem.may_read[cards] | (rest > 0) | (rest @ problem.must_part > 0)
    barred[:, juror] = True
    return barred


def _apply(deal: Deal, moves: list[Move]) -> None:
    for entry, giver, taker in moves:
        deal.reads[entry, giver], deal.reads[entry, taker] = 0, 1
        deal.pairs[deal.pairs.index((entry, giver))] = (entry, taker)
