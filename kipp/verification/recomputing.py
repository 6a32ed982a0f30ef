"""A release worked out again from the points that it holds. Reads no database."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from judging import releases, scoring

MISSING = "—"  # stands for a field that one of the two does not have


def recomputed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a payload that follow from points, rules and awards: lists, medians, letters, shares.

    Raises KeyError, TypeError or ValueError when the payload has not the shape of a release.
    """
    rules = _rules(body)
    entries = {row["code"]: _entry(row) for ranked in body["lists"] for row in ranked["standings"]}
    totals: dict[str, Fraction | None] = {}
    rule = _cut_rule(body["rules"]["cut"], entries)
    lists = [_list(ranked, rules, rule, entries, totals) for ranked in body["lists"]]
    if body["schema"] == releases.FIRST_SCHEMA:
        _without_reasons(lists)
    used = {sheet.juror for entry in entries.values() for sheet in entry.sheets}
    shares = {"participation": _participation(body["participation"])} if "participation" in body else {}
    return {
        **shares,
        "lists": lists,
        "jurors": sorted(used, key=lambda letter: (len(letter), letter)),
        "medians": releases.medians_block(rules, entries, totals),
    }


def first_difference(found: Any, expected: Any, path: str = "") -> tuple[str, Any, Any] | None:
    """Where two plain values part first, as (path, found, expected); rows go by their code or juror."""
    if found == expected:
        return None
    for name, left, right in _pairs(found, expected):
        if left != right:
            return first_difference(left, right, f"{path} › {name}" if path else str(name))
    return path, found, expected


def _pairs(found: Any, expected: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Matching parts of two containers of the same kind; nothing for plain values."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for name in sorted({*found, *expected}):
            yield name, found.get(name, MISSING), expected.get(name, MISSING)
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (left, right) in enumerate(zip(found, expected, strict=True), start=1):
            yield _name(left, number), left, right


def _name(item: Any, number: int) -> Any:
    if not isinstance(item, dict):
        return number
    return item.get("code") or item.get("juror") or item.get("name") or number


def _rules(body: Mapping[str, Any]) -> scoring.Rules:
    criteria = [
        scoring.Criterion(row["code"], row["weight"], row["maximum"], row["is_required"])
        for row in body["criteria"]
    ]
    rules = scoring.Rules(
        criteria=criteria,
        aggregate=scoring.Aggregate(body["rules"]["aggregate"]),
        tie_ladder=tuple(body["rules"]["tie_ladder"]),
    )
    ties = body["rules"].get("ties")
    return rules.decided(ties["by"], order=ties["order"], seed=ties["seed"]) if ties else rules


def _entry(row: Mapping[str, Any]) -> releases.PublishedEntry:
    return releases.PublishedEntry(
        key=row["code"],
        title=row["title"],
        agency=row["agency"],
        category=row["category"],
        group=row["group"],
        sheets=[releases.PublishedSheet(s["juror"], s["points"], {}, "") for s in row["sheets"]],
        waived=row["waived"],
        recused=row["recused"],
    )


def _list(
    ranked: Mapping[str, Any],
    rules: scoring.Rules,
    rule: scoring.CutRule,
    entries: Mapping[str, releases.PublishedEntry],
    totals: dict[str, Fraction | None],
) -> dict[str, Any]:
    """Awards and absences are taken as they stand: they follow from nothing else in a release."""
    awards = {row["code"]: row["award"] for row in ranked["standings"]}
    sheets = {code: _sheets(entries[code]) for code in awards}
    standings = scoring.rank(rules, sheets)
    totals |= {standing.code: standing.total for standing in standings}
    drawn = scoring.cut(standings, rule)
    advanced = {*drawn.inside, *drawn.at_the_cut}
    letters = {sheet.juror: sheet.juror for code in awards for sheet in entries[code].sheets}
    rows = [
        releases.standing_block(
            entries[standing.code],
            standing,
            rules,
            letters,
            is_advanced=standing.code in advanced,
            award=awards[standing.code],
            left=drawn.reasons.get(standing.code),
        )
        for standing in standings
    ]
    absent = {"absent": ranked["absent"]} if "absent" in ranked else {}
    return {"name": ranked["name"], "standings": rows, **absent}


def _participation(block: Mapping[str, Any]) -> dict[str, object]:
    return releases.participation_block((row["kind"], row["owed"], row["agencies"]) for row in block["kinds"])


def _sheets(entry: releases.PublishedEntry) -> Sequence[scoring.Sheet]:
    return [scoring.Sheet(sheet.juror, sheet.points) for sheet in entry.sheets]


def _cut_rule(cut: Mapping[str, Any], entries: Mapping[str, releases.PublishedEntry]) -> scoring.CutRule:
    by = cut.get("quotas_by")
    return scoring.CutRule(
        top=cut["count"] if cut["kind"] == "top_n" else None,
        threshold=Fraction(cut["total"]) if cut["kind"] == "threshold" else None,
        quotas={row["name"]: row["places"] for row in cut.get("quotas", ())},
        group_of={code: getattr(entry, by) for code, entry in entries.items()} if by else {},
    )


def _without_reasons(lists: Sequence[Mapping[str, Any]]) -> None:
    for ranked in lists:
        for row in ranked["standings"]:
            del row["left"]
