from datetime import date

import pytest

from proposals.eligibility import age


@pytest.mark.parametrize(
    ("started_on", "day", "years_and_months"),
    [
        (date(2023, 1, 2), date(2024, 3, 1), (1, 1)),
        (date(2023, 3, 1), date(2024, 2, 29), (0, 11)),
        (date(2023, 3, 1), date(2024, 3, 1), (1, 0)),
        (date(2024, 2, 29), date(2025, 2, 28), (1, 0)),
        (date(2024, 1, 31), date(2024, 2, 29), (0, 1)),
        (date(2024, 5, 5), date(2024, 5, 5), (0, 0)),
        (date(2024, 5, 5), date(2023, 5, 5), (0, 0)),
    ],
)
def test_age_counts_whole_months_on_the_calendar(started_on, day, years_and_months):
    assert age(started_on, day) == years_and_months
