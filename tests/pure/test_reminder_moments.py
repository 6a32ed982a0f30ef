"""When a reminder leaves: at eight in the morning, local time, and never at night or too late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from competitions.timeline import next_reminder, reminder_moments, reminder_now

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
DAYS = [7, 3, 1]
LONG_AGO = datetime(2026, 1, 1, tzinfo=WIB)


def at(words: str, tz=WIB) -> datetime:
    return datetime.fromisoformat(f"2026-11-{words}").replace(tzinfo=tz)


DUE = at("30T23:59")
MOMENTS = [at("23T08:00"), at("27T08:00"), at("29T08:00")]


@pytest.mark.parametrize("tz", [WIB, WITA, WIT], ids=lambda tz: tz.key)
def test_reminder_moments_are_eight_in_the_morning_where_the_edition_is(tz):
    found = reminder_moments(at("30T23:59", tz), DAYS, tz)
    assert found == [at("23T08:00", tz), at("27T08:00", tz), at("29T08:00", tz)]
    assert found[0] == at("23T08:00") - {WIB: timedelta(), WITA: timedelta(hours=1)}.get(
        tz, timedelta(hours=2)
    )


def test_reminder_moments_count_days_of_the_local_calendar():
    """00.30 in Jayapura is still the evening before in Jakarta."""
    due = at("30T00:30", WIT)
    assert reminder_moments(due, [1], WIT) == [at("29T08:00", WIT)]
    assert reminder_moments(due, [1], WIB) == [at("28T08:00", WIB)]


def test_reminder_moments_leave_out_what_lies_behind_the_deadline():
    assert reminder_moments(at("30T07:00"), [1, 0], WIB) == [at("29T08:00")]


def test_reminder_moments_name_a_day_once():
    assert reminder_moments(DUE, [3, 3], WIB) == [at("27T08:00")]


NOW = {
    "a second before the first": ("23T07:59:59", None),
    "the first": ("23T08:00", 0),
    "between": ("25T12:00", 0),
    "after days away only the latest": ("29T09:00", 2),
    "in the evening it waits for the morning": ("27T20:00", None),
    "before eight it waits": ("28T07:59:59", None),
    "in the morning it comes": ("28T08:00", 1),
    "the last second": ("30T23:58:59", 2),
    "at the deadline": ("30T23:59", None),
}


@pytest.mark.parametrize(("words", "index"), NOW.values(), ids=NOW)
def test_reminder_now_is_the_latest_that_has_come(words, index):
    found = reminder_now(MOMENTS, DUE, at(words), LONG_AGO, WIB)
    assert found == (None if index is None else MOMENTS[index])


def test_reminder_now_at_night_comes_when_the_morning_would_be_too_late():
    due = at("30T07:00")
    moments = reminder_moments(due, DAYS, WIB)
    assert reminder_now(moments, due, at("29T22:00"), LONG_AGO, WIB) == at("29T08:00")
    assert reminder_now(moments, due, at("28T22:00"), LONG_AGO, WIB) is None


def test_reminder_now_passes_over_what_came_before_the_draft():
    assert reminder_now(MOMENTS, DUE, at("27T10:00"), at("27T09:00"), WIB) is None
    assert reminder_now(MOMENTS, DUE, at("27T10:00"), at("27T07:00"), WIB) == MOMENTS[1]


def test_next_reminder_is_the_first_ahead():
    assert next_reminder(MOMENTS, at("23T08:00")) == MOMENTS[1]
    assert next_reminder(MOMENTS, MOMENTS[2]) is None
