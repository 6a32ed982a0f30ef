"""The shape of a release: what is published, and the annex that only the parties read. Pure.

Numbers are strings or integers, keys are ASCII, so that the payload has one canonical text. Totals are
rounded half-up to four decimals; the order was made on exact values, and every weighted sum can be
recomputed from the points that stand beside it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from judging import scoring
from proposals.participation import percent

#: Number 1 says of nobody outside the cut why; from 3 on earlier stages weigh, and a plenary moves rows.
SCHEMA, FIRST_SCHEMA = "kipp-release/3", "kipp-release/1"
ANNEX_SCHEMA = "kipp-release-annex/1"


@dataclass(frozen=True)
class PublishedSheet:
    """A counting sheet. `juror` is the juror's inner code; the letter is given on publishing."""

    juror: str
    points: Mapping[str, int | None]
    comments: Mapping[str, str]
    comment: str


@dataclass(frozen=True)
class PublishedEntry:
    key: str
    title: str
    agency: str
    category: str
    group: str
    sheets: Sequence[PublishedSheet]
    waived: int
    recused: int


def letters(jurors: Iterable[str], salt: str) -> dict[str, str]:
    """Juror code -> A, B, C ... in an order that nobody can guess without the salt."""
    ordered = sorted(jurors, key=lambda code: hashlib.sha256((salt + code).encode()).hexdigest())
    return {code: letter(number) for number, code in enumerate(ordered)}


