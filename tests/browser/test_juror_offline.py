"""A juror whose line is away: scoring goes on, says what waits, and nothing typed is lost."""

import pytest
from django.utils import timezone

from competitions.models import Stage
from judging.models import ScoreSheet
from judging.services import scoring_sheets
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()
COUNT = 8


@pytest.fixture
def member():
    edition = worlds.make_edition(weights=(25, 20, 15, 25, 15))
    return worlds.make_juror(worlds.scoring_stage(edition))


@pytest.fixture
def readings(member):
    """All past the conflict gate: what was not opened is nothing to keep."""
    edition = member.stage.competition
    rows = [worlds.make_assignment(worlds.make_entry(edition), member, position=n) for n in range(COUNT)]
    for row in rows:
        scoring_sheets.open_sheet(assignment=row, by=member.user, at=NOW, no_conflict=True)
    return rows


@pytest.fixture
def screen(page, live_server, client, member, readings, silent_console):
    """The first sheet, once the browser keeps the others."""
    client.force_login(member.user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.goto(sheet_url(live_server, readings[0]))
    page.wait_for_selector("[data-kept]:not([hidden])")
    yield page
    silent_console.clear()  # a browser tells of every request that reached nobody


def sheet_url(live_server, reading) -> str:
    return f"{live_server.url}/juri/{reading.code}/"


def press(page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def state(page) -> str:
    return page.inner_text("[data-save-text]")


def wait_for_state(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('[data-save-text]').textContent.startsWith(words)", arg=words
    )


def wait_until_sent(page) -> None:
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.includes(':sheet:'))")


def final_points(readings) -> list[list[int | None]]:
    final = ScoreSheet.objects.filter(assignment__in=readings, status="final")
    return [given(sheet) for sheet in final.order_by("assignment__position")]


def given(sheet) -> list[int | None]:
    return list(sheet.scores.order_by("criterion__position").values_list("points", flat=True))


def test_the_screen_says_how_many_can_be_read_without_a_line(screen):
    assert screen.inner_text("[data-kept]") == "7 proposal lain dapat dinilai tanpa jaringan."


def test_a_pile_scored_without_a_line_arrives_whole_and_final(screen, readings, live_server):
    """Six sheets of five scores and a note: more than ten minutes of work."""
    screen.context.set_offline(True)
    for number in range(6):
        screen.wait_for_url(sheet_url(live_server, readings[number]))
        screen.wait_for_selector(".criterion.is-current")
        press(screen, "n" if number % 2 else "")
        if number % 2:
            screen.keyboard.type(f"Catatan {number}")
            press(screen, ["Escape"])
        press(screen, f"5432{number % 5 + 1}")
        press(screen, ["Enter"])
    screen.wait_for_url(sheet_url(live_server, readings[6]))
    press(screen, "4")
    wait_for_state(screen, "Tanpa jaringan: 31 nilai")
    assert "6 lembar final" in state(screen)
    assert final_points(readings) == []
    screen.context.set_offline(False)
    wait_until_sent(screen)
    assert final_points(readings) == [[5, 4, 3, 2, number % 5 + 1] for number in range(6)]
    row = readings[1].sheet.scores.order_by("criterion__position").first()
    assert row.comment == "Catatan 1"


def test_a_tab_that_was_closed_without_a_line_opens_again_with_everything(screen, readings, live_server):
    press(screen, "54")
    wait_for_state(screen, "Tersimpan")
    screen.context.set_offline(True)
    press(screen, "3")
    wait_for_state(screen, "Tanpa jaringan: 1 nilai")
    context = screen.context
    screen.close(run_before_unload=False)
    again = context.new_page()
    again.goto(sheet_url(live_server, readings[0]))
    again.wait_for_selector(".criterion.is-current")
    chosen = [row.get_attribute("value") for row in again.query_selector_all("input[type=radio]:checked")]
    assert chosen == ["5", "4", "3"]
    press(again, "21")
    wait_for_state(again, "Tanpa jaringan: 3 nilai")
    context.set_offline(False)
    wait_for_state(again, "Tersimpan")
    assert given(readings[0].sheet) == [5, 4, 3, 2, 1]


def test_a_page_that_is_not_kept_says_so(screen, live_server):
    screen.context.set_offline(True)
    screen.goto(f"{live_server.url}/juri/siapkan/TIADA/")
    assert "Halaman ini tidak tersimpan di perangkat ini." in screen.inner_text("body")


def test_a_sheet_handed_in_too_late_is_named_and_keeps_its_points(screen, readings, live_server, member):
    screen.context.set_offline(True)
    press(screen, "53333")
    press(screen, ["Enter"])
    screen.wait_for_url(sheet_url(live_server, readings[1]))
    Stage.objects.filter(pk=member.stage_id).update(closes_at=NOW)
    screen.context.set_offline(False)
    screen.wait_for_selector("[data-troubles]:not([hidden])")
    said = screen.inner_text("[data-troubles]")
    assert readings[0].entry.proposal.title in said
    assert "Waktu penilaian berakhir" in said
    assert given(readings[0].sheet) == [None] * 5
    kept = screen.evaluate("Object.keys(localStorage).filter((key) => key.includes(':sheet:')).length")
    assert kept == 1


def test_signing_out_forgets_pages_and_words(screen, live_server):
    screen.context.set_offline(True)
    press(screen, "5")
    wait_for_state(screen, "Tanpa jaringan")
    screen.on("dialog", lambda dialog: dialog.accept())
    screen.context.set_offline(False)
    screen.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    screen.wait_for_selector("text=Masuk")
    kept = "async () => (await caches.keys()).filter((name) => name.startsWith('juri:'))"
    assert screen.evaluate(kept) == []
    assert screen.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []


def test_the_queue_sends_what_a_closed_page_left(screen, readings, live_server):
    screen.context.set_offline(True)
    press(screen, "53333")
    wait_for_state(screen, "Tanpa jaringan: 5 nilai")
    screen.on("dialog", lambda dialog: dialog.accept())
    screen.goto(f"{live_server.url}/juri/")
    screen.wait_for_selector("[data-waiting]:not([hidden])")
    assert screen.inner_text("[data-waiting]") == "Tanpa jaringan: 5 nilai menunggu di perangkat ini."
    screen.context.set_offline(False)
    wait_until_sent(screen)
    assert given(readings[0].sheet) == [5, 3, 3, 3, 3]
