"""Places, ties and the ladder that breaks them."""

import hashlib
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring import (
    Criterion,
    Decision,
    Rules,
    Sheet,
    Standing,
    heaviest_first,
    place,
    rank,
    shown,
)
from tests.pure.golden import CRITERIA, LADDER, competition_sheets

ONE = (Criterion("isi", 100, 5),)
TWO = (Criterion("isi", 50, 5), Criterion("video", 50, 5))


def entries(criteria=TWO, **rows):
    """`A=((4, 4), (5, 3))`: one tuple of points per juror."""
    return {
        code: [
            Sheet(f"J{n}", dict(zip((c.code for c in criteria), points, strict=True)))
            for n, points in enumerate(sheets)
        ]
        for code, sheets in rows.items()
    }


def brief(standings):
    return [(standing.code, standing.place) for standing in standings]


def test_rank_golden_competition_gives_order_places_and_totals():
    standings = rank(Rules(CRITERIA, tie_ladder=LADDER), competition_sheets())
    assert [(s.code, s.place, shown(s.total), s.sheets) for s in standings] == [
        ("E", 1, "85.00", 3),
        ("C", 2, "84.67", 3),
        ("A", 3, "57.67", 3),
        ("B", 4, "57.67", 3),
        ("F", 5, "54.67", 3),
        ("D", 6, "48.67", 3),
    ]


def test_rank_golden_tie_is_decided_by_kebaruan():
    standings = rank(Rules(CRITERIA, tie_ladder=LADDER), competition_sheets())
    assert [s.decision for s in standings] == [
        None,
        None,
        None,
        Decision("kebaruan", "A", Fraction(11, 3), Fraction(3)),
        None,
        None,
    ]


def test_rank_without_a_ladder_shares_places_and_leaves_a_hole():
    given = entries(ONE, A=[(5,)], B=[(4,)], C=[(4,)], D=[(3,)])
    assert rank(Rules(ONE), given) == [
        Standing("A", Fraction(100), 1, 1),
        Standing("B", Fraction(80), 2, 1, is_shared=True),
        Standing("C", Fraction(80), 2, 1, is_shared=True),
        Standing("D", Fraction(60), 4, 1),
    ]


def test_rank_uses_the_exact_value_not_the_shown_one():
    criteria = [Criterion("isi", 1, 100_000)]
    given = {"A": [Sheet("J", {"isi": 80_001})], "B": [Sheet("J", {"isi": 80_002})]}
    standings = rank(Rules(criteria), given)
    assert [(s.code, s.place, shown(s.total)) for s in standings] == [("B", 1, "80.00"), ("A", 2, "80.00")]


def test_rank_entry_without_counting_sheets_comes_last_without_a_place():
    given = entries(ONE, B=[(1,)], A=[], C=[(0,)]) | {"D": [Sheet("J", {}, counts=False)]}
    assert rank(Rules(ONE), given) == [
        Standing("B", Fraction(20), 1, 1),
        Standing("C", Fraction(0), 2, 1),
        Standing("A", None, None, 0),
        Standing("D", None, None, 0),
    ]


def test_rank_heaviest_first_keeps_declared_order_among_equal_weights():
    assert heaviest_first(CRITERIA) == (
        "kebaruan",
        "efektivitas",
        "signifikansi",
        "transferabilitas",
        "keberlanjutan",
    )


def test_rank_lowest_juror_prefers_the_entry_nobody_disliked():
    given = entries(A=[(5, 5), (1, 1)], B=[(3, 3), (3, 3)])
    standings = rank(Rules(TWO, tie_ladder=("isi", "video", "lowest_juror")), given)
    assert brief(standings) == [("B", 1), ("A", 2)]
    assert standings[1].decision == Decision("lowest_juror", "B", Fraction(60), Fraction(20))


def test_rank_later_rung_splits_what_an_earlier_one_left():
    given = entries(A=[(2, 4)], B=[(4, 2)], C=[(3, 3)], D=[(4, 2)])
    rules = Rules(TWO, tie_ladder=("isi", "plenary"), plenary=("D", "B"))
    standings = rank(rules, given)
    assert [(s.code, s.place, s.decision) for s in standings] == [
        ("D", 1, None),
        ("B", 2, Decision("plenary", "D", 1, 2)),
        ("C", 3, Decision("isi", "B", Fraction(4), Fraction(3))),
        ("A", 4, Decision("isi", "C", Fraction(3), Fraction(2))),
    ]


def test_rank_plenary_that_names_only_part_of_a_tie_decides_nothing():
    given = entries(ONE, A=[(3,)], B=[(3,)], C=[(3,)])
    rules = Rules(ONE, tie_ladder=("plenary",), plenary=("C", "A"))
    assert brief(rank(rules, given)) == [("A", 1), ("B", 1), ("C", 1)]


