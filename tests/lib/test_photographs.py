"""When and where a photo was taken is read before its traces are taken off."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PIL import Image

from kipp.lib import photographs
from kipp.lib.inspection import Problem, UnfitFile
from tests.judging.photographing import make_photo, traces

WIB = "Asia/Jakarta"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_place_and_time_are_read_and_the_copy_has_neither(kind):
    given = make_photo(kind=kind)
    assert traces(given) != {}
    found = photographs.examine(given, zone=WIB)
    assert found.taken_at == datetime(2026, 3, 10, 2, 41, tzinfo=UTC)
    assert (found.latitude, found.longitude) == (Decimal("-6.875"), Decimal("109.125"))
    assert (found.kind.label, found.width, found.height) == (kind, 64, 48)
    assert traces(found.shown) == {}


def test_a_camera_that_names_no_zone_is_in_that_of_the_edition():
    found = photographs.examine(make_photo(offset=""), zone="Asia/Makassar")
    assert found.taken_at == datetime(2026, 3, 10, 1, 41, tzinfo=UTC)


@pytest.mark.parametrize("clock", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "kemarin", ""])
def test_a_clock_that_was_never_set_says_nothing(clock):
    found = photographs.examine(make_photo(clock=clock), zone=WIB)
    assert found.taken_at is None
    assert found.latitude == Decimal("-6.875")


@pytest.mark.parametrize(
    "places",
    [(), (("S", (96, 0, 0)), ("E", (109, 0, 0))), (("S", (6, 0, 0)), ("E", (181, 0, 0)))],
    ids=["none", "beyond the pole", "beyond the date line"],
)
def test_a_place_that_is_none_is_left_out_whole(places):
    found = photographs.examine(make_photo(places=places), zone=WIB)
    assert (found.latitude, found.longitude) == (None, None)
    assert found.taken_at is not None


def test_a_photo_held_sideways_stands_upright_in_the_copy():
    picture = Image.new("RGB", (40, 20), "teal")
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    found = photographs.examine(out.getvalue(), zone=WIB)
    assert (found.width, found.height) == (20, 40)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", Problem.EMPTY), (b"%PDF-1.7", Problem.KIND), (b"\xff\xd8\xff\xe0 nothing", Problem.BROKEN)],
)
def test_what_is_no_photo_is_refused(content, problem):
    with pytest.raises(UnfitFile) as caught:
        photographs.examine(content, zone=WIB)
    assert caught.value.problem == problem
