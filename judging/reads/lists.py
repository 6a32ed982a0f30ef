"""A stage's table as ranked lists: places, what a plenary decided of them, and where the cut falls."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from competitions.enums import CutKind
from competitions.models import Stage
from judging import scoring
from judging.enums import MinutesKind, Ruling
from judging.reads.standings import EntryFacts, StageTable
from judging.scoring.sheets import aggregate
from kipp.lib import canonical


@dataclass(frozen=True)
class Terms:
    """What makes the lists beside the sheets: quotas by group or category, and what was decided in session.

    `ties` is as minutes and releases hold it: the rung, the order or the seed, and the reason. `plenary` is
    as its minutes hold it; it was held over the ranking whose hash it names.
    """

    stage: Stage
    quotas_by: str
    quotas: Mapping[str, int]
    ties: Mapping[str, Any] | None
    plenary: Mapping[str, Any] | None
    minutes_sha256: str = ""

    def rules(self, rules: scoring.Rules) -> scoring.Rules:
        if self.ties is None:
            return rules
        return rules.decided(self.ties["by"], order=self.ties["order"], seed=self.ties["seed"])

    def cut_rule(self, table: StageTable) -> scoring.CutRule:
        """Quotas hold in each list of the stage."""
        group_of = {key: getattr(facts, self.quotas_by) for key, facts in table.facts.items()}
        return scoring.CutRule(
            top=self.stage.cut_count if self.stage.cut_kind == CutKind.TOP_N else None,
            threshold=Fraction(self.stage.cut_total) if self.stage.cut_kind == CutKind.THRESHOLD else None,
            quotas=self.quotas,
            group_of=group_of if self.quotas else {},
        )

    def departures(self) -> dict[str, Mapping[str, Any]]:
        """Entry -> the ruling that takes it from where its score put it."""
        rulings = self.plenary["rulings"] if self.plenary else ()
        return {row["code"]: row for row in rulings if row["ruling"] != Ruling.KEPT}


@dataclass(frozen=True)
class Departure:
    """Where a plenary found an entry, and why it did not leave it there."""

    scored_place: int | None
    reason: str


@dataclass(frozen=True)
class RankedList:
    """`scored` is the order of scores, `standings` what a plenary made of it, most often the same.

    `sums` are the totals of each entry's counting sheets: what a gap or a rung is worked out from; `own` is
    their mean or median, which is the total unless earlier stages weigh in it. `absent` entries were not
    presented, `excluded` ones were taken off the list: they stand in no order. `quota_of` names the group or
    category whose quota an entry counts against, where there are quotas.
    """

    name: str
    scored: Sequence[scoring.Standing]
    standings: Sequence[scoring.Standing]
    cut: scoring.Cut
    sums: Mapping[str, list[Fraction]]
    own: Mapping[str, Fraction | None]
    absent: Sequence[EntryFacts] = ()
    excluded: Sequence[EntryFacts] = ()
    departures: Mapping[str, Departure] = field(default_factory=dict)
    quota_of: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def advanced(self) -> frozenset[str]:
        """Who goes on: those inside, and all who share the last place that part of them could have."""
        return frozenset(self.cut.inside) | frozenset(self.cut.at_the_cut)


def terms_of(stage: Stage) -> Terms:
    """Two queries, one while the stage is open: sessions are held once it is closed.

    The latest minutes speak: they repeat what still holds of the ones before.
    """
    rows = stage.quotas.values_list("group__name", "category__name", "places")
    quotas = {group or category: places for group, category, places in rows}
    by = "group" if any(group for group, _category, _places in rows) else "category"
    payload, sha256 = (stage.is_closed and _latest_minutes(stage)) or ("{}", "")
    said = json.loads(payload)
    return Terms(stage, by, quotas, said.get("ties"), said.get("plenary"), sha256)


def _latest_minutes(stage: Stage) -> tuple[str, str] | None:
    held = stage.minutes.filter(kind=MinutesKind.PLENARY).order_by("-number")
    return held.values_list("payload", "sha256").first()


def ranked(table: StageTable, terms: Terms | None = None) -> list[RankedList]:
    """Every list of the stage, best first, with the cut drawn; lists in order of name."""
    terms = terms or terms_of(table.stage)
    return decided(_scored(table, terms.rules(table.rules)), table, terms)


def decided(lists: Sequence[RankedList], table: StageTable, terms: Terms) -> list[RankedList]:
    """These lists as scored, with what the terms' plenary ruled and the cut drawn anew.

    Rulings hold over the ranking that the session saw: when scores have changed since, they lapse.
    """
    rule = terms.cut_rule(table)
    if terms.plenary and follows(terms.plenary, lists):
        lists = [_settled(ranked, table, terms.departures()) for ranked in lists]
    return [_cut(ranked, rule) for ranked in lists]


def follows(plenary: Mapping[str, Any], lists: Sequence["RankedList"]) -> bool:
    """The session was held over this very order of scores, so that its rulings hold."""
    return plenary["snapshot"] == snapshot(lists)


def snapshot(lists: Sequence["RankedList"]) -> str:
    """The SHA-256 of every place and exact total, as scored.

    A seed named after it cannot have been chosen for it, and what was decided over it holds over it alone.
    """
    rows = [[ranked.name, *map(_fixed, ranked.scored)] for ranked in lists]
    return canonical.sha256(canonical.dumps(rows))


def _fixed(standing: scoring.Standing) -> list[object]:
    return [standing.code, standing.place, None if standing.total is None else str(standing.total)]


UNCUT = scoring.Cut((), (), (), {})


def _scored(table: StageTable, rules: scoring.Rules) -> list[RankedList]:
    names = table.list_names()
    members: dict[str, dict[str, list[scoring.Sheet]]] = defaultdict(dict)
    absent: dict[str, list[EntryFacts]] = defaultdict(list)
    for key, given in table.all_sheets().items():
        if table.facts[key].is_absent:
            absent[names[key]].append(table.facts[key])
        else:
            members[names[key]][key] = given
    lists = []
    for name in sorted({*members, *absent}):
        given = {key: scoring.counting(kept) for key, kept in members[name].items()}
        sums = {key: [scoring.sheet_total(rules, s) for s in kept] for key, kept in given.items()}
        own = {key: aggregate(rules, each) for key, each in sums.items()}
        totals = {key: table.carried.final(key, total) for key, total in own.items()}
        counts = {key: len(kept) for key, kept in given.items()}
        standings = scoring.place(totals, scoring.ladder(rules, given, sums), counts)
        missing = sorted(absent[name], key=lambda facts: (facts.title, facts.key))
        lists.append(RankedList(name, standings, standings, UNCUT, sums, own, missing))
    return lists


def _settled(
    ranked: RankedList, table: StageTable, departures: Mapping[str, Mapping[str, Any]]
) -> RankedList:
    at = {standing.code: standing.place for standing in ranked.scored}
    here = {code: row for code, row in departures.items() if code in at}
    rulings = {code: row["place"] if row["ruling"] == Ruling.MOVED else None for code, row in here.items()}
    return replace(
        ranked,
        standings=scoring.settle(ranked.scored, rulings),
        excluded=[table.facts[code] for code, place in rulings.items() if place is None],
        departures={code: Departure(at[code], row["reason"]) for code, row in here.items()},
    )


def _cut(ranked: RankedList, rule: scoring.CutRule) -> RankedList:
    return replace(ranked, cut=scoring.cut(ranked.standings, rule), quota_of=rule.group_of)
