"""The arithmetic of judging on plain data: for trying it out, and for checking it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from judging import auditing
from judging.scoring import Criterion, Points, Rules, Sheet, Standing, rank, shown
from kipp.lib import plain
from kipp.management.plain_files import PlainFileCommand

FIELDS = ("weights", "criteria", "scale_max", "tie_ladder", "shrinkage", "top", "data", "variance")


class Command(PlainFileCommand):
    help = "Score and rank the sheets in FILE.json and print the results as JSON. Touches no database."
    refusals = (plain.BadField,)

    def answer(self, data: Any) -> dict[str, Any]:
        case = read(data)
        standings = rank(case.rules, case.entries)
        return {**ranking(standings), **audit(case, standings)}


@dataclass(frozen=True)
class Case:
    rules: Rules
    entries: Mapping[str, list[Sheet]]
    shrinkage: int | Decimal
    top: int


# ── In ──────────────────────────────────────────────────────────────────────


def read(data: Any) -> Case:
    plain.check_names(data, FIELDS)
    rules = read_rules(data)
    shrinkage = plain.take(data, "shrinkage", plain.EXACT, 5)
    if shrinkage < 0:
        raise plain.BadField("shrinkage: must be at least 0")
    return Case(
        rules=rules,
        entries=read_entries(rules, plain.take(data, "data", dict)),
        shrinkage=shrinkage,
        top=plain.whole(data, "top", 1, least=1),
    )


def read_rules(data: Mapping[str, Any]) -> Rules:
    codes = plain.strings(data, "criteria")
    weights = plain.take(data, "weights", list)
    if len(weights) != len(codes):
        raise plain.BadField(f"weights: {len(weights)} weights for {len(codes)} criteria")
    maximum = plain.whole(data, "scale_max", least=1)
    criteria = [
        Criterion(code, plain.check(f"weights[{at}]", weight, int), maximum, required=False)
        for at, (code, weight) in enumerate(zip(codes, weights, strict=True))
    ]
    try:
        return Rules(criteria, tie_ladder=plain.strings(data, "tie_ladder", []))
    except ValueError as error:
        raise plain.BadField(str(error)) from error


def read_entries(rules: Rules, data: Mapping[str, Any]) -> dict[str, list[Sheet]]:
    return {
        entry: [
            read_sheet(rules, f"data.{entry}.{juror}", juror, points)
            for juror, points in plain.check(f"data.{entry}", sheets, dict).items()
        ]
        for entry, sheets in data.items()
    }


def read_sheet(rules: Rules, name: str, juror: str, points: Any) -> Sheet:
    criteria = rules.criteria
    if len(plain.check(name, points, list)) != len(criteria):
        raise plain.BadField(f"{name}: {len(points)} points for {len(criteria)} criteria")
    if not any(c.weight for c, given in zip(criteria, points, strict=True) if given is not None):
        raise plain.BadField(f"{name}: no scored row carries weight; leave the juror out instead")
    return Sheet(
        juror,
        {
            criterion.code: read_points(f"{name}[{at}]", given, criterion.maximum)
            for at, (criterion, given) in enumerate(zip(criteria, points, strict=True))
        },
    )


def read_points(name: str, given: Any, maximum: int) -> Points:
    if given is not None and not 0 <= plain.check(name, given, plain.EXACT) <= maximum:
        raise plain.BadField(f"{name}: {given} is not between 0 and {maximum}")
    return given


# ── Out ─────────────────────────────────────────────────────────────────────


def ranking(standings: list[Standing]) -> dict[str, Any]:
    """An entry without sheets stands last, with null for place and total."""
    return {
        "order": [standing.code for standing in standings],
        "places": {standing.code: standing.place for standing in standings},
        "totals": {
            standing.code: None if standing.total is None else total(standing.total) for standing in standings
        },
    }


def total(value: Fraction) -> dict[str, str]:
    return {"exact": str(value), "shown": shown(value)}


def audit(case: Case, standings: list[Standing]) -> dict[str, Any]:
    return {
        "leave_one_out": auditing.leave_one_out(case.rules, case.entries),
        "smallest_shift": smallest_shift(case, standings),
        "wide_gaps": auditing.wide_gaps(case.rules, case.entries),
    }


def smallest_shift(case: Case, standings: list[Standing]) -> dict[str, Any] | None:
    if len(standings) < 2:
        return None
    first, second = (case.entries[standing.code] for standing in standings[:2])
    shift = auditing.smallest_shift(case.rules, first, second)
    return shift and {"points": float(shift.points), "from": shift.source, "to": shift.target}
