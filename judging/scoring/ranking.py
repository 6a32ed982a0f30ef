"""Exact totals in, places out, with what decided each tie."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import lcm
from typing import Any

from judging.scoring.sheets import (
    DRAW,
    LOWEST_JUROR,
    PLENARY,
    Criterion,
    Rules,
    Sheet,
    aggregate,
    counting,
    criterion_mean,
    sheet_total,
)


@dataclass(frozen=True)
class Decision:
    """Why an entry stands below another with the same total.

    The values are the two figures compared: means, lowest sheets, positions in the
    plenary's list, or digests of the draw.
    """

    rung: str
    above: str
    value_above: Any
    value_below: Any


@dataclass(frozen=True)
class Standing:
    """An entry in the ranking; without a counting sheet it has no total and no place.

    `level` is what it stands for at a threshold when a plenary moved it: its total otherwise.
    """

    code: str
    total: Fraction | None
    place: int | None
    sheets: int
    is_shared: bool = False
    decision: Decision | None = None  # against the entry just above, when their totals are equal
    level: Fraction | None = None


# A rung's figure for one entry: what people are shown, and what is compared (higher wins).
Measure = Callable[[str], tuple[Any, Any]]
Ladder = Sequence[tuple[str, Measure]]


def heaviest_first(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """A ladder for those who declared none but this: heaviest criterion, then the next."""
    return tuple(c.code for c in sorted(criteria, key=lambda c: -c.weight))


def rank(
    rules: Rules,
    entries: Mapping[str, Sequence[Sheet]],
    final: Callable[[str, Fraction | None], Fraction | None] = lambda _code, total: total,
) -> list[Standing]:
    """Every entry, best first; those without a place last. Full ties stand in order of code.

    `final` makes the score that ranks of an entry and its total, where earlier stages weigh in it.
    """
    sheets = {code: counting(given) for code, given in entries.items()}
    sums = {code: [sheet_total(rules, sheet) for sheet in kept] for code, kept in sheets.items()}
    totals = {code: final(code, aggregate(rules, each)) for code, each in sums.items()}
    counts = {code: len(kept) for code, kept in sheets.items()}
    return place(totals, ladder(rules, sheets, sums), counts)


def ladder(
    rules: Rules, sheets: Mapping[str, Sequence[Sheet]], sums: Mapping[str, Sequence[Fraction]]
) -> Ladder:
    """The declared rungs over these sheets, `sums` being their totals. Figures are made when asked for."""
    return [(rung, _measure(rules, rung, sheets, sums)) for rung in rules.tie_ladder]


def place(
    totals: Mapping[str, Fraction | None],
    rungs: Ladder = (),
    counts: Mapping[str, int] | None = None,
) -> list[Standing]:
    """Places for exact totals, however they came about (a final over stages, too)."""
    counts = counts or {}
    scored = {code: total for code, total in totals.items() if total is not None}
    whole = _whole(scored)
    ranked = sorted(scored)
    ranked.sort(key=whole.__getitem__, reverse=True)
    standings: list[Standing] = []
    for _, tied in groupby(ranked, key=whole.__getitem__):
        for block, decision in _untie(list(tied), rungs):
            at, is_shared = len(standings) + 1, len(block) > 1
            standings += [
                Standing(code, scored[code], at, counts.get(code, 0), is_shared, decision) for code in block
            ]
    missing = sorted(code for code, total in totals.items() if total is None)
    return standings + [Standing(code, None, None, counts.get(code, 0)) for code in missing]


def _whole(figures: Mapping[str, Fraction | int]) -> dict[str, int]:
    """Over a common denominator: whole numbers compare ten times as fast, and as exactly."""
    common = lcm(*(figure.denominator for figure in figures.values()))
    return {code: figure.numerator * (common // figure.denominator) for code, figure in figures.items()}


def _untie(tied: list[str], rungs: Ladder) -> list[tuple[list[str], Decision | None]]:
    """Blocks that still share a place, best first, each with what put it below the one above."""
    if len(tied) == 1 or not rungs:
        return [(tied, None)]
    (rung, measure), *rest = rungs
    figures = {code: measure(code) for code in tied}
    if any(rated is None for _, rated in figures.values()):
        return _untie(tied, rest)
    whole = _whole({code: rated for code, (_, rated) in figures.items()})
    tied = sorted(tied, key=whole.__getitem__, reverse=True)
    blocks: list[tuple[list[str], Decision | None]] = []
    for _, equals in groupby(tied, key=whole.__getitem__):
        first, *others = _untie(list(equals), rest)
        if blocks:
            above = blocks[-1][0][-1]
            first = first[0], Decision(rung, above, figures[above][0], figures[first[0][0]][0])
        blocks += [first, *others]
    return blocks


def _measure(
    rules: Rules,
    rung: str,
    sheets: Mapping[str, Sequence[Sheet]],
    sums: Mapping[str, Sequence[Fraction]],
) -> Measure:
    if rung == LOWEST_JUROR:
        return lambda code: (min(sums[code]),) * 2
    if rung == PLENARY:
        position = {code: number for number, code in enumerate(rules.plenary, start=1)}
        return lambda code: (position.get(code), -position[code] if code in position else None)
    if rung == DRAW:
        among = frozenset(rules.plenary or sheets)
        return lambda code: _lot(rules.seed, code) if code in among else (None, None)
    return lambda code: _criterion_figure(rung, sheets[code])


def drawn(seed: str, codes: Iterable[str]) -> list[str]:
    """The order that the draw gives: whose digest is the smallest stands first."""
    return sorted(codes, key=lambda code: _lot(seed, code)[0])


def _lot(seed: str, code: str) -> tuple[str, int | None]:
    digest = hashlib.sha256((seed + code).encode()).hexdigest()
    return digest, -int(digest, 16) if seed else None


def _criterion_figure(criterion: str, sheets: Sequence[Sheet]) -> tuple[Fraction | None, Fraction]:
    mean = criterion_mean(criterion, sheets)
    return mean, Fraction(-1) if mean is None else mean
