"""The duty to enter something, counted: every figure here was counted by hand."""

from decimal import Decimal

import pytest

from proposals.lifecycle import SUBMITTED_ONCE
from proposals.participation import (
    STATE_OF,
    Body,
    Share,
    Span,
    State,
    percent,
    reached,
    share,
    shares,
    state_in,
    takes_part,
)

DINAS = Body("dinas", is_active=True)
SPAN = Span("2026", frozenset({"dinas", "smp"}))


def test_takes_part_means_what_the_lifecycle_calls_submitted_once():
    assert {status for status, state in STATE_OF.items() if takes_part(state)} == set(SUBMITTED_ONCE)


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([], State.NOTHING),
        (["withdrawn"], State.NOTHING),
        (["withdrawn", "draft"], State.DRAFT),
        (["awaiting"], State.DRAFT),
        (["draft", "submitted"], State.SUBMITTED),
        (["returned"], State.SUBMITTED),
        (["rejected", "draft"], State.SUBMITTED),
        (["disqualified"], State.SUBMITTED),
        (["rejected", "passed"], State.PASSED),
        (["not_awarded"], State.PASSED),
        (["awarded", "rejected", "not_awarded"], State.AWARDED),
    ],
)
def test_reached_is_the_furthest_entry(statuses, state):
    assert reached(statuses) == state


def test_state_in_of_a_kind_that_owes_nothing_is_none():
    assert state_in(Body("bumd", is_active=True), SPAN, ["awarded"]) is None


def test_state_in_of_a_closed_agency_counts_only_what_it_sent():
    closed = Body("dinas", is_active=False)
    assert state_in(closed, SPAN, []) is None
    assert state_in(closed, SPAN, ["draft"]) is None
    assert state_in(closed, SPAN, ["rejected"]) == State.SUBMITTED


def test_state_in_of_an_agency_without_an_entry_is_nothing():
    assert state_in(DINAS, SPAN, []) == State.NOTHING


def test_share_counts_those_who_owed_and_those_who_sent():
    found = share([State.NOTHING, None, State.DRAFT, State.SUBMITTED, State.AWARDED, State.PASSED])
    assert (found.owed, found.entered, found.percent) == (5, 3, Decimal(60))
    assert found.counts == dict.fromkeys(State, 1)


def test_share_of_nobody_has_no_percentage():
    assert share([None]) == Share(dict.fromkeys(State, 0))
    assert share([]).percent is None


def test_shares_leave_out_kinds_that_owe_nothing():
    cells = [("dinas", State.SUBMITTED), ("dinas", State.NOTHING), ("bumd", None)]
    assert {kind: (one.entered, one.owed) for kind, one in shares(cells).items()} == {"dinas": (1, 2)}


@pytest.mark.parametrize(
    ("part", "whole", "places", "shown"),
    [
        (12, 40, 0, "30"),
        (20, 94, 0, "21"),
        (20, 94, 2, "21.28"),
        (1, 8, 0, "13"),  # 12.5, half up
        (1, 200, 0, "1"),  # 0.5
        (59, 200, 0, "30"),  # 29.5
        (2949, 10000, 0, "29"),  # 29.49: rounded once
        (0, 7, 0, "0"),
        (7, 7, 0, "100"),
        (1, 3, 2, "33.33"),
        (2, 3, 2, "66.67"),
    ],
)
def test_percent_is_rounded_once_and_half_up(part, whole, places, shown):
    assert str(percent(part, whole, places)) == shown
