"""A visitor's pages: what a script is told, what a plain form keeps, and who gets in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from judging.models import FieldVisit, Observation, Photo
from tests import worlds
from tests.judging.photographing import make_photo
from tests.judging.visiting_field import claim, finish, jurors, make_entry, make_stage, plan

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
TOLD = "2026-03-10T02:30:00.000Z"


@pytest.fixture
def pair():
    return jurors(make_stage(), "Juri Satu", "Juri Dua")


@pytest.fixture
def visit(pair):
    now = timezone.now()
    visit = plan(make_entry(pair[0].panel_seats.get().stage), pair, at=now, when=now + timedelta(days=1))
    claim(visit, "Waktu tunggu 15 menit.")
    return visit


@pytest.fixture
def first(visit):
    return visit.claims.get()


@pytest.fixture
def client(pair):
    return signed_in(pair[0])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(claim, end="") -> str:
    return f"/juri/lapangan/{claim.visit.code}/klaim/{claim.code}/{end}"


def said(verdict="confirmed", note="", revision=0, noted_at=TOLD) -> dict:
    return {"verdict": verdict, "note": note, "revision": revision, "noted_at": noted_at}


def test_a_script_is_told_the_revision(client, first):
    answer = client.post(address(first), said("partly", "Baris satu.\r\nBaris dua. "), headers=JSON)
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    row = Observation.objects.get()
    assert (row.note, row.noted_at) == ("Baris satu.\nBaris dua.", datetime(2026, 3, 10, 2, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "clock", ["", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-11:00"]
)
def test_a_clock_that_was_never_set_gives_way_to_ours(client, first, clock):
    before = timezone.now()
    assert client.post(address(first), said(noted_at=clock), headers=JSON).status_code == 200
    assert before <= Observation.objects.get().noted_at <= timezone.now()


def test_a_stale_save_shows_both(client, first):
    client.post(address(first), said("partly", "Dari ponsel."), headers=JSON)
    answer = client.post(address(first), said("refuted", "Dari tablet."), headers=JSON)
    assert answer.status_code == 409
    assert answer.json()["current"] == {"verdict": "partly", "note": "Dari ponsel.", "revision": 1}
    assert answer.json()["given"] == {"verdict": "refuted", "note": "Dari tablet."}


def test_a_stale_form_keeps_its_words_and_can_be_sent_again(client, first):
    client.post(address(first), said("partly", "Dari ponsel."))
    answer = client.post(address(first), said("refuted", "Dari tablet."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Dari tablet." in page, "Dari ponsel." in page) == (True, True)
    assert '<input type="checkbox" name="revision" value="1">' in page
    assert client.post(address(first), said("refuted", "Dari tablet.", revision=1)).status_code == 302


def test_a_form_without_a_note_keeps_the_verdict(client, first):
    answer = client.post(address(first), said("refuted"))
    assert answer.status_code == 422
    assert 'value="refuted" checked' in answer.content.decode()


@pytest.mark.parametrize(
    "changes", [{"verdict": "baik"}, {"verdict": ""}, {"revision": ""}, {"note": "x" * 2001}]
)
def test_what_no_form_sends_is_refused_in_words(client, first, changes):
    answer = client.post(address(first), said() | changes, headers=JSON)
    assert (answer.status_code, Observation.objects.count()) == (422, 0)
    assert answer.json()["message"]


def test_a_claim_of_another_visit_is_none(client, visit, pair):
    other = plan(
        make_entry(visit.entry.stage), pair, at=visit.planned_at, when=visit.planned_at + timedelta(1)
    )
    foreign = claim(other, "Klaim lain.")[0]
    place = f"/juri/lapangan/{visit.code}/klaim/{foreign.code}/"
    assert client.post(place, said(), headers=JSON).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"key": "kunci", "photo": "good"}, 200),
        ({"key": "kunci"}, 422),
        ({"photo": "good"}, 422),
        ({"key": "../kunci", "photo": "good"}, 422),
        ({"key": "kunci", "caption": "x" * 201, "photo": "good"}, 422),
        ({"key": "kunci", "photo": "text"}, 422),
    ],
)
def test_a_photo_needs_a_key_and_pixels(client, first, sent, status):
    contents = {"good": make_photo(), "text": b"bukan foto"}
    if "photo" in sent:
        sent = sent | {"photo": SimpleUploadedFile("IMG_1.JPG", contents[sent["photo"]])}
    answer = client.post(address(first, "foto/"), sent, headers=JSON)
    assert (answer.status_code, Photo.objects.count()) == (status, 1 if status == 200 else 0)


def test_a_photo_that_is_too_large_is_let_go(client, first, settings):
    settings.MAX_UPLOAD_BYTES = 100
    sent = {"key": "kunci", "photo": SimpleUploadedFile("IMG_1.JPG", make_photo())}
    assert client.post(address(first, "foto/"), sent, headers=JSON).status_code == 413


def test_one_who_does_not_go_finds_no_page(visit):
    people = (visit.planned_by, visit.entry.proposal.created_by, worlds.make_juror(visit.entry.stage).user)
    place = f"/juri/lapangan/{visit.code}/"
    assert [signed_in(user).get(place).status_code for user in people] == [404, 404, 404]


def test_a_closed_visit_can_be_read_and_not_written(client, visit, first):
    client.post(address(first), said())
    because = {
        "cancelled_at": timezone.now(),
        "cancelled_by": visit.planned_by,
        "cancelled_reason": "Banjir.",
    }
    FieldVisit.objects.filter(pk=visit.pk).update(**because)
    page = client.get(f"/juri/lapangan/{visit.code}/").content.decode()
    assert ("dibatalkan" in page, "<textarea" in page) == (True, False)
    assert client.post(address(first), said("refuted", "Tutup.", 1), headers=JSON).status_code == 409


def test_finishing_and_reopening_by_the_page(client, visit, first, pair):
    place = f"/juri/lapangan/{visit.code}/"
    missing = client.post(place + "selesai/", headers=JSON)
    assert (missing.status_code, missing.json()["reasons"]) == (422, ["Klaim 1 belum diperiksa."])
    client.post(address(first), said())
    assert client.post(place + "selesai/", headers=JSON).json()["next"] == place
    assert client.post(place + "buka-kembali/", {"reason": ""}).status_code == 422
    assert client.post(place + "buka-kembali/", {"reason": "Salah loket."}).status_code == 302
    assert visit.visitors.get(user=pair[0]).finished_at is None


def test_others_stand_on_the_page_only_when_all_have_finished(client, visit, first, pair):
    signed_in(pair[1]).post(address(first), said("refuted", "Loket tutup rapat."))
    client.post(address(first), said())
    place = f"/juri/lapangan/{visit.code}/"
    finish(visit, pair[0])
    assert "Loket tutup rapat." not in client.get(place).content.decode()
    finish(visit, pair[1])
    assert "Loket tutup rapat." in client.get(place).content.decode()
