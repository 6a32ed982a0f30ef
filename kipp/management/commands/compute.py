"""The arithmetic of judging on plain data: for trying it out, and for checking it elsewhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from judging import auditing
from judging.agreement import Components, alpha, variance_components
from judging.calibration import ExactTotals, equalise, gates, severities
from judging.readings import Readings
from judging.scoring import Criterion, Points, Rules, Sheet, Standing, place, rank, sheet_total, shown
from judging.uncertainty import chances_in_top
from kipp.lib import plain
from kipp.management.plain_files import PlainFileCommand

FIELDS = ("weights", "criteria", "scale_max", "tie_ladder", "shrinkage", "top", "data", "variance")


class Command(PlainFileCommand):
    help = "Score and rank the sheets in FILE.json and print the results as JSON. Touches no database."
    refusals = (plain.BadField,)

    def answer(self, data: Any) -> dict[str, Any]:
        case = read(data)
        standings = rank(case.rules, case.entries)
        return {**ranking(standings), **statistics(case), **audit(case, standings)}


@dataclass(frozen=True)
class Case:
    rules: Rules
    entries: Mapping[str, list[Sheet]]
    shrinkage: Fraction
    top: int
    components: Components | None  # given, for chances only


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
        shrinkage=Fraction(shrinkage),
        top=plain.whole(data, "top", 1, least=1),
        components=read_variance(plain.take(data, "variance", dict, None)),
    )


def read_variance(data: Mapping[str, Any] | None) -> Components | None:
    if data is None:
        return None
    quality, noise = (plain.take(data, part, plain.EXACT) for part in ("quality", "noise"))
    if quality < 0 or noise < 0:
        raise plain.BadField("variance: must not be below 0")
    return Components(float(quality), 0.0, float(noise))


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


def statistics(case: Case) -> dict[str, Any]:
    """Raw and equalised side by side, agreement, and chances of being among the top."""
    totals = {
        code: {sheet.juror: sheet_total(case.rules, sheet) for sheet in sheets}
        for code, sheets in case.entries.items()
    }
    readings = Readings(totals)
    return {
        "equalised": equalised(case, totals, readings),
        "agreement": agreement(totals, readings),
        "chance_top": chances(case, readings),
    }


def equalised(case: Case, totals: ExactTotals, readings: Readings) -> dict[str, Any]:
    severity = severities(readings, case.shrinkage)
    levels = equalise(totals, severity)
    found = gates(readings)
    return {
        "order": [standing.code for standing in place(levels)],
        "totals": {code: shown(level, 4) for code, level in levels.items()},
        "severity": {juror: shown(points, 4) for juror, points in severity.items()},
        "gates": {
            "light": found.light,
            "is_allowed": found.is_allowed,
            "components": found.components,
            "calibration_cost": rounded(found.cost),
            "median_readings": found.median_readings,
            "least_readings": found.least_readings,
        },
    }


def agreement(totals: ExactTotals, readings: Readings) -> dict[str, Any]:
    """`reliability` is that of the published mean: as many readers as an entry has on average."""
    found = variance_components(readings)
    return {
        "alpha_interval": rounded(alpha([list(map(float, row.values())) for row in totals.values()])),
        "variance": found and {part: rounded(variance) for part, variance in asdict(found).items()},
        "reliability": rounded(found.reliability(readings.per_entry)) if found else None,
    }


def chances(case: Case, readings: Readings) -> dict[str, float] | None:
    """Of raw scores: where panels differ, severity is noise. None when no variance can be told."""
    found = case.components or variance_components(readings)
    if found is None:
        return None
    noise = found.noise if readings.is_complete else found.noise + found.severity
    scores = dict(zip(readings.entries, readings.entry_means.tolist(), strict=True))
    readers = {code: len(case.entries[code]) for code in scores}
    chance = chances_in_top(scores, readers, found.quality, noise, case.top)
    return {code: round(value, 6) for code, value in chance.items()}


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


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
    if shift is None:
        return None
    return {"points": float(shift.points), "from": shift.source, "to": shift.target}
