"""A photo taken on the spot: a copy without traces, and apart from it when and where it was taken."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from .inspection import Problem, UnfitFile, require_beginning
from .kinds import JPEG, PNG, Kind
from .probing import probe

MICRO = Decimal(1_000_000)
YEARS = range(1990, 2100)  # of a clock that was set


@dataclass(frozen=True)
class Photograph:
    """`shown` are the bytes to keep; sizes in pixels, places in degrees with six decimals."""

    kind: Kind
    shown: bytes
    width: int
    height: int
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None


def examine(content: bytes, *, zone: str) -> Photograph:
    """Reads the bytes in a process of its own; `zone` is for cameras that name none. Raises UnfitFile."""
    kind = PNG if content.startswith(PNG.magic) else JPEG
    require_beginning(kind, content)
    found, shown = probe("photo", content, kind.code)
    if "problem" in found:
        raise UnfitFile(Problem(found["problem"]), kind)
    latitude, longitude = found.get("latitude"), found.get("longitude")
    is_placed = latitude is not None and longitude is not None
    return Photograph(
        kind=kind,
        shown=shown,
        width=found["width"],
        height=found["height"],
        taken_at=_instant(found.get("taken_at", ""), found.get("offset", ""), zone),
        latitude=latitude / MICRO if is_placed else None,
        longitude=longitude / MICRO if is_placed else None,
    )


def _instant(clock: str, offset: str, zone: str) -> datetime | None:
    """The camera's clock; None for one that was never set or is not a time."""
    day, _space, time = clock.partition(" ")
    try:
        taken = datetime.fromisoformat(f"{day.replace(':', '-')}T{time}{offset}")
    except ValueError:
        return None
    taken = taken if taken.tzinfo else taken.replace(tzinfo=ZoneInfo(zone))
    return taken if taken.year in YEARS else None
