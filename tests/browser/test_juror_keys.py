"""Scoring by keyboard alone: every kind of scale, notes, marks; and on a phone by thumb."""

import pytest
from django.utils import timezone

from competitions.models import Criterion, Stage
from judging.models import Assignment, ScoreSheet
from judging.services import scoring_sheets
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()
LEAST_TARGET = 24


@pytest.fixture
def member():
    edition = worlds.make_edition(weights=(25, 20, 15, 25, 15))
    return worlds.make_juror(worlds.scoring_stage(edition))


@pytest.fixture
def readings(member):
    edition = member.stage.competition
    return [worlds.make_assignment(worlds.make_entry(edition), member, position=n) for n in (1, 2)]


@pytest.fixture
def open_screen(page, live_server, client, member, readings):
    """Call it when the rubric and the stage are as the test wants them."""

    def go():
        scoring_sheets.open_sheet(assignment=readings[0], by=member.user, at=NOW, no_conflict=True)
        client.force_login(member.user)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([session])
        page.goto(f"{live_server.url}/juri/{readings[0].code}/")
        page.wait_for_selector(".criterion.is-current")
        return page

    return go


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def points(reading) -> list[int | None]:
    return list(reading.sheet.scores.order_by("criterion__position").values_list("points", flat=True))


def wait_for_state(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('[data-save-text]').textContent.startsWith(words)", arg=words
    )


def wait_until_final(page, live_server, readings) -> None:
    page.wait_for_url(f"{live_server.url}/juri/{readings[1].code}/")
    assert ScoreSheet.objects.get(assignment=readings[0]).status == "final"


def test_yes_no_and_long_scales_take_their_own_keys(open_screen, live_server, readings):
    rows = Criterion.objects.filter(rubric__stage=readings[0].entry.stage)
    rows.filter(position__lte=2).update(points_min=0, points_max=1)
    rows.filter(position=3).update(points_min=0, points_max=100)
    rows.filter(position=4).update(points_max=10)
    screen = open_screen()
    press(screen, "y", "t", "8", "7", "Enter", "0", "3", "Enter")
    wait_until_final(screen, live_server, readings)
    assert points(readings[0]) == [1, 0, 87, 10, 3]


def test_enter_leads_to_the_note_that_an_extreme_needs(open_screen, live_server, readings, member):
    Stage.objects.filter(pk=member.stage_id).update(comments="extremes")
    screen = open_screen()
    assert "(wajib untuk nilai 1 dan 5)" in screen.inner_text("fieldset >> nth=0")
    press(screen, "3", "5", "3", "3", "3", "Enter")
    assert screen.inner_text("fieldset >> nth=1 >> [data-demand]") == "Tulis dahulu catatan untuk nilai ini."
    screen.keyboard.type("Dampaknya terukur.")
    press(screen, "Escape", "Enter")
    wait_until_final(screen, live_server, readings)
    row = readings[0].sheet.scores.get(criterion__position=2)
    assert (row.points, row.comment) == (5, "Dampaknya terukur.")


def test_f_marks_and_takes_the_mark_away(open_screen, readings):
    screen = open_screen()
    press(screen, "f")
    wait_for_state(screen, "Ditandai")
    assert Assignment.objects.get(pk=readings[0].pk).is_flagged
    press(screen, "f")
    wait_for_state(screen, "Tanda dihapus")
    assert not Assignment.objects.get(pk=readings[0].pk).is_flagged


def test_s_puts_the_reading_off_and_goes_on(open_screen, live_server, readings):
    screen = open_screen()
    press(screen, "4", "s")
    screen.wait_for_url(f"{live_server.url}/juri/{readings[1].code}/")
    assert Assignment.objects.get(pk=readings[0].pk).skipped_at
    assert points(readings[0])[0] == 4


def test_order_is_changed_by_keyboard_and_the_focus_stays(open_screen, live_server, readings, member):
    screen = open_screen()
    screen.goto(f"{live_server.url}/juri/")
    screen.focus(f"#turun-{readings[0].code}")
    press(screen, "Enter")
    screen.wait_for_function(
        "code => document.querySelector('.reading').id === `baca-${code}`", arg=readings[1].code
    )
    assert screen.evaluate("document.activeElement.id") == f"turun-{readings[0].code}"
    assert [row.pk for row in member.assignments.in_reading_order()] == [readings[1].pk, readings[0].pk]


def test_phone_has_targets_for_a_thumb(open_screen):
    screen = open_screen()
    screen.set_viewport_size({"width": 390, "height": 844})
    screen.click("[data-show=nilai]")
    small = screen.evaluate(
        """least => [...document.querySelectorAll("main button, main label.level, main a, main summary")]
          .filter((part) => part.offsetParent && !part.closest("p, li"))
          .filter((part) => Math.min(part.offsetWidth, part.offsetHeight) < least)
          .map((part) => part.outerHTML)""",
        LEAST_TARGET,
    )
    assert small == []
    assert screen.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
