"""Moving the deadline: an official act, in public, in the chain, and only ever later."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competitions.models import Extension, LedgerEvent
from competitions.services import calls, editions
from kipp.lib.errors import Refused
from tests import worlds
from tests.competitions.conftest import CLOSES_AT, MADE_AT, OPENS_AT

NOW = CLOSES_AT - timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def announced(edition, bureau, publisher):
    editions.confirm_assumptions(by=bureau, at=MADE_AT, competition=edition)
    return calls.announce(competition=edition, by=publisher, at=OPENS_AT)


def extend(edition, by, until, **changes):
    values = {"letter_number": "400/12/2024", "reason": "Banyak instansi meminta waktu."} | changes
    return calls.extend(competition=edition, by=by, at=changes.pop("at", NOW), until=until, **values)


def test_extend_for_everybody_moves_the_deadline(announced, bureau):
    extend(announced, bureau, CLOSES_AT + WEEK)
    assert announced.closing() == CLOSES_AT + WEEK
    assert announced.closing(worlds.make_agency()) == CLOSES_AT + WEEK
    assert announced.closes_at == CLOSES_AT


def test_extend_for_one_agency_leaves_the_others(announced, bureau):
    late, other = worlds.make_agency("LATE"), worlds.make_agency("OTHER")
    extend(announced, bureau, CLOSES_AT + WEEK, agency=late)
    assert announced.closing(late) == CLOSES_AT + WEEK
    assert (announced.closing(other), announced.closing()) == (CLOSES_AT, CLOSES_AT)


def test_extend_is_written_into_the_ledger(announced, bureau):
    extend(announced, bureau, CLOSES_AT + WEEK)
    event = LedgerEvent.objects.get()
    assert (event.kind, event.subject, event.actor) == ("call.extended", "edition:tegal-2024", bureau.code)
    assert event.payload == (
        '{"agency":"","letter_number":"400/12/2024","until":"2024-11-29T16:59:00+00:00"}'
    )


@pytest.mark.parametrize("until", [CLOSES_AT, CLOSES_AT - timedelta(minutes=1)])
def test_extend_to_no_later_is_refused(announced, bureau, until):
    with pytest.raises(Refused, match="tidak boleh memajukan") as caught:
        extend(announced, bureau, until)
    assert caught.value.status == 422
    assert Extension.objects.count() == 0


def test_extend_shorter_than_an_earlier_extension_is_refused(announced, bureau):
    extend(announced, bureau, CLOSES_AT + WEEK)
    with pytest.raises(Refused, match="tidak boleh memajukan"):
        extend(announced, bureau, CLOSES_AT + timedelta(days=3))


def test_extend_into_the_past_is_refused(announced, bureau):
    with pytest.raises(Refused, match="masa depan"):
        calls.extend(
            competition=announced,
            by=bureau,
            at=CLOSES_AT + WEEK,
            until=CLOSES_AT + timedelta(days=1),
            letter_number="1",
            reason="x",
        )


@pytest.mark.parametrize("changes", [{"letter_number": " "}, {"reason": ""}])
def test_extend_without_letter_or_reason_is_refused(announced, bureau, changes):
    with pytest.raises(Refused, match="nomor surat dan alasan"):
        extend(announced, bureau, CLOSES_AT + WEEK, **changes)


def test_extend_before_announcing_is_refused(edition, bureau):
    with pytest.raises(Refused, match="belum diumumkan"):
        extend(edition, bureau, CLOSES_AT + WEEK)


def test_extend_after_a_stage_closed_is_refused(announced, bureau):
    announced.stages.filter(kind="screening").update(closed_at=NOW, closed_by=bureau)
    with pytest.raises(Refused, match="sudah ditutup"):
        extend(announced, bureau, CLOSES_AT + WEEK)


def test_extend_page_in_another_zone_reads_the_wall_clock(bureau, organiser, client):
    edition = worlds.make_edition(organiser=organiser, zone="Asia/Jayapura")
    client.force_login(bureau)
    url = reverse("competitions:settings_extension", args=[edition.slug])
    data = {"scope": "semua", "until": "2099-12-01T23:59", "letter_number": "7/2099", "reason": "Cuaca."}
    assert client.post(url, data).status_code == 302
    assert Extension.objects.get().until.isoformat() == "2099-12-01T14:59:00+00:00"
    page = client.get(reverse("competitions:detail", args=[edition.slug])).content.decode()
    assert "Selasa, 1 Desember 2099 pukul 23.59 WIT" in page
    assert "Surat nomor 7/2099." in page


def test_extend_page_refused_keeps_every_word(bureau, organiser, client):
    edition = worlds.make_edition(organiser=organiser)
    client.force_login(bureau)
    url = reverse("competitions:settings_extension", args=[edition.slug])
    data = {"scope": "semua", "until": "2020-01-01T10:00", "letter_number": "7/2020"}
    data["reason"] = "Alasan panjang."
    response = client.post(url, data)
    assert response.status_code == 422
    assert "Alasan panjang." in response.content.decode()
    assert Extension.objects.count() == 0


# --- For one agency -----------------------------------------------------------------------------------


@pytest.fixture
def granting(bureau, organiser, client):
    """The page of an edition that is open, for somebody of the bureau."""
    edition = worlds.make_edition(organiser=organiser)
    client.force_login(bureau)
    return edition, reverse("competitions:settings_extension", args=[edition.slug])


SAID = {"until": "2099-12-01T23:59", "letter_number": "9/2099", "reason": "Banjir."}


def test_extend_page_for_one_agency_takes_a_part_of_its_name(granting, client):
    edition, url = granting
    flooded = worlds.make_agency("PKM-7", kind="puskesmas", name="Puskesmas Tegal Timur")
    response = client.post(url, SAID | {"scope": "satu", "agency": "tegal timur"})
    assert response.status_code == 302
    extension = Extension.objects.get()
    assert (extension.agency, extension.letter_number, extension.reason) == (flooded, "9/2099", "Banjir.")
    assert edition.closing(flooded) == extension.until
    assert edition.closing() == edition.closes_at
    assert "Puskesmas Tegal Timur" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"scope": "satu", "agency": ""}, "Tulis instansi yang mendapat perpanjangan."),
        ({"scope": "satu", "agency": "tidak ada"}, "Tidak ada instansi aktif yang cocok"),
        ({"scope": "semua", "agency": "PKM-7"}, "Kosongkan bila berlaku untuk semua peserta."),
        ({"agency": ""}, "Bidang ini"),
    ],
)
def test_extend_page_never_takes_an_empty_field_for_everybody(granting, client, said, sentence):
    _edition, url = granting
    worlds.make_agency("PKM-7", kind="puskesmas")
    response = client.post(url, SAID | said)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Extension.objects.count() == 0


def test_extend_page_names_the_agency_that_the_address_names(granting, client):
    _edition, url = granting
    worlds.make_agency("PKM-7", kind="puskesmas", name="Puskesmas Tegal Timur")
    assert "PKM-7 · Puskesmas Tegal Timur" in client.get(url, {"instansi": "PKM-7"}).content.decode()


def test_extension_of_one_agency_is_read_by_it_and_the_organiser_alone(granting, client, bureau):
    edition, _url = granting
    flooded, dry = worlds.make_agency(), worlds.make_agency()
    until = edition.closes_at + WEEK
    said = {"competition": edition, "by": bureau, "at": edition.opens_at + WEEK}
    calls.extend(**said, until=until, letter_number="9/A", reason="Banjir.", agency=flooded)
    calls.extend(**said, until=until - WEEK / 2, letter_number="10/B", reason="Semua meminta.")
    page = reverse("competitions:detail", args=[edition.slug])
    seen = {}
    for name, person in {
        "own": worlds.make_user(agency=flooded),
        "other": worlds.make_user(agency=dry),
        "bureau": bureau,
        "auditor": worlds.make_user(agency=edition.organiser, role="auditor"),
        "nobody": None,
    }.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        text = client.get(page).content.decode()
        seen[name] = ("9/A" in text, "10/B" in text)
    assert seen == {
        "own": (True, True),
        "other": (False, True),
        "bureau": (True, True),
        "auditor": (True, True),
        "nobody": (False, True),
    }
