"""Who goes on: top N, threshold and quotas, with the reason beside everyone who does not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from judging.scoring.ranking import Standing


class Left(StrEnum):
    """Why an entry is not inside."""

    UNSCORED = "unscored"
    BELOW_THRESHOLD = "below_threshold"
    QUOTA_FULL = "quota_full"
    BEYOND_TOP = "beyond_top"


@dataclass(frozen=True)
class CutRule:
    """Any of: at most `top` entries, a least exact total, quotas per group (or category).

    `group_of` tells the group of an entry; a group without a quota is not limited.
    """

    top: int | None = None
    threshold: Fraction | int | None = None
    quotas: Mapping[str, int] = field(default_factory=dict)
    group_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """Codes in order of place. `at_the_cut` share a place that only part of them can have:
    nobody but the plenary (or a draw) may choose. `reasons` stands beside everyone outside.
    """

    inside: tuple[str, ...]
    at_the_cut: tuple[str, ...]
    outside: tuple[str, ...]
    reasons: Mapping[str, Left]


def cut(standings: Iterable[Standing], rule: CutRule) -> Cut:
    """Walk down the list, one shared place at a time."""
    walk = _Walk(rule)
    for _, block in groupby(standings, key=lambda standing: standing.place):
        walk.take(list(block))
    return Cut(tuple(walk.inside), tuple(walk.at_the_cut), tuple(walk.reasons), walk.reasons)


class _Walk:
    def __init__(self, rule: CutRule):
        self.rule = rule
        self.room = dict(rule.quotas)
        self.seats: float = float("inf") if rule.top is None else rule.top
        self.inside: list[str] = []
        self.at_the_cut: list[str] = []
        self.reasons: dict[str, Left] = {}

    def take(self, block: Sequence[Standing]) -> None:
        """Seat a block that shares a place, or what of it quotas and seats admit."""
        able = []
        for standing in block:
            if reason := self._bar(standing):
                self.reasons[standing.code] = reason
            else:
                able.append(standing.code)
        wanted = Counter(map(self._group, able))
        granted = {group: min(n, self.room.get(group, n)) for group, n in wanted.items()}
        seats = sum(granted.values())
        for code in able:
            group = self._group(code)
            is_settled = seats <= self.seats and granted[group] == wanted[group]
            (self.inside if is_settled else self.at_the_cut).append(code)
        for group, n in granted.items():
            if group in self.room:
                self.room[group] -= n
        self.seats = max(0, self.seats - seats)

    def _bar(self, standing: Standing) -> Left | None:
        if standing.total is None:
            return Left.UNSCORED
        level = standing.total if standing.level is None else standing.level
        if self.rule.threshold is not None and level < self.rule.threshold:
            return Left.BELOW_THRESHOLD
        if not self.seats:
            return Left.BEYOND_TOP
        if not self.room.get(self._group(standing.code), 1):
            return Left.QUOTA_FULL
        return None

    def _group(self, code: str) -> str:
        return self.rule.group_of.get(code, "")
