"""Photos as phones take them: with the clock, the place and the maker noted inside."""

import io

from django.utils import timezone
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from agencies.models import User
from judging.models import Claim, Photo
from kipp.lib import files

CLOCK = "2026:03:10 09:41:00"
SOUTH = ("S", (6, 52, 30.0))  # 6.875 degrees south
EAST = ("E", (109, 7, 30.0))  # 109.125 degrees east


def make_photo(
    *,
    kind: str = "JPEG",
    colour: str = "teal",
    clock: str = CLOCK,
    offset: str = "+07:00",
    places: tuple = (SOUTH, EAST),
    size: tuple[int, int] = (64, 48),
) -> bytes:
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Ponsel Juri"
    if clock:
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        detail[ExifTags.Base.DateTimeOriginal] = clock
        if offset:
            detail[ExifTags.Base.OffsetTimeOriginal] = offset
    if places:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        (north, latitude), (east, longitude) = places
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = north, _parts(latitude)
        place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = east, _parts(longitude)
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def keep_photo(claim: Claim, user: User) -> Photo:
    """As one that came from the visitor's phone, without asking the inspector."""
    content = make_photo(clock="", places=())
    return Photo.objects.create(
        claim=claim,
        visitor=claim.visit.visitors.get(user=user),
        key=f"kunci-{claim.position}",
        file=files.store(f"visits/{claim.visit.code}", content, ".jpg"),
        sha256=files.digest(content),
        size=len(content),
        width=64,
        height=48,
        received_at=timezone.now(),
    )


def _parts(degrees: tuple) -> tuple:
    return tuple(IFDRational(round(part * 100), 100) for part in degrees)


def traces(content: bytes) -> dict:
    """What is still noted beside the pixels."""
    with Image.open(io.BytesIO(content)) as picture:
        return dict(picture.getexif()) | {
            key: "" for key in picture.info if key in ("exif", "comment", "xmp")
        }
