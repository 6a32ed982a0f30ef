"""A visitor in a village without a line: findings and photos wait on the phone, arrive once, and say so."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from playwright.sync_api import expect

from judging.models import Observation, Photo, Visitor
from tests.browser.desk import Desk
from tests.judging import visiting_field
from tests.judging.photographing import make_photo, traces

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
NOTE = "Register menunjukkan 25 pasien."


@pytest.fixture
def visit():
    entry = visiting_field.make_entry(visiting_field.make_stage())
    visit = visiting_field.plan(entry, visiting_field.jurors(entry.stage, "Juri Satu", "Juri Dua"))
    visiting_field.claim(visit, "Waktu tunggu 15 menit.", "Melayani 40 pasien.", "Petugas dilatih.")
    return visit


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(make_photo())
    return path


@pytest.fixture
def phones(browser, live_server, visit):
    """The phone of one visitor by their name, signed in, with the visit open and kept."""
    taken = []

    def take(name: str) -> Desk:
        desk = Desk(browser, live_server.url)
        desk.page.set_viewport_size(PHONE)
        client = Client()
        client.force_login(visit.visitors.get(user__name=name).user)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        desk.context.add_cookies([session])
        desk.open(f"/juri/lapangan/{visit.code}/")
        expect(desk.page.locator("[data-kept]")).to_contain_text("tanpa jaringan sampai pukul")
        taken.append(desk)
        return desk

    yield take
    for desk in taken:
        desk.context.close()


def claim(page, number: int):
    return page.locator("[data-claim]").nth(number - 1)


def find(page, number: int, verdict: str, note: str = "") -> None:
    claim(page, number).get_by_text(verdict, exact=True).click()
    if note:
        claim(page, number).get_by_label("Catatan").fill(note)


def shoot(page, number: int, photo) -> None:
    claim(page, number).locator("input[type=file]").set_input_files(photo)
    expect(claim(page, number).locator(".photo")).not_to_have_count(0)


def says(page, words: str) -> None:
    expect(page.locator("[data-save-text]")).to_contain_text(words, timeout=45_000)


def is_said_of(page, *states: str) -> None:
    """What stands at the head of the first claims."""
    for number, state in enumerate(states, 1):
        expect(claim(page, number).locator("[data-claim-state]")).to_contain_text(state, timeout=45_000)


def said(name: str) -> list[tuple]:
    rows = Observation.objects.filter(visitor__user__name=name).order_by("claim__position")
    return list(rows.values_list("claim__position", "verdict", "note", "revision"))


def reopened(desk: Desk, visit):
    """The tab is closed as a phone closes it, and opened again."""
    desk.page.close(run_before_unload=False)
    page = desk.context.new_page()
    page.goto(f"{desk.address}/juri/lapangan/{visit.code}/")
    return page


def test_findings_and_a_photo_taken_without_a_line_survive_a_closed_tab_and_arrive_once(phones, visit, photo):
    desk = phones("Juri Satu")
    desk.context.set_offline(True)
    find(desk.page, 1, "Sesuai")
    find(desk.page, 2, "Tidak sesuai", NOTE)
    find(desk.page, 3, "Sebagian sesuai", "Daftar hadir sampai Juni.")
    shoot(desk.page, 2, photo)
    says(desk.page, "Tanpa jaringan: 3 temuan dan 1 foto menunggu dikirim.")
    is_said_of(desk.page, *["Belum terkirim"] * 3)
    assert (said("Juri Satu"), Photo.objects.count()) == ([], 0)
    page = reopened(desk, visit)
    says(page, "Tanpa jaringan: 3 temuan dan 1 foto menunggu dikirim.")
    assert claim(page, 2).get_by_label("Catatan").input_value() == NOTE
    desk.context.set_offline(False)
    says(page, "Semua terkirim.")
    is_said_of(page, *["Terkirim"] * 3)
    told = [(1, "confirmed", "", 1), (2, "refuted", NOTE, 1), (3, "partly", "Daftar hadir sampai Juni.", 1)]
    assert said("Juri Satu") == told
    kept = Photo.objects.get()
    assert (kept.claim.position, kept.taken_at) == (2, datetime(2026, 3, 10, 2, 41, tzinfo=UTC))
    assert (kept.latitude, kept.longitude) == (Decimal("-6.875000"), Decimal("109.125000"))
    with default_storage.open(kept.file) as file:
        assert traces(file.read()) == {}


def test_a_kept_page_knows_what_was_sent_since(phones, visit, photo):
    desk = phones("Juri Satu")
    find(desk.page, 1, "Sesuai")
    shoot(desk.page, 1, photo)
    expect(claim(desk.page, 1).locator(".photo-state")).to_contain_text("Terkirim")
    desk.context.set_offline(True)
    page = reopened(desk, visit)
    expect(page.locator("[data-progress]")).to_have_text("1 dari 3 klaim")
    is_said_of(page, "Terkirim")
    expect(claim(page, 1).locator(".photo")).to_have_count(1)


def test_a_finding_without_its_note_is_kept_but_not_sent(phones, visit):
    desk = phones("Juri Satu")
    find(desk.page, 1, "Tidak sesuai")
    expect(claim(desk.page, 1).locator("[data-demand]")).to_be_visible()
    page = reopened(desk, visit)
    is_said_of(page, "Belum lengkap")
    find(page, 1, "Tidak sesuai", "Loket tutup.")
    says(page, "Semua terkirim.")
    assert said("Juri Satu") == [(1, "refuted", "Loket tutup.", 1)]


def test_finishing_without_a_line_waits_and_goes_last(phones, visit, photo):
    desk = phones("Juri Satu")
    desk.context.set_offline(True)
    for number in (1, 2):
        find(desk.page, number, "Sesuai")
    desk.page.get_by_role("button", name="Selesai").click()
    expect(claim(desk.page, 3).locator("input[type=radio]").first).to_be_focused()
    find(desk.page, 3, "Sesuai")
    shoot(desk.page, 3, photo)
    desk.page.get_by_role("button", name="Selesai").click()
    says(desk.page, "3 temuan, 1 foto dan tanda selesai menunggu dikirim.")
    assert Visitor.objects.get(user__name="Juri Satu").finished_at is None
    desk.context.set_offline(False)
    expect(desk.page.locator("main")).to_contain_text("Temuan Anda selesai pada", timeout=45_000)
    assert Visitor.objects.get(user__name="Juri Satu").finished_at is not None
    assert (len(said("Juri Satu")), Photo.objects.count()) == (3, 1)
    expect(desk.page.locator("[data-stranded]")).to_be_hidden()


def test_two_visitors_at_once_see_nothing_of_one_another_before_both_have_finished(phones):
    one, two = phones("Juri Satu"), phones("Juri Dua")
    for number in (1, 2, 3):
        find(one.page, number, "Sesuai")
        find(two.page, number, "Tidak sesuai", f"Temuan kedua {number}.")
    for desk in (one, two):
        says(desk.page, "Semua terkirim.")
    one.page.get_by_role("button", name="Selesai").click()
    one.sees("Temuan petugas lain terlihat setelah semua petugas selesai.")
    assert "Temuan kedua" not in one.page.content()
    two.page.get_by_role("button", name="Selesai").click()
    two.sees("Semua petugas sudah selesai.")
    one.page.reload()
    one.sees("Temuan kedua 3.")
    assert [len(said(name)) for name in ("Juri Satu", "Juri Dua")] == [3, 3]
    assert [*one.said, *two.said] == []


def test_another_device_of_the_same_person_shows_both_and_a_choice(phones, visit):
    desk, tablet = phones("Juri Satu"), phones("Juri Satu")
    find(tablet.page, 1, "Sesuai")
    says(tablet.page, "Semua terkirim.")
    find(desk.page, 1, "Tidak sesuai", "Loket tutup.")
    contested = claim(desk.page, 1).locator(".contested")
    expect(contested).to_contain_text("Tersimpan dari perangkat lain: Sesuai.")
    is_said_of(desk.page, "Tidak diterima")
    contested.get_by_role("button", name="Pakai isian saya").click()
    says(desk.page, "Semua terkirim.")
    assert said("Juri Satu") == [(1, "refuted", "Loket tutup.", 2)]


def test_signing_out_asks_first_and_then_forgets_everything(phones, photo):
    desk = phones("Juri Satu")
    page, asked = desk.page, []
    desk.context.set_offline(True)
    find(page, 1, "Sesuai")
    shoot(page, 1, photo)
    says(page, "1 temuan dan 1 foto menunggu dikirim.")
    page.route(re.compile("/klaim/"), lambda route: route.abort())
    desk.context.set_offline(False)
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    leave = "document.querySelector('form[action$=\"/logout/\"]').requestSubmit()"
    page.evaluate(leave)
    says(page, "1 temuan dan 1 foto")
    assert asked[0].startswith("Di perangkat ini masih ada temuan lapangan yang belum terkirim.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.evaluate(leave)
    page.wait_for_selector("text=Masuk")
    words = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"
    assert page.evaluate(words) == []
    assert page.evaluate("indexedDB.databases()") == []


def test_the_queue_says_what_a_closed_visit_left_and_opens_it_without_a_line(phones, visit):
    desk = phones("Juri Satu")
    desk.context.set_offline(True)
    find(desk.page, 1, "Sesuai")
    says(desk.page, "1 temuan menunggu dikirim.")
    desk.page.close(run_before_unload=False)
    page = desk.context.new_page()
    page.goto(f"{desk.address}/juri/")
    expect(page.locator("[data-visit]")).to_have_text(
        "1 isian di perangkat ini belum terkirim. Buka untuk mengirimnya."
    )
    page.get_by_role("link", name="Antre Cepat").click()
    says(page, "1 temuan menunggu dikirim.")
    desk.context.set_offline(False)
    says(page, "Semua terkirim.")


def test_a_full_device_says_so(phones, photo):
    desk = phones("Juri Satu")
    desk.context.set_offline(True)
    full = "() => { throw new DOMException('', 'QuotaExceededError'); }"
    desk.page.evaluate(f"void (IDBObjectStore.prototype.put = {full})")
    shoot(desk.page, 1, photo)
    expect(desk.page.locator("[data-full]")).to_be_visible()
    desk.context.set_offline(False)
    says(desk.page, "Semua terkirim.")
    assert Photo.objects.count() == 1


def test_everything_works_by_plain_forms(browser, live_server, client, visit, photo):
    client.force_login(visit.visitors.get(user__name="Juri Satu").user)
    desk = Desk(browser, live_server.url, java_script_enabled=False)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    desk.context.add_cookies([session])
    desk.open(f"/juri/lapangan/{visit.code}/")
    for number in (1, 2, 3):
        find(desk.page, number, "Tidak sesuai")
        claim(desk.page, number).get_by_role("button", name="Simpan temuan ini").click()
        desk.sees("Tulis catatan: apa yang Anda lihat di lapangan.")
        find(desk.page, number, "Tidak sesuai", NOTE)
        claim(desk.page, number).get_by_role("button", name="Simpan temuan ini").click()
        desk.sees("Temuan tersimpan.")
    claim(desk.page, 1).locator("input[type=file]").set_input_files(photo)
    claim(desk.page, 1).get_by_role("button", name="Unggah foto").click()
    desk.sees("Foto tersimpan.")
    desk.press("Selesai")
    desk.sees("Temuan Anda selesai pada")
    assert said("Juri Satu") == [(number, "refuted", NOTE, 1) for number in (1, 2, 3)]
    assert Photo.objects.count() == 1
    desk.context.close()


def test_an_eye_finds_nothing_to_object_to(phones, photo, violations):
    desk = phones("Juri Satu")
    desk.context.set_offline(True)
    find(desk.page, 2, "Tidak sesuai")
    find(desk.page, 1, "Sesuai")
    shoot(desk.page, 1, photo)
    assert violations(desk.page) == []
    wide = desk.page.evaluate("document.documentElement.scrollWidth")
    assert wide == PHONE["width"]
