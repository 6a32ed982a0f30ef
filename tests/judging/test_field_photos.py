"""Pictures of a visit: kept once, without traces, for nobody before their time; deleted for good."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from competitions.models import LedgerEvent
from judging.models import Photo
from judging.services import photos
from kipp.lib import files
from kipp.lib.errors import Refused
from kipp.verification import files as verified
from tests import worlds
from tests.judging.photographing import make_photo, traces
from tests.judging.visiting_field import NINE, claim, finish, jurors, make_entry, make_stage, plan
from tests.proposals.paper import make_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return make_entry(make_stage())


@pytest.fixture
def pair(entry):
    return jurors(entry.stage, "Juri Satu", "Juri Dua")


@pytest.fixture
def visit(entry, pair):
    visit = plan(entry, pair)
    claim(visit, "Waktu tunggu 15 menit.")
    return visit


@pytest.fixture
def first(visit):
    return visit.claims.get()


def take(claim, by, content=None, *, key="kunci-1", caption="") -> Photo:
    content = make_photo() if content is None else content
    return photos.take(claim=claim, by=by, at=NINE, key=key, content=content, caption=caption)


def stored(photo) -> bytes:
    with default_storage.open(photo.file) as kept:
        return kept.read()


def look(user, photo, end="") -> int:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client.get(f"/juri/lapangan/{photo.claim.visit.code}/foto/{photo.code}/{end}").status_code


def verified_photos() -> tuple[int, str]:
    (part,) = [part for part in verified.check() if part.name == "Foto temuan lapangan"]
    return part.checked, part.problem


def test_take_keeps_pixels_in_the_store_and_place_and_time_in_columns(first, pair):
    take(first, pair[0], caption="Papan antrean.")
    photo = Photo.objects.get()
    assert (photo.claim, photo.visitor.user, photo.caption) == (first, pair[0], "Papan antrean.")
    assert photo.taken_at == datetime(2026, 3, 10, 2, 41, tzinfo=UTC)
    assert (photo.latitude, photo.longitude) == (Decimal("-6.875000"), Decimal("109.125000"))
    kept = stored(photo)
    assert (traces(kept), b"Ponsel Juri" in kept) == ({}, False)
    assert (photo.sha256, photo.size) == (files.digest(kept), len(kept))
    assert photo.file == f"visits/{first.visit.code}/{photo.sha256}.jpg"
    assert (photo.width, photo.height, photo.received_at) == (64, 48, NINE)


def test_take_that_arrives_twice_keeps_one(first, pair):
    once, twice = take(first, pair[0]), take(first, pair[0])
    assert (once, Photo.objects.count()) == (twice, 1)
    assert LedgerEvent.objects.filter(kind="photo.taken").count() == 1


def test_the_same_key_of_two_people_is_two_pictures(first, pair):
    assert take(first, pair[0]) != take(first, pair[1])


def test_the_seventh_picture_of_a_claim_is_refused_but_not_that_of_another_visitor(first, pair):
    content = make_photo()
    for number in range(6):
        take(first, pair[0], content, key=f"kunci-{number}")
    with pytest.raises(Refused, match="6 foto Anda"):
        take(first, pair[0], content, key="kunci-7")
    take(first, pair[1], content, key="kunci-7")
    assert Photo.objects.count() == 7


@pytest.mark.parametrize(
    "content", [b"", make_pdf(), b"\xff\xd8\xff\xe0 rusak"], ids=["empty", "pdf", "broken"]
)
def test_what_is_no_photo_is_refused(first, pair, content):
    with pytest.raises(Refused) as caught:
        take(first, pair[0], content)
    assert caught.value.status == 422
    assert not Photo.objects.exists()


def test_a_photo_that_is_too_large_is_refused(first, pair, settings):
    settings.MAX_UPLOAD_BYTES = 100
    with pytest.raises(Refused) as caught:
        take(first, pair[0])
    assert caught.value.status == 413


def test_while_the_scanner_is_silent_the_device_keeps_it_and_comes_again(first, pair, settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with pytest.raises(Refused) as caught:
        take(first, pair[0])
    assert caught.value.status == 503


def test_after_finishing_no_picture_comes_or_goes(visit, first, pair):
    photo = take(first, pair[0])
    finish(visit, pair[0])
    for act in (
        lambda: take(first, pair[0], key="kunci-2"),
        lambda: photos.remove(photo=photo, by=pair[0], at=NINE),
    ):
        with pytest.raises(Refused, match="sudah menyelesaikan"):
            act()
    assert Photo.objects.get() == photo


def test_remove_throws_the_bytes_away_with_the_row(first, pair, django_capture_on_commit_callbacks):
    photo = take(first, pair[0])
    assert look(pair[0], photo) == 200  # which leaves a small picture in store
    with django_capture_on_commit_callbacks(execute=True):
        photos.remove(photo=photo, by=pair[0], at=NINE)
    assert not Photo.objects.exists()
    assert not default_storage.exists(photo.file)
    assert not default_storage.exists(f"previews/{photo.sha256}/1000-1.webp")
    assert LedgerEvent.objects.filter(kind="photo.removed").count() == 1


def test_remove_leaves_bytes_that_another_picture_has(first, pair, django_capture_on_commit_callbacks):
    mine, theirs = take(first, pair[0]), take(first, pair[1])
    assert mine.file == theirs.file
    with django_capture_on_commit_callbacks(execute=True):
        photos.remove(photo=mine, by=pair[0], at=NINE)
    assert files.digest(stored(theirs)) == theirs.sha256


def test_a_picture_that_was_changed_in_the_store_is_named(first, pair):
    photo = take(first, pair[0])
    assert verified_photos() == (1, "")
    default_storage.delete(photo.file)
    default_storage.save(photo.file, ContentFile(b"lain"))
    assert verified_photos() == (0, f"{photo.code}: isi berkas {photo.file} diubah")


def test_nobody_removes_the_picture_of_another(first, pair):
    photo = take(first, pair[0])
    photos.remove(photo=photo, by=pair[1], at=NINE)
    assert Photo.objects.get() == photo


def test_a_picture_is_seen_by_its_visitor_and_overseers_and_by_the_others_after_all_finished(
    visit, first, pair
):
    photo = take(first, pair[0])
    staff = visit.entry.proposal.created_by
    auditor = worlds.make_user(agency=visit.entry.stage.competition.organiser, role="auditor")
    stranger = worlds.make_juror(visit.entry.stage).user
    people = (pair[0], auditor, pair[1], staff, stranger)
    assert [look(user, photo) for user in people] == [200, 200, 404, 404, 404]
    finish(visit, pair[0])
    assert [look(user, photo) for user in people] == [200, 200, 404, 404, 404]
    finish(visit, pair[1])
    assert [look(user, photo) for user in people] == [200, 200, 200, 200, 404]
    assert [look(user, photo, "utuh/") for user in people] == [200, 200, 200, 200, 404]


def test_an_official_of_the_organiser_who_goes_along_sees_no_picture_of_another_before_all_finished(
    entry, pair
):
    official = worlds.make_user(agency=entry.stage.competition.organiser, role="bureau")
    visit = plan(entry, [pair[0], official])
    claim(visit, "Waktu tunggu 15 menit.")
    photo = take(visit.claims.get(), pair[0])
    assert look(official, photo) == 404
    finish(visit, pair[0], official)
    assert look(official, photo) == 200


def test_rows_that_are_visible_are_those_that_the_rule_allows(visit, first, pair):
    photo = take(first, pair[0])
    stranger = worlds.make_user(agency=worlds.make_agency())
    official = worlds.make_user(agency=visit.entry.stage.competition.organiser, role="bureau")
    visit.visitors.create(user=official)
    people = (*pair, official, visit.entry.proposal.created_by, visit.planned_by, stranger)
    for finished in ([], [pair[0]], [pair[1]], [official]):
        finish(visit, *finished)
        for user in people:
            is_listed = Photo.objects.visible_to(user).filter(pk=photo.pk).exists()
            assert is_listed == user.has_perm("judging.view_photo", photo), user


def test_a_picture_is_handed_out_so_that_no_browser_runs_it(first, pair):
    photo = take(first, pair[0])
    client = Client()
    client.force_login(pair[0], "allauth.account.auth_backends.AuthenticationBackend")
    place = f"/juri/lapangan/{first.visit.code}/foto/{photo.code}/"
    shown, whole = client.get(place), client.get(place + "utuh/")
    assert (shown["Content-Type"], whole["Content-Type"]) == ("image/webp", "image/jpeg")
    assert b"".join(whole.streaming_content) == stored(photo)
    for answer in (shown, whole):
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
    assert whole["Content-Disposition"].startswith("attachment")
