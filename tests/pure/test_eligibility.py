from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from proposals import eligibility

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")


@pytest.mark.parametrize(
    ("closes_at", "zone", "day"),
    [
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), WIB, date(2026, 11, 30)),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), WIB, date(2026, 11, 30)),  # 00.00 on 1 December
        (datetime(2026, 11, 30, 17, 1, tzinfo=UTC), WIB, date(2026, 12, 1)),
        (datetime(2026, 11, 30, 15, 0, tzinfo=UTC), WIT, date(2026, 11, 30)),  # 00.00 on 1 December
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), WIT, date(2026, 12, 1)),
    ],
)
def test_last_day_is_that_of_the_last_instant_in_the_editions_zone(closes_at, zone, day):
    assert eligibility.last_day(closes_at, zone) == day


@pytest.mark.parametrize(
    ("quota", "earlier", "expected"),
    [(None, 99, True), (2, 0, True), (2, 1, True), (2, 2, False), (0, 0, False)],
)
def test_is_within_quota_counts_those_before(quota, earlier, expected):
    assert eligibility.is_within_quota(quota, earlier) is expected


@pytest.mark.parametrize(
    ("rule", "limit", "earlier", "fault"),
    [
        ("any", None, 9, None),
        ("never", None, 0, None),
        ("never", None, 1, "has_some"),
        ("former", None, 0, "has_none"),
        ("former", None, 1, None),
        ("former", 1, 2, "has_too_many"),
        ("any", 1, 1, None),
        ("any", 0, 1, "has_too_many"),
    ],
)
def test_award_fault_of_a_track(rule, limit, earlier, fault):
    assert eligibility.award_fault(rule, limit, earlier) == fault


def test_first_fitting_takes_the_editions_order():
    groups = [("A", ["dinas"]), ("B", ["smp", "sd"]), ("C", ["sd"])]
    found = [eligibility.first_fitting(kind, groups) for kind in ("dinas", "sd", "bumd")]
    assert found == ["A", "B", None]
