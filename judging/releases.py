"""The shape of a release: what is published, and the annex that only the parties read. Pure.

Numbers are strings or integers, keys are ASCII, so that the payload has one canonical text. Totals are
rounded half-up to four decimals; the order was made on exact values, and every weighted sum can be
recomputed from the points that stand beside it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging import scoring
from proposals.participation import percent

#: Number 1 says of nobody outside the cut why.
SCHEMA, FIRST_SCHEMA = "kipp-release/2", "kipp-release/1"
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
) -> dict[str, object]:
    """One line of a published list, with everything needed to recompute it; `left`: why it is outside."""
    sheets = [scoring.Sheet(sheet.juror, sheet.points) for sheet in entry.sheets]
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
    }


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
    sheets = {
        key: [scoring.Sheet(sheet.juror, sheet.points) for sheet in entry.sheets]
        for key, entry in entries.items()
    }
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
