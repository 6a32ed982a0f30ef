"""What makes a proposal form hold together: kinds with their fields, options, limits, conditions. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

LONGEST_OPTION = 200
MOST_WORDS = 5000
MOST_FILES = 10
YESNO = ("ya", "tidak")

#: What a question of a kind has beside its label, help text and condition; the rest stays empty.
OWN_FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("max_words",),
    "choice": ("options",),
    "choices": ("options",),
    "number": ("unit", "minimum", "maximum"),
    "table": ("options",),
}
_LEAST_OPTIONS = {"choice": 2, "choices": 2, "table": 1}

#: The Sustainable Development Goals, as Bappenas writes them.
SDGS = (
    "1. Tanpa Kemiskinan",
    "2. Tanpa Kelaparan",
    "3. Kehidupan Sehat dan Sejahtera",
    "4. Pendidikan Berkualitas",
    "5. Kesetaraan Gender",
    "6. Air Bersih dan Sanitasi Layak",
    "7. Energi Bersih dan Terjangkau",
    "8. Pekerjaan Layak dan Pertumbuhan Ekonomi",
    "9. Industri, Inovasi, dan Infrastruktur",
    "10. Berkurangnya Kesenjangan",
    "11. Kota dan Permukiman yang Berkelanjutan",
    "12. Konsumsi dan Produksi yang Bertanggung Jawab",
    "13. Penanganan Perubahan Iklim",
    "14. Ekosistem Lautan",
    "15. Ekosistem Daratan",
    "16. Perdamaian, Keadilan, dan Kelembagaan yang Tangguh",
    "17. Kemitraan untuk Mencapai Tujuan",
)


class Fault(StrEnum):
    """Why a question or a place for files cannot stand as it is."""

    TOO_FEW_OPTIONS = "too_few_options"
    NO_COLUMN = "no_column"
    BROKEN_OPTION = "broken_option"
    OPTION_TWICE = "option_twice"
    OPTION_TOO_LONG = "option_too_long"
    NO_WORD_LIMIT = "no_word_limit"
    LIMITS_CROSSED = "limits_crossed"
    AWAITED_GONE = "awaited_gone"
    AWAITED_LATER = "awaited_later"
    AWAITED_ELSEWHERE = "awaited_elsewhere"
    NOT_OFFERED = "not_offered"


def own(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields that this kind has; those of other kinds are emptied."""
    empty: dict[str, Any] = {"max_words": None, "options": [], "unit": "", "minimum": None, "maximum": None}
    kept = {name: values[name] for name in OWN_FIELDS.get(kind, ()) if name in values}
    return {**values, **empty, **kept}


def offered(kind: str, options: Sequence[str]) -> list[str]:
    """The answers of a question for which another one may wait."""
    if kind == "yesno":
        return list(YESNO)
    return list(options) if kind in ("choice", "choices") else []


def options_fault(kind: str, options: Sequence[str]) -> Fault | None:
    if len(options) < _LEAST_OPTIONS.get(kind, 0):
        return Fault.NO_COLUMN if kind == "table" else Fault.TOO_FEW_OPTIONS
    for option in options:
        if not option.strip() or option != " ".join(option.split()):
            return Fault.BROKEN_OPTION
        if len(option) > LONGEST_OPTION:
            return Fault.OPTION_TOO_LONG
    if len({option.casefold() for option in options}) < len(options):
        return Fault.OPTION_TWICE
    return None


def limits_fault(
    kind: str, *, max_words: int | None, minimum: Decimal | None, maximum: Decimal | None
) -> Fault | None:
    if kind == "text" and not 0 < (max_words or 0) <= MOST_WORDS:
        return Fault.NO_WORD_LIMIT
    if minimum is not None and maximum is not None and minimum >= maximum:
        return Fault.LIMITS_CROSSED
    return None


@dataclass(frozen=True)
class Standing:
    """Where a question stands: places ascend through the form; `track` is None when all tracks are asked."""

    place: tuple[int, ...]
    track: object | None
    answers: Collection[str] = ()


def condition_fault(asked: Standing, awaited: Standing | None, value: str) -> Fault | None:
    """What keeps a condition from ever being met as people expect it."""
    if awaited is None:
        return Fault.AWAITED_GONE
    if awaited.place >= asked.place:
        return Fault.AWAITED_LATER
    if awaited.track not in (None, asked.track):
        return Fault.AWAITED_ELSEWHERE
    return None if value in awaited.answers else Fault.NOT_OFFERED
