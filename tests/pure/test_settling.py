"""A plenary's rulings over the order of scores. Expected lists are written by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring import CutRule, Decision, Left, Standing, Unsettled, cut, place, settle

# By score: A 90, B and C share 80, D 70, E 60; F has no sheet.
SCORED = place(
    {name: Fraction(total) for name, total in zip("ABCDE", (90, 80, 80, 70, 60), strict=True)} | {"F": None}
)


def brief(standings):
    return [(standing.code, standing.place) for standing in standings]


def test_without_rulings_the_scores_stand():
    assert settle(SCORED, {}) == SCORED
    assert brief(SCORED) == [("A", 1), ("B", 2), ("C", 2), ("D", 4), ("E", 5), ("F", None)]


def test_raised_entry_takes_its_place_and_the_others_keep_their_order():
    settled = settle(SCORED, {"E": 1})
    assert brief(settled) == [("E", 1), ("A", 2), ("B", 3), ("C", 3), ("D", 5), ("F", None)]
    assert [standing.is_shared for standing in settled] == [False, False, True, True, False, False]


def test_lowered_entry_lets_the_others_up():
    assert brief(settle(SCORED, {"A": 5}))[:5] == [("B", 1), ("C", 1), ("D", 3), ("E", 4), ("A", 5)]


def test_place_behind_those_who_share_is_free():
    assert brief(settle(SCORED, {"A": 3}))[:3] == [("B", 1), ("C", 1), ("A", 3)]


def test_excluded_entry_is_gone_and_those_below_move_up():
    assert brief(settle(SCORED, {"A": None, "F": None})) == [("B", 1), ("C", 1), ("D", 3), ("E", 4)]


def test_two_moves_and_an_exclusion_together():
    settled = settle(SCORED, {"A": None, "D": 1, "E": 4})
    assert brief(settled) == [("D", 1), ("B", 2), ("C", 2), ("E", 4), ("F", None)]


def test_moving_one_of_those_who_share_leaves_the_other_alone():
    settled = settle(SCORED, {"C": 1})
    assert [(s.code, s.place, s.is_shared) for s in settled[:3]] == [
        ("C", 1, False),
        ("A", 2, False),
        ("B", 3, False),
    ]


@pytest.mark.parametrize(
    ("rulings", "code"),
    [
        ({"D": 3}, "D"),  # between B and C
        ({"D": 6}, "D"),  # five have a place
        ({"D": 0}, "D"),
        ({"D": 1, "E": 1}, "E"),
        ({"F": 1}, "F"),  # no total
        ({"A": None, "E": 5}, "E"),  # four are left
    ],
)
def test_rulings_that_cannot_hold_are_named(rulings, code):
    with pytest.raises(Unsettled) as refused:
        settle(SCORED, rulings)
    assert refused.value.code == code


def test_tie_that_was_broken_is_told_only_while_both_stand_as_scored():
    decision = Decision("isi", "A", 3, 2)
    scored = [
        Standing("A", Fraction(80), 1, 3),
        Standing("B", Fraction(80), 2, 3, decision=decision),
        Standing("C", Fraction(70), 3, 3),
    ]
    assert settle(scored, {"C": 1})[2].decision == decision
    assert settle(scored, {"A": 3})[0].decision is None


def test_raised_over_those_who_pass_passes_and_lowered_under_those_who_fail_fails():
    rule = CutRule(threshold=75)
    raised = cut(settle(SCORED, {"E": 1}), rule)
    assert raised.inside == ("E", "A", "B", "C")
    lowered = cut(settle(SCORED, {"A": 4}), rule)  # B C D A E: D fails with 70, so A under it fails
    assert lowered.inside == ("B", "C")
    assert lowered.reasons == {
        "D": Left.BELOW_THRESHOLD,
        "A": Left.BELOW_THRESHOLD,
        "E": Left.BELOW_THRESHOLD,
        "F": Left.UNSCORED,
    }


def test_raised_to_the_end_of_those_who_pass_keeps_its_own_total():
    # D at place 4 is where it stands by score: between C (80) and E (60) its own 70 counts, and fails at 75.
    assert cut(settle(SCORED, {"D": 4}), CutRule(threshold=75)).inside == ("A", "B", "C")


def test_top_counts_the_places_decided():
    assert cut(settle(SCORED, {"E": 1}), CutRule(top=2)).inside == ("E", "A")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_kept_entries_keep_their_order_and_moved_ones_get_their_place(data):
    totals = data.draw(st.lists(st.integers(0, 100), min_size=1, max_size=12, unique=True))
    scored = place({f"E{n}": Fraction(total) for n, total in enumerate(totals)})
    codes = [standing.code for standing in scored]
    out = data.draw(st.sets(st.sampled_from(codes), max_size=len(codes) - 1))
    left = [code for code in codes if code not in out]
    chosen = data.draw(st.lists(st.sampled_from(left), unique=True))
    places = data.draw(st.permutations(range(1, len(left) + 1)))[: len(chosen)]
    moves = dict(zip(chosen, places, strict=True))
    settled = settle(scored, dict.fromkeys(out) | moves)
    assert [s.place for s in settled] == list(range(1, len(left) + 1))
    assert {s.code: s.place for s in settled if s.code in moves} == moves
    kept = [code for code in left if code not in moves]
    assert [s.code for s in settled if s.code not in moves] == kept