def test_rank_draw_sorts_by_the_hash_of_seed_and_code():
    given = entries(ONE, A=[(3,)], B=[(3,)], C=[(3,)])
    digests = {code: hashlib.sha256(f"4711{code}".encode()).hexdigest() for code in "ABC"}
    expected = sorted("ABC", key=digests.get)
    standings = rank(Rules(ONE, tie_ladder=("draw",), seed="4711"), given)
    assert brief(standings) == [(code, n) for n, code in enumerate(expected, start=1)]
    assert standings[1].decision == Decision("draw", expected[0], digests[expected[0]], digests[expected[1]])


def test_rank_draw_without_a_seed_decides_nothing():
    given = entries(ONE, A=[(3,)], B=[(3,)])
    assert brief(rank(Rules(ONE, tie_ladder=("draw",)), given)) == [("A", 1), ("B", 1)]


def test_rank_block_that_still_shares_is_wholly_below_the_one_above():
    given = entries(A=[(2, 4)], B=[(4, 2)], C=[(2, 4)])
    standings = rank(Rules(TWO, tie_ladder=("isi",)), given)
    below = Decision("isi", "B", Fraction(4), Fraction(2))
    assert [(s.code, s.place, s.is_shared, s.decision) for s in standings] == [
        ("B", 1, False, None),
        ("A", 2, True, below),
        ("C", 2, True, below),
    ]


def test_rank_optional_criterion_nobody_scored_loses_its_rung():
    criteria = (Criterion("isi", 50, 5), Criterion("video", 50, 5, required=False))
    given = {"A": [Sheet("J", {"isi": 3})], "B": [Sheet("J", {"isi": 3, "video": 3})]}
    standings = rank(Rules(criteria, tie_ladder=("isi", "video")), given)
    assert [(s.code, s.decision) for s in standings] == [
        ("B", None),
        ("A", Decision("video", "B", Fraction(3), None)),
    ]


def test_place_final_totals_with_a_ladder_of_ones_own():
    totals = {"A": Fraction(80), "B": Fraction(80), "C": None, "D": Fraction(90)}
    interview = {"A": Fraction(70), "B": Fraction(75)}
    ladder = [("wawancara", lambda code: (interview[code], interview[code]))]
    assert place(totals, ladder, {"D": 3}) == [
        Standing("D", Fraction(90), 1, 3),
        Standing("B", Fraction(80), 2, 0),
        Standing("A", Fraction(80), 3, 0, decision=Decision("wawancara", "B", 75, 70)),
        Standing("C", None, None, 0),
    ]


# ── Against an oracle ───────────────────────────────────────────────────────

small_competitions = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=3),
    min_size=1,
)
ladders = st.permutations(["isi", "video", "lowest_juror", "draw"]).flatmap(
    lambda rungs: st.integers(0, 4).map(lambda n: tuple(rungs[:n]))
)


def oracle_key(code, rows, ladder):
    """Everything an entry is compared by, as one tuple, from raw points."""

    def mean(values):
        return Fraction(sum(values), len(values))

    rungs = {
        "isi": mean([isi for isi, _ in rows]),
        "video": mean([video for _, video in rows]),
        "lowest_juror": min(isi + video for isi, video in rows),
        "draw": -int(hashlib.sha256(f"s{code}".encode()).hexdigest(), 16),
    }
    return (mean([isi + video for isi, video in rows]), *(rungs[rung] for rung in ladder))


@settings(max_examples=50, deadline=None)
@given(small_competitions, ladders)
def test_rank_place_is_one_more_than_the_number_of_better_entries(rows, ladder):
    keys = {code: oracle_key(code, points, ladder) for code, points in rows.items() if points}
    expected = {code: 1 + sum(other > key for other in keys.values()) for code, key in keys.items()}
    standings = rank(Rules(TWO, tie_ladder=ladder, seed="s"), entries(**rows))
    assert {s.code: s.place for s in standings if s.place} == expected
    shared = {code for code, at in expected.items() if list(expected.values()).count(at) > 1}
    assert {s.code for s in standings if s.is_shared} == shared


@settings(max_examples=50, deadline=None)
@given(small_competitions, ladders, st.randoms())
def test_rank_is_invariant_to_the_order_of_entries_and_jurors(rows, ladder, shuffler):
    rules = Rules(TWO, tie_ladder=ladder, seed="s")
    given_rows = entries(**rows)
    shuffled = {
        code: shuffler.sample(given_rows[code], len(given_rows[code]))
        for code in shuffler.sample(list(rows), len(rows))
    }
    assert rank(rules, shuffled) == rank(rules, given_rows)


@settings(max_examples=50, deadline=None)
@given(small_competitions, ladders)
def test_rank_decision_stands_exactly_where_equal_totals_were_told_apart(rows, ladder):
    standings = rank(Rules(TWO, tie_ladder=ladder, seed="s"), entries(**rows))
    by_code = {s.code: s for s in standings}
    for above, below in pairwise(standings):
        if below.decision:
            upper = by_code[below.decision.above]
            next_place = max(s.place for s in standings if s.place and s.place < below.place)
            assert (upper.total, upper.place) == (below.total, next_place)
        else:
            assert above.total != below.total or above.place == below.place
