"""Numbers in words' company: decimal comma in Indonesian, decimal point in English."""

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "–"
_SWAP = str.maketrans(",.", ".,")
_SIZES = ((1024**3, "GB"), (1024**2, "MB"), (1024, "kB"))


def format_number(value: Decimal | float | int | None, places: int = 0, language: str = "id") -> str:
    """1.234,50 in Indonesian. Rounds half up; a missing number is a dash, never a zero."""
    if value is None or value == "":
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    return text if language == "en" else text.translate(_SWAP)


def format_size(size: int | None, language: str = "id") -> str:
    """1,2 MB: one decimal from megabytes on, none below."""
    if size is None or size == "":
        return NOTHING
    for factor, unit in _SIZES:
        if size >= factor:
            places = 0 if unit == "kB" else 1
            return f"{format_number(Decimal(size) / factor, places, language)} {unit}"
    return f"{size} B"
