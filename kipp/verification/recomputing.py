"""A release worked out again from the points that it holds. Reads no database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from judging import releases, scoring

MISSING = "—"  # stands for a field that one of the two does not have


def recomputed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a payload that follow from points, rules and awards: lists, medians, letters, shares.

    Raises KeyError, TypeError or ValueError when the payload has not the shape of a release.
    """
    rules = releases.published_rules(body)
    entries = {
        row["code"]: releases.published_entry(row) for ranked in body["lists"] for row in ranked["standings"]
    }
    totals: dict[str, Fraction | None] = {}
    rule = _cut_rule(body["rules"]["cut"], entries)
    final = releases.final_of(body)
    lists = [_list(ranked, rules, rule, entries, totals, final) for ranked in body["lists"]]
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


def _list(
    ranked: Mapping[str, Any],
    rules: scoring.Rules,
    rule: scoring.CutRule,
    entries: Mapping[str, releases.PublishedEntry],
    totals: dict[str, Fraction | None],
    final: Callable[[str, Fraction | None], Fraction | None],
) -> dict[str, Any]:
    """Awards, absences, and what a plenary or an earlier stage gave are taken as they stand: they follow
    from nothing else in a release.
    """
    awards = {row["code"]: row["award"] for row in ranked["standings"]}
    sheets = {code: releases.scoring_sheets(entries[code]) for code in awards}
    rulings = {row["code"]: row["place"] for row in ranked["standings"] if "ruled" in row}
    standings = scoring.settle(scoring.rank(rules, sheets, final), rulings)
    totals |= {standing.code: standing.total for standing in standings}
    drawn = scoring.cut(standings, rule)
    advanced = {*drawn.inside, *drawn.at_the_cut}
    given = {row["code"]: row for row in ranked["standings"]}
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
            beside=_beside(given[standing.code], rules, sheets[standing.code]),
        )
        for standing in standings
    ]
    out = {name: ranked[name] for name in ("absent", "excluded") if name in ranked}
    return {"name": ranked["name"], "standings": rows, **out}


def _beside(row: Mapping[str, Any], rules: scoring.Rules, sheets: Sequence[scoring.Sheet]) -> dict[str, Any]:
    beside = {"ruled": row["ruled"]} if "ruled" in row else {}
    if "carried" in row:
        earlier = {code: None if exact is None else Fraction(exact) for code, exact in row["carried"].items()}
        beside |= releases.carried_block(scoring.entry_total(rules, sheets), earlier)
    return beside


def _participation(block: Mapping[str, Any]) -> dict[str, object]:
    return releases.participation_block((row["kind"], row["owed"], row["agencies"]) for row in block["kinds"])


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