def letter(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    last = chr(ord("A") + number % 26)
    return last if number < 26 else letter(number // 26 - 1) + last


def standing_block(
    entry: PublishedEntry,
    standing: scoring.Standing,
    rules: scoring.Rules,
    pseudonyms: Mapping[str, str],
    *,
    is_advanced: bool,
    award: str,
    left: scoring.Left | None = None,
    beside: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """One line of a published list, with everything needed to recompute it; `left`: why it is outside.

    `beside` is what only some lines have: `carried_block`, `ruled_block`.
    """
    sheets = scoring_sheets(entry)
    means = scoring.criterion_means(rules, sheets)
    return {
        "place": standing.place,
        "code": entry.key,
        "title": entry.title,
        "agency": entry.agency,
        "category": entry.category,
        "group": entry.group,
        "total": _number(standing.total),
        "is_shared": standing.is_shared,
        "decided_by": _decision(standing.decision),
        "is_advanced": is_advanced,
        "left": None if left is None else left.value,
        "award": award,
        "sheets": sorted((_sheet(rules, sheet, pseudonyms) for sheet in entry.sheets), key=_by_letter),
        "means": {code: _number(mean) for code, mean in means.items()},
        "waived": entry.waived,
        "recused": entry.recused,
        **(beside or {}),
    }


def carried_block(own: Fraction | None, earlier: Mapping[str, Fraction | None]) -> dict[str, object]:
    """The stages that make a total: this one's for people, the earlier ones' exactly, as they are weighed."""
    exact = {code: None if total is None else str(total) for code, total in earlier.items()}
    return {"own_total": _number(own), "carried": exact}


def ruled_block(scored_place: int | None, reason: str) -> dict[str, object]:
    """Where its score put an entry that a plenary moved, and why it did."""
    return {"ruled": {"scored_place": scored_place, "reason": reason}}


def excluded_block(entry: PublishedEntry, reason: str) -> dict[str, object]:
    """An entry that a plenary took off the list: it stands beside it with the reason, and with no figure."""
    return {**absent_block(entry), "reason": reason}


def absent_block(entry: PublishedEntry) -> dict[str, object]:
    """An entry that nobody presented: it stands beside the list, with no figure at all."""
    return {
        "code": entry.key,
        "title": entry.title,
        "agency": entry.agency,
        "category": entry.category,
        "group": entry.group,
    }


def participation_block(kinds: Iterable[tuple[str, int, Sequence[str]]]) -> dict[str, object]:
    """Which agencies sent something, of those that owed it. `kinds` are kind, how many owed, who sent."""
    rows = [
        {"kind": kind, "owed": owed, "entered": len(names), "agencies": list(names)}
        for kind, owed, names in kinds
    ]
    owed, entered = sum(row["owed"] for row in rows), sum(row["entered"] for row in rows)
    share = percent(entered, owed, 2)
    return {
        "owed": owed,
        "entered": entered,
        "percent": None if share is None else str(share),
        "kinds": rows,
    }


def annex(entries: Iterable[PublishedEntry], pseudonyms: Mapping[str, str], salt: str) -> dict[str, object]:
    """Comments by entry and letter, and which letter is which juror."""
    return {
        "schema": ANNEX_SCHEMA,
        "salt": salt,
        "jurors": {letter: code for code, letter in pseudonyms.items()},
        "comments": {
            entry.key: {
                pseudonyms[sheet.juror]: {"rows": dict(sheet.comments), "general": sheet.comment}
                for sheet in entry.sheets
                if sheet.comments or sheet.comment
            }
            for entry in entries
        },
    }


def medians_block(
    rules: scoring.Rules, entries: Mapping[str, PublishedEntry], totals: Mapping[str, Fraction | None]
) -> dict[str, dict[str, object]]:
    """Per category: the median of its entries, for each criterion and for the total."""
    sheets = {key: scoring_sheets(entry) for key, entry in entries.items()}
    category_of = {key: entry.category for key, entry in entries.items()}
    by_criterion = scoring.category_medians(rules, sheets, category_of)
    return {
        category: {
            "entries": sum(name == category for name in category_of.values()),
            "criteria": {code: _number(value) for code, value in rows.items()},
            "total": _number(_median(totals[key] for key in totals if category_of[key] == category)),
        }
        for category, rows in by_criterion.items()
    }


def _median(values: Iterable[Fraction | None]) -> Fraction | None:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2


def _sheet(rules: scoring.Rules, sheet: PublishedSheet, pseudonyms: Mapping[str, str]) -> dict[str, object]:
    total = scoring.sheet_total(rules, scoring.Sheet(sheet.juror, sheet.points))
    return {"juror": pseudonyms[sheet.juror], "points": dict(sheet.points), "total": _number(total)}


def _by_letter(sheet: dict[str, object]) -> tuple[int, str]:
    name = str(sheet["juror"])
    return len(name), name


def _decision(decision: scoring.Decision | None) -> dict[str, object] | None:
    if decision is None:
        return None
    return {
        "rung": decision.rung,
        "above": decision.above,
        "value_above": _figure(decision.value_above),
        "value_below": _figure(decision.value_below),
    }


def _figure(value: object) -> str:
    return _number(value) if isinstance(value, Fraction) else str(value)


def _number(value: Fraction | None) -> str | None:
    return None if value is None else scoring.shown(value, 4)


def published_rules(body: Mapping[str, Any]) -> scoring.Rules:
    """The rules that a payload says it was made by, with what was decided on ties."""
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


def published_entry(row: Mapping[str, Any]) -> PublishedEntry:
    """A line of a payload read back; its jurors are letters."""
    return PublishedEntry(
        key=row["code"],
        title=row["title"],
        agency=row["agency"],
        category=row["category"],
        group=row["group"],
        sheets=[PublishedSheet(s["juror"], s["points"], {}, "") for s in row["sheets"]],
        waived=row["waived"],
        recused=row["recused"],
    )


def exact_totals(body: Mapping[str, Any]) -> dict[str, Fraction | None]:
    """Each entry's total of its stage, from the points in a payload: what a later stage weighs."""
    rules = published_rules(body)
    return {
        row["code"]: scoring.entry_total(rules, scoring_sheets(published_entry(row)))
        for ranked in body["lists"]
        for row in ranked["standings"]
    }


def final_of(body: Mapping[str, Any]) -> Callable[[str, Fraction | None], Fraction | None]:
    """How a payload makes the score that ranks from an entry's own total and what earlier stages gave it."""
    if "carried" not in body:
        return lambda _code, own: own
    weights = {row["code"]: row["weight"] for row in body["carried"]["stages"]}
    earlier = {row["code"]: row["carried"] for ranked in body["lists"] for row in ranked["standings"]}

    def final(code: str, own: Fraction | None) -> Fraction | None:
        given = {stage: None if exact is None else Fraction(exact) for stage, exact in earlier[code].items()}
        if not given:
            return own
        weighed = {stage: weights[stage] for stage in given}
        return scoring.final_total({**given, "": own}, {**weighed, "": body["carried"]["weight"]})

    return final


def scoring_sheets(entry: PublishedEntry) -> list[scoring.Sheet]:
    return [scoring.Sheet(sheet.juror, sheet.points) for sheet in entry.sheets]
