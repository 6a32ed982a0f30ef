from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers

from judging.conflicts import (
    Cooling,
    Entrant,
    Ground,
    Juror,
    Left,
    Teammate,
    derived,
    name_key,
    namesakes,
)

SITI = Juror(1, "Siti@Contoh.go.id", "Dr. Siti Aminah, M.Si.", frozenset({10}))
BUDI = Juror(2, "budi@kampus.ac.id", "Budi Santoso", frozenset())


def test_derived_same_root_is_an_agency_conflict():
    assert derived([SITI, BUDI], [Entrant(7, 10), Entrant(8, 11)], []) == {(7, 1): frozenset({Ground.AGENCY})}


def test_derived_team_address_in_other_case_is_a_team_conflict():
    mates = [Teammate(8, " SITI@contoh.go.id", "S. Aminah"), Teammate(8, "", "Budi Santoso")]
    assert derived([SITI, BUDI], [Entrant(8, 11)], mates) == {(8, 1): frozenset({Ground.TEAM})}


def test_derived_both_grounds_are_kept():
    mates = [Teammate(7, "siti@contoh.go.id", "Siti")]
    assert derived([SITI], [Entrant(7, 10)], mates) == {(7, 1): frozenset({Ground.AGENCY, Ground.TEAM})}


def test_derived_empty_addresses_never_meet():
    nobody = Juror(3, "", "", frozenset())
    assert derived([nobody], [Entrant(7, 10)], [Teammate(7, "", "")]) == {}


def test_namesakes_ignore_titles_and_case():
    mates = [Teammate(7, "", "SITI AMINAH, S.Kom."), Teammate(8, "", "Siti Aminah Putri")]
    assert namesakes([SITI, BUDI], mates) == {(7, 1): "SITI AMINAH, S.Kom."}


def test_name_key_drops_titles_accents_and_spaces():
    assert name_key("Prof. Dr.  José  Hadi, Ph.D.") == "jose hadi"


CLOSING = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("until", "years", "bars"),
    [
        (date(2024, 3, 20), 2, False),
        (date(2024, 3, 21), 2, True),
        (date(2026, 3, 20), 2, True),
        (date(2020, 1, 1), 2, False),
        (date(2026, 3, 20), 0, False),
        (date(2021, 3, 21), 5, True),
    ],
)
def test_cooling_bars_a_post_that_ended_less_than_its_years_ago(until, years, bars):
    assert Cooling(CLOSING, years).bars(until) is bars


@given(
    until=dates(date(1990, 1, 1), date(2040, 1, 1)),
    closing=dates(date(2000, 1, 1), date(2040, 1, 1)),
    years=integers(0, 10),
)
def test_cooling_agrees_with_going_back_on_the_calendar(until, closing, years):
    """The oracle walks back from the closing, over 28 February when the year has no 29th."""
    last_day = monthrange(closing.year - years, closing.month)[1]
    since = date(closing.year - years, closing.month, min(closing.day, last_day))
    assert Cooling(closing, years).bars(until) is (years > 0 and until > since)


def test_derived_fresh_former_post_is_a_conflict_and_an_old_one_is_not():
    left = (Left(10, date(2024, 3, 21)), Left(11, date(2024, 3, 20)))
    juror = Juror(1, "", "", frozenset(), left)
    entrants = [Entrant(7, 10), Entrant(8, 11), Entrant(9, 12)]
    found = derived([juror], entrants, [], Cooling(CLOSING, 2))
    assert found == {(7, 1): frozenset({Ground.FORMER_POST})}
    assert derived([juror], entrants, [], Cooling(CLOSING, 0)) == {}
