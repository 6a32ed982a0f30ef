"""The bureau builds a small form, looks at it as an entrant would, and announces it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from competitions.models import Question
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def edition():
    edition = worlds.make_edition(is_announced=False)
    edition.sections.all().delete()
    edition.checklist.create(position=1, code="lengkap", question="Lengkap?", reason="Tidak lengkap.")
    return edition


@pytest.fixture
def desk(page, live_server, client, edition):
    client.force_login(worlds.make_user(agency=edition.organiser, role="publisher"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.set_default_timeout(30_000)
    page.goto(live_server.url + reverse("competitions:settings_form", args=[edition.slug]))
    return page


def follow(desk, name):
    desk.locator("main").get_by_role("link", name=re.compile(rf"^\s*{re.escape(name)}")).first.click()


def press(desk, name):
    desk.locator("main").get_by_role("button", name=re.compile(rf"^\s*{re.escape(name)}")).first.click()


def ask(desk, kind, label):
    follow(desk, "Tambah pertanyaan")
    follow(desk, kind)
    desk.get_by_label("Pertanyaan", exact=True).fill(label)


def titles(desk):
    return desk.locator(".form-lines .line-title a")


def test_a_form_is_built_ordered_doubled_previewed_and_announced(desk, edition, violations, silent_console):
    expect(desk.get_by_text("Formulir masih kosong")).to_be_visible()
    follow(desk, "Tambah bagian")
    desk.get_by_label("Judul bagian").fill("Data inovasi")
    press(desk, "Simpan")

    ask(desk, "Ya atau tidak", "Apakah berupa aplikasi?")
    press(desk, "Simpan")
    ask(desk, "Tautan", "Alamat aplikasi")
    desk.get_by_label("Kapan ditanyakan").select_option(label="Ya")
    press(desk, "Simpan")
    ask(desk, "Beberapa pilihan", "SDGs yang didukung")
    follow(desk, "Isi dengan 17 SDGs")
    expect(desk.get_by_label("Pilihan")).to_have_value(
        re.compile("^1. Tanpa Kemiskinan\n(.*\n){15}17. Kemitraan")
    )
    assert violations(desk) == []
    press(desk, "Simpan")
    expect(desk.get_by_text("Hanya bila “Apakah berupa aplikasi?” dijawab “Ya”")).to_be_visible()
    assert violations(desk) == []

    order_by_hand(desk, silent_console)
    press(desk, "Gandakan: Alamat aplikasi")
    expect(titles(desk)).to_have_text(
        ["SDGs yang didukung", "Apakah berupa aplikasi?", "Alamat aplikasi", "Alamat aplikasi (salinan)"]
    )
    follow(desk, "Hapus: Alamat aplikasi (salinan)")
    press(desk, "Hapus")
    expect(titles(desk)).to_have_count(3)

    look_as_an_entrant(desk, violations)
    desk.goto(desk.url.split("/panitia/")[0] + reverse("competitions:settings_announce", args=[edition.slug]))
    press(desk, "Umumkan sekarang")
    expect(desk.get_by_role("heading", level=1)).to_have_text(edition.name)
    expect(desk.get_by_text("Pilih satu atau lebih dari 17.")).to_be_visible()
    asked = Question.objects.filter(section__competition=edition)
    assert list(asked.values_list("kind", "position", "shown_value")) == [
        ("choices", 1, ""),
        ("yesno", 2, ""),
        ("link", 3, "ya"),
    ]


def order_by_hand(desk, said):
    """Two lines up without leaving the page, the keyboard staying on the button; one refusal in words."""
    desk.evaluate("window.stayed = true")
    for after in (2, 1):
        press(desk, "Naikkan: SDGs yang didukung")
        expect(titles(desk).nth(after - 1)).to_have_text("SDGs yang didukung")
    assert desk.evaluate("window.stayed") is True
    expect(desk.locator(":focus")).to_have_text("SDGs yang didukung")
    press(desk, "Naikkan: Alamat aplikasi")
    expect(desk.get_by_text("harus berada lebih dahulu")).to_be_visible()
    expect(titles(desk).nth(2)).to_have_text("Alamat aplikasi")
    assert [text for text in said if "422" not in text] == []
    said.clear()  # the browser itself reports the refused request


def look_as_an_entrant(desk, violations):
    follow(desk, "Lihat sebagai pengusul")
    expect(desk.get_by_role("checkbox", name=re.compile(r"^\d+\. "))).to_have_count(17)
    address = desk.get_by_label("Alamat aplikasi")
    expect(address).to_be_hidden()
    desk.get_by_role("radio", name="Ya", exact=True).check()
    expect(address).to_be_visible()
    assert violations(desk) == []
