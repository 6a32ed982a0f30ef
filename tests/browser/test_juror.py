"""A juror at the score screen: five keys and Enter, a phone, a line that breaks, two windows."""

import re

import pytest
from django.utils import timezone

from judging.models import Assignment, Score, ScoreSheet
from judging.services import scoring_sheets
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()
PHONE = {"width": 390, "height": 844}

#: What the server has taken may still be noted for a kept page; what it has not is there no more.
NOTHING_WAITS = "() => Object.keys(localStorage).every((key) => key.includes(':taken:'))"


@pytest.fixture
def member():
    edition = worlds.make_edition(weights=(25, 20, 15, 25, 15))
    member = worlds.make_juror(worlds.scoring_stage(edition))
    for position in (1, 2):
        worlds.make_assignment(worlds.make_entry(edition), member, position=position)
    return member


@pytest.fixture
def readings(member):
    return list(member.assignments.order_by("position"))


@pytest.fixture
def sheet(member, readings):
    return scoring_sheets.open_sheet(assignment=readings[0], by=member.user, at=NOW, no_conflict=True)


@pytest.fixture
def juror(page, live_server, client, member):
    client.force_login(member.user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    return page


@pytest.fixture
def score_screen(juror, live_server, sheet):
    juror.goto(f"{live_server.url}/juri/{sheet.assignment.code}/")
    return juror


def points(sheet) -> list[int | None]:
    return list(sheet.scores.order_by("criterion__position").values_list("points", flat=True))


def press(page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def wait_for_state(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('[data-save-text]').textContent.startsWith(words)", arg=words
    )


def test_five_keys_and_enter_score_a_proposal(score_screen, sheet, readings, live_server):
    press(score_screen, "53333")
    assert score_screen.inner_text("[data-total]") == "70,00"
    score_screen.keyboard.press("Enter")
    score_screen.wait_for_url(f"{live_server.url}/juri/{readings[1].code}/")
    assert points(sheet) == [5, 3, 3, 3, 3]
    assert ScoreSheet.objects.get(pk=sheet.pk).status == "final"


def test_gate_opens_by_keyboard_alone(juror, live_server, readings):
    juror.goto(f"{live_server.url}/juri/")
    juror.click("text=Mulai menilai")
    juror.focus("button[name=no_conflict]")
    juror.keyboard.press("Enter")
    juror.wait_for_selector(".criterion.is-current")
    press(juror, "4")
    wait_for_state(juror, "Tersimpan")
    assert points(readings[0].sheet) == [4, None, None, None, None]


def test_total_in_the_browser_equals_the_servers(score_screen, sheet):
    press(score_screen, "4213")
    assert score_screen.inner_text("[data-total-name]") == "Nilai sementara"
    press(score_screen, "5")
    wait_for_state(score_screen, "Tersimpan")
    shown = score_screen.inner_text("[data-total]")
    score_screen.reload()
    # (25·4 + 20·2 + 15·1 + 25·3 + 15·5) / 5 = 305 / 5
    assert (shown, score_screen.inner_text("[data-total]")) == ("61,00", "61,00")


def test_digits_in_a_note_are_words_not_points(score_screen, sheet):
    score_screen.click("fieldset >> nth=1 >> textarea")
    press(score_screen, "15")
    score_screen.click("h1")
    wait_for_state(score_screen, "Tersimpan")
    row = sheet.scores.get(criterion__code="signifikansi")
    assert (row.comment, row.points) == ("15", None)


def test_question_mark_shows_the_keys(score_screen):
    score_screen.keyboard.press("?")
    assert score_screen.is_visible("#pintasan")
    score_screen.keyboard.press("Escape")
    assert not score_screen.is_visible("#pintasan")


def test_points_given_without_a_line_are_saved_when_it_is_back(score_screen, sheet, silent_console):
    score_screen.context.set_offline(True)
    press(score_screen, "52")
    wait_for_state(score_screen, "Tanpa jaringan: 2 nilai menunggu")
    assert points(sheet)[:2] == [None, None]
    score_screen.context.set_offline(False)
    wait_for_state(score_screen, "Tersimpan")
    assert points(sheet)[:2] == [5, 2]
    assert {re.sub(r".*net::", "", said) for said in silent_console} == {"ERR_INTERNET_DISCONNECTED"}
    silent_console.clear()


def test_points_outlive_a_page_that_was_closed_without_a_line(score_screen, sheet, silent_console):
    score_screen.context.set_offline(True)
    press(score_screen, "5")
    wait_for_state(score_screen, "Tanpa jaringan: 1 nilai menunggu")
    address = score_screen.url
    score_screen.on("dialog", lambda dialog: dialog.accept())
    score_screen.goto("about:blank")
    score_screen.context.set_offline(False)
    score_screen.wait_for_timeout(1000)  # a last request may still be under way, and SQLite in memory is one
    score_screen.goto(address)
    score_screen.wait_for_function(NOTHING_WAITS)
    assert score_screen.is_checked("fieldset >> nth=0 >> input[value='5']")
    assert points(sheet)[0] == 5
    silent_console.clear()


def test_a_reading_that_was_taken_away_says_so_and_is_not_handed_in(score_screen, sheet, silent_console):
    Assignment.objects.filter(pk=sheet.assignment_id).update(recused_at=NOW, ended_as="conflict")
    press(score_screen, "5")
    wait_for_state(score_screen, "Tidak dapat disimpan")
    score_screen.click("[data-finish]")
    assert score_screen.is_visible("#lembar")
    assert points(sheet)[0] is None
    refused = "Failed to load resource: the server responded with a status of 404 (Not Found)"
    assert set(silent_console) == {refused}  # once when typed, and again when handed in
    silent_console.clear()


def test_two_windows_show_both_versions_and_let_the_juror_choose(score_screen, sheet, silent_console):
    criterion = sheet.rubric.criteria.first()
    juror = sheet.assignment.member.user
    scoring_sheets.save_score(
        sheet=sheet, criterion_id=criterion.pk, by=juror, at=NOW, points=2, comment="", revision=0
    )
    press(score_screen, "5")
    wait_for_state(score_screen, "Nilai Kebaruan sudah diubah")
    assert score_screen.inner_text("fieldset >> nth=0 >> .contested p") == "Tersimpan di tempat lain: 2."
    assert Score.objects.get(sheet=sheet, criterion=criterion).points == 2
    score_screen.click("text=Pakai isian saya")
    wait_for_state(score_screen, "Tersimpan")
    assert Score.objects.get(sheet=sheet, criterion=criterion).points == 5
    assert len(silent_console) == 1
    silent_console.clear()


def test_phone_switches_between_proposal_and_points_and_keeps_both(score_screen, sheet):
    score_screen.set_viewport_size(PHONE)
    assert score_screen.is_visible("#proposal")
    assert not score_screen.is_visible("#lembar")
    score_screen.click("[data-show=nilai]")
    score_screen.click("fieldset >> nth=0 >> label.level >> nth=3")
    wait_for_state(score_screen, "Tersimpan")
    score_screen.click("[data-show=proposal]")
    score_screen.click("[data-show=nilai]")
    assert score_screen.is_checked("fieldset >> nth=0 >> input[value='4']")
    assert score_screen.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_a_juror_is_accessible(juror, live_server, readings, violations, size, scheme):
    juror.set_viewport_size(size)
    juror.emulate_media(color_scheme=scheme)
    juror.goto(f"{live_server.url}/juri/")
    assert violations(juror) == []
    juror.click("text=Mulai menilai")
    assert violations(juror) == []
    juror.click("button[name=no_conflict]")
    assert violations(juror) == []
    press(juror, "53333")
    assert violations(juror) == []
    juror.keyboard.press("Enter")
    juror.wait_for_url(f"{live_server.url}/juri/{readings[1].code}/")
    juror.goto(f"{live_server.url}/juri/{readings[0].code}/")
    assert violations(juror) == []


def test_form_works_without_javascript(browser, live_server, client, member, sheet):
    client.force_login(member.user)
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    page = context.new_page()
    page.goto(f"{live_server.url}/juri/{sheet.assignment.code}/")
    for row in range(5):
        page.click(f"fieldset >> nth={row} >> label.level >> nth=2")
    page.click("text=Simpan")
    assert points(sheet) == [3, 3, 3, 3, 3]
    page.click("text=Selesai & berikutnya")
    assert ScoreSheet.objects.get(pk=sheet.pk).status == "final"
    context.close()


def test_points_given_before_the_script_arrives_are_saved(score_screen, sheet):
    """A slow line: the page is there, its script is not yet."""
    held = []
    score_screen.route("**/js/score*.js", lambda route: held.append(route))
    score_screen.reload(wait_until="commit")
    score_screen.locator("fieldset.criterion").first.locator("input[value='4']").check(force=True)
    for route in held:
        route.continue_()
    wait_for_state(score_screen, "Tersimpan")
    assert points(sheet)[0] == 4
