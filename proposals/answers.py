"""What an answer reads, by the kind of its question. Pure.

Every answer is kept as one text, so that it can be saved half-written, compared and counted like prose:
several choices are lines, a table is lines of cells parted by tabs, a date is ISO 8601, a number is
written the Indonesian way ("1.250,5").
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit

CELL = "\t"
LONGEST_SHORT = 300
_NUMBER = re.compile(r"[+-]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,14})(,[0-9]{1,4})?")


class Fault(StrEnum):
    """Why a filled answer cannot be sent as it is."""

    TOO_LONG = "too_long"
    NOT_OFFERED = "not_offered"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DATE = "not_a_date"
    NOT_A_LINK = "not_a_link"


def chosen(text: str) -> list[str]:
    """The choices of an answer to a question with several."""
    return [line for line in text.split("\n") if line]


def rows(text: str) -> list[list[str]]:
    """The cells of a table that hold something, row by row."""
    cells = [[cell.strip() for cell in line.split(CELL)] for line in text.split("\n")]
    return [row for row in cells if any(row)]


def table(cells: Sequence[Sequence[str]]) -> str:
    """The text of a table: what `rows` reads back, without its empty rows."""
    lines = [[" ".join(cell.split()) for cell in row] for row in cells]
    return "\n".join(CELL.join(row) for row in lines if any(row))


def grid(text: str, width: int) -> list[list[str]]:
    """The rows of a table with so many columns; what lies beyond the last one is read in it."""
    padded = [row + [""] * (width - len(row)) for row in rows(text)]
    return [[*row[: width - 1], " ".join(row[width - 1 :]).strip()] for row in padded]


def written(kind: str, sent: Sequence[str], width: int = 1) -> str:
    """The text of what a form without scripts sent: one value for every box, cell or line."""
    if kind == "table":
        return table([sent[start : start + width] for start in range(0, len(sent), width)])
    return "\n".join(sent)


def number(text: str) -> Decimal | None:
    """1.250,5 is one thousand two hundred and fifty and a half; None when it is no number."""
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(".", "").replace(",", "."))


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def is_link(text: str) -> bool:
    """An address that a browser opens as a page."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text.strip())


def is_blank(kind: str, text: str) -> bool:
    return not rows(text) if kind == "table" else not text.strip()


def meets(kind: str, text: str, wanted: str) -> bool:
    """Is a question asked that waits for this answer?"""
    return wanted in chosen(text) if kind == "choices" else text == wanted


def fault(
    kind: str,
    text: str,
    *,
    options: Sequence[str] = (),
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
) -> Fault | None:
    """What keeps a filled answer from being sent; None when it is blank or fine. Words are counted apart."""
    if is_blank(kind, text):
        return None
    if kind == "short":
        return Fault.TOO_LONG if len(text) > LONGEST_SHORT else None
    if kind in ("choice", "choices"):
        given = chosen(text) if kind == "choices" else [text]
        return None if set(given) <= set(options) else Fault.NOT_OFFERED
    if kind == "number":
        return _number_fault(number(text), minimum, maximum)
    if kind == "date":
        return None if day(text) else Fault.NOT_A_DATE
    if kind == "link":
        return None if is_link(text) else Fault.NOT_A_LINK
    return None


def _number_fault(value: Decimal | None, minimum: Decimal | None, maximum: Decimal | None) -> Fault | None:
    if value is None:
        return Fault.NOT_A_NUMBER
    if minimum is not None and value < minimum:
        return Fault.TOO_SMALL
    if maximum is not None and value > maximum:
        return Fault.TOO_LARGE
    return None
