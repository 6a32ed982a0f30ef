"""A day of presentations in two browsers: the chair leads, a juror's phone and the room's screen follow."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from judging.models import Timetable, Turn
from judging.services import announcing, timetables
from judging.services.timetables import Settings
from tests import worlds
from tests.browser.desk import TIMEOUT
from tests.judging.presenting import AULA, ONLINE, by, lay, make_stage, order, slot_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage():
    return make_stage(titles="ABC")


@pytest.fixture
def timetable(stage) -> Timetable:
    """Today, in two rooms: A and C, and B."""
    now = timezone.now()
    wanted = Settings(now, 10, 10, 5, [AULA, ONLINE])
    timetable = timetables.lay(stage=stage, by=by(stage), at=now, settings=wanted)
    return announcing.announce(timetable=timetable, by=by(stage), at=now, revision=timetable.revision)


def sign_in(context, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])


@pytest.fixture
def bureau(page, live_server, stage):
    sign_in(page.context, live_server, by(stage))
    page.set_default_timeout(TIMEOUT)
    return page


@pytest.fixture
def juror(browser, live_server, stage, timetable):
    """A phone with a sheet of A open on it."""
    member = worlds.make_juror(stage)
    for title in "AC":
        worlds.make_assignment(slot_of(timetable, title).entry, member)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
    sign_in(context, live_server, member.user)
    phone = context.new_page()
    phone.set_default_timeout(TIMEOUT)
    yield phone
    context.close()


def test_phone_and_screen_follow_the_chair(bureau, juror, live_server, stage, violations):
    juror.goto(f"{live_server.url}/juri/")
    bureau.goto(f"{live_server.url}/panitia/tahap/{stage.code}/hari-h/")
    bureau.get_by_role("button", name="Panggil Dinas A", exact=False).first.click()
    strip = juror.locator("[data-strip]")
    expect(strip).to_contain_text("Sekarang: A · Menunggu", timeout=TIMEOUT)
    bureau.get_by_role("button", name="Mulai paparan").click()
    expect(strip).to_contain_text("A · Paparan", timeout=TIMEOUT)
    assert violations(juror) == []
    strip.get_by_role("link", name="buka lembar").click()
    expect(juror.locator("h1")).to_contain_text("A")
    screen = juror.context.new_page()
    screen.goto(f"{live_server.url}/tahap/{stage.code}/layar/")
    expect(screen.locator("#siaran")).to_contain_text("Sisa waktu", timeout=TIMEOUT)
    assert re.search(r"(10:00|9:\d\d)", screen.locator("[data-left]").inner_text())
    for label in ("Mulai tanya jawab", "Selesai", "Panggil Dinas C"):
        bureau.get_by_role("button", name=label).first.click()
    expect(screen.locator(".live-title")).to_have_text("C", timeout=TIMEOUT)
    expect(juror.locator("[data-strip]")).to_contain_text("Sekarang: C", timeout=TIMEOUT)
    assert "/juri/" in juror.url  # the open sheet is never left by itself
    for each in (bureau, screen):
        assert violations(each) == []


def test_clock_says_in_a_word_that_time_is_up(bureau, live_server, stage, timetable):
    late = timezone.now() - timedelta(minutes=12, seconds=5)
    Turn.objects.filter(room=0).update(slot=slot_of(timetable, "A"), phase="presenting", since=late)
    bureau.goto(f"{live_server.url}/tahap/{stage.code}/layar/")
    clock = bureau.locator("[data-clock]")
    expect(clock).to_contain_text("Waktu habis, lewat", timeout=TIMEOUT)
    assert clock.locator("[data-left]").inner_text().startswith("2:")


def test_screen_says_when_the_line_is_broken(bureau, live_server, stage, timetable, silent_console):
    bureau.goto(f"{live_server.url}/tahap/{stage.code}/layar/")
    expect(bureau.locator(".live-lost")).to_be_hidden()
    bureau.context.set_offline(True)
    expect(bureau.locator(".live-lost")).to_be_visible(timeout=TIMEOUT)
    bureau.context.set_offline(False)
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in silent_console)
    silent_console.clear()


def test_keys_and_the_mouse_reorder(bureau, live_server, stage, violations):
    timetable = lay(stage, AULA, ONLINE)
    bureau.set_viewport_size({"width": 1280, "height": 1600})
    bureau.goto(f"{live_server.url}/panitia/tahap/{stage.code}/jadwal/")
    down = bureau.get_by_role("button", name="Turunkan Dinas A")
    down.focus()
    bureau.keyboard.press("Enter")
    expect(bureau.locator("#kabar")).to_contain_text("Dinas A: urutan 2", timeout=TIMEOUT)
    assert order(timetable) == {0: ["C", "A"], 1: ["B"]}
    focused = bureau.evaluate("document.activeElement.textContent")
    assert "Naikkan Dinas A" in focused  # at the bottom there is only up
    rows = bureau.locator(".slot")
    rows.filter(has_text="Dinas C").locator(".slot-time").drag_to(
        rows.filter(has_text="Dinas B"), target_position={"x": 100, "y": 8}
    )
    expect(bureau.locator("#kabar")).to_contain_text("Dinas C: urutan 1", timeout=TIMEOUT)
    assert order(timetable) == {0: ["A"], 1: ["C", "B"]}
    assert violations(bureau) == []


def test_a_stale_board_is_told_and_keeps_what_stands(bureau, live_server, stage, silent_console):
    timetable = lay(stage)
    bureau.goto(f"{live_server.url}/panitia/tahap/{stage.code}/jadwal/")
    slot = slot_of(timetable, "C")
    timetables.move(slot=slot, by=by(stage), at=timezone.now(), revision=timetable.revision, room=0, place=0)
    bureau.get_by_role("button", name="Turunkan Dinas A").click()
    expect(bureau.locator("#notice")).to_contain_text("diubah orang lain", timeout=TIMEOUT)
    assert order(timetable) == {0: ["C", "A", "B"]}
    silent_console.clear()  # the browser reports the refusal
