"""A photo that somebody took: the same copy without traces, and what the camera noted beside it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import image
from PIL import ExifTags, Image

MICRO = 1_000_000


def examine(path: str, copy: str, kind: str) -> dict:
    """`taken_at` is as the camera wrote it, `offset` empty when it did not say; degrees are millionths."""
    found = image.examine(path, copy, kind)
    if "problem" in found:
        return found
    with Image.open(copy) as shown:
        found |= {"width": shown.width, "height": shown.height}
    try:
        with Image.open(path, formats=image.FORMATS[kind]) as given:
            return found | noted(given.getexif())
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError):
        return found  # notes that nobody can read: the picture is sound all the same


def noted(exif: Image.Exif) -> dict:
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    taken = detail.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    return {
        "taken_at": text(taken),
        "offset": text(detail.get(ExifTags.Base.OffsetTimeOriginal)),
        "latitude": degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90),
        "longitude": degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180),
    }


def text(value: object) -> str:
    return value.strip("\0 ") if isinstance(value, str) else ""


def degrees(place: Mapping[int, object], tag: int, side: int, negative: str, most: int) -> int | None:
    """Degrees, minutes and seconds as millionths of a degree; None when they name no place."""
    parts = place.get(tag)
    if not isinstance(parts, Iterable) or isinstance(parts, str):
        return None
    try:
        whole, minutes, seconds = (Fraction(str(float(part))) for part in parts)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    found = round((whole + minutes / 60 + seconds / 3600) * MICRO)
    sign = -1 if text(place.get(side)).upper() == negative else 1
    return sign * found if 0 <= found <= most * MICRO else None
