"""Windows, deadlines and ages. Every expected date was found on a calendar, not with the code."""

from datetime import UTC, date, datetime

import pytest

from competitions import timeline
from competitions.timeline import Window

CLOSES_ON = date(2024, 11, 22)
OPENS_AT = datetime(2024, 9, 1, 1, 0, tzinfo=UTC)
CLOSES_AT = datetime(2024, 11, 22, 16, 59, tzinfo=UTC)
LATER = datetime(2024, 11, 29, 16, 59, tzinfo=UTC)
LATEST = datetime(2024, 12, 6, 16, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("started_on", "days", "is_old_enough", "short"),
    [
        (date(2022, 11, 23), 364, False, 1),
        (date(2022, 11, 22), 365, True, 0),
        (date(2022, 11, 21), 366, True, 0),
    ],
)
def test_age_around_a_year_of_365_days(started_on, days, is_old_enough, short):
    closes_on = date(2023, 11, 22)
    assert (closes_on - started_on).days == days
    assert timeline.is_old_enough(started_on, closes_on, 12) is is_old_enough
    assert timeline.days_short(started_on, closes_on, 12) == short


@pytest.mark.parametrize(
    ("started_on", "days", "is_old_enough", "short"),
    [
        (date(2023, 11, 24), 364, False, 2),
        (date(2023, 11, 23), 365, False, 1),  # 29 February lies in between: the year has 366 days
        (date(2023, 11, 22), 366, True, 0),
    ],
)
def test_age_around_a_year_of_366_days(started_on, days, is_old_enough, short):
    assert (CLOSES_ON - started_on).days == days
    assert timeline.is_old_enough(started_on, CLOSES_ON, 12) is is_old_enough
    assert timeline.days_short(started_on, CLOSES_ON, 12) == short


@pytest.mark.parametrize(
    ("closes_on", "is_old_enough"), [(date(2025, 2, 27), False), (date(2025, 2, 28), True)]
)
def test_age_started_on_leap_day_is_reached_on_28_february(closes_on, is_old_enough):
    assert timeline.is_old_enough(date(2024, 2, 29), closes_on, 12) is is_old_enough


@pytest.mark.parametrize(
    ("closes_on", "months", "latest"),
    [
        (date(2024, 11, 22), 12, date(2023, 11, 22)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 2, 28), 12, date(2023, 2, 28)),
        (date(2024, 11, 30), 9, date(2024, 2, 29)),
        (date(2024, 4, 30), 1, date(2024, 3, 31)),
        (date(2024, 11, 22), 24, date(2022, 11, 22)),
        (date(2024, 11, 22), 0, date(2024, 11, 22)),
    ],
)
def test_latest_start_is_the_last_day_that_is_old_enough(closes_on, months, latest):
    assert timeline.latest_start(closes_on, months) == latest


@pytest.mark.parametrize(
    ("year", "month", "months", "expected"), [(2023, 12, 1, (2024, 1)), (2024, 1, -1, (2023, 12))]
)
def test_months_later_over_the_new_year(year, month, months, expected):
    assert timeline.months_later(date(year, month, 15), months) == date(*expected, 15)


def test_extended_without_extensions_is_the_announced_deadline():
    assert timeline.extended(CLOSES_AT, []) == CLOSES_AT


def test_extended_takes_the_latest_and_never_shortens():
    assert timeline.extended(CLOSES_AT, [LATER, LATEST]) == LATEST
    assert timeline.extended(LATEST, [LATER]) == LATEST


def test_extended_without_a_deadline_stays_without():
    assert timeline.extended(None, [LATER]) is None


def test_extension_makes_a_young_innovation_old_enough():
    started_on = date(2023, 11, 25)
    assert timeline.is_old_enough(started_on, CLOSES_AT.date(), 12) is False
    assert timeline.is_old_enough(started_on, timeline.extended(CLOSES_AT, [LATER]).date(), 12) is True


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (datetime(2024, 8, 1, tzinfo=UTC), timeline.SETUP),
        (datetime(2024, 8, 31, tzinfo=UTC), timeline.ANNOUNCED),
        (OPENS_AT, timeline.OPEN),
        (datetime(2024, 11, 22, 16, 58, 59, tzinfo=UTC), timeline.OPEN),
        (CLOSES_AT, timeline.CLOSED),
    ],
)
def test_phase_opens_inclusive_and_closes_exclusive(at, phase):
    announced_at = datetime(2024, 8, 15, tzinfo=UTC)
    assert timeline.phase(announced_at, Window(OPENS_AT, CLOSES_AT), at) == phase


def test_phase_before_announcing_is_setup_whatever_the_dates():
    assert timeline.phase(None, Window(OPENS_AT, CLOSES_AT), LATER) == timeline.SETUP
