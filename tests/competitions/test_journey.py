"""From nothing to an open call, through the pages alone."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from competitions.models import Competition
from tests import worlds

BASE = "/panitia/edisi/kipp-kota-tegal-2027/pengaturan/"


def wall(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def test_bureau_creates_confirms_and_publisher_announces(client, bureau, publisher, organiser):
    client.force_login(bureau)
    create = reverse("competitions:create")
    assert create == "/panitia/edisi/baru/"
    choice = client.get(create)
    assert "kota-tegal-2024" in [preset.code for preset in choice.context["presets"]]
    now = timezone.now()
    form = {
        "preset": "kota-tegal-2024",
        "name": "KIPP Kota Tegal 2027",
        "year": 2027,
        "organiser": organiser.pk,
        "opens_at": wall(now - timedelta(days=1)),
        "closes_at": wall(now + timedelta(days=30)),
    }
    response = client.post(create, form)
    assert (response.status_code, response.url) == (302, BASE)

    shown = client.get(BASE)
    assert [blocker.url for blocker in shown.context["blockers"]] == [f"{BASE}usulan/"]
    assert client.post(f"{BASE}umumkan/").status_code == 403

    ticks = {f"agree_{number}": "on" for number in range(1, 12)}
    missing = client.post(f"{BASE}usulan/", {**ticks, "agree_7": ""})
    assert missing.status_code == 422
    assert client.post(f"{BASE}usulan/", ticks).url == BASE
    confirmed = client.get(f"{BASE}usulan/").content.decode()
    assert "Dikonfirmasi oleh Dewi Panitia pada" in confirmed

    client.force_login(publisher)
    public = "/kompetisi/kipp-kota-tegal-2027/"
    assert client.post(f"{BASE}umumkan/").url == public
    client.logout()
    page = client.get(public)
    assert page.status_code == 200
    assert page.context["page"].is_open is True


def test_publisher_announcing_too_early_reads_what_is_missing(client, edition, publisher):
    client.force_login(publisher)
    Competition.objects.update(closes_at=timezone.now() + timedelta(days=1))
    response = client.post(f"/panitia/edisi/{edition.slug}/pengaturan/umumkan/")
    assert response.status_code == 409
    assert "Ketentuan yang masih berupa usulan belum dikonfirmasi." in response.content.decode()


def test_create_page_wrong_dates_answer_422_and_keep_the_words(client, bureau, organiser):
    client.force_login(bureau)
    form = {
        "preset": "kota-tegal-2024",
        "name": "Nama yang panjang",
        "year": 2027,
        "organiser": organiser.pk,
        "opens_at": "2027-02-02T08:00",
        "closes_at": "2027-02-01T08:00",
    }
    response = client.post(reverse("competitions:create"), form)
    assert response.status_code == 422
    assert 'value="Nama yang panjang"' in response.content.decode()
    assert Competition.objects.count() == 0


def test_create_page_for_a_foreign_organiser_answers_422(client, bureau):
    client.force_login(bureau)
    form = {"preset": "kota-tegal-2024", "name": "X", "year": 2027, "organiser": worlds.make_agency().pk}
    assert client.post(reverse("competitions:create"), form).status_code == 422
    assert Competition.objects.count() == 0


def test_create_page_for_staff_is_403(client, db):
    client.force_login(worlds.make_user(agency=worlds.make_agency()))
    assert client.get(reverse("competitions:create")).status_code == 403


def test_create_page_same_name_twice_gets_another_address(client, bureau, organiser, edition):
    client.force_login(bureau)
    form = {"preset": "kota-tegal-2024", "name": "Tegal 2024", "year": 2024, "organiser": organiser.pk}
    assert client.post(reverse("competitions:create"), form).url == (
        "/panitia/edisi/tegal-2024-2/pengaturan/"
    )
    assert client.post(reverse("competitions:create"), form | {"name": "Baru"}).url == (
        "/panitia/edisi/baru-2/pengaturan/"
    )
