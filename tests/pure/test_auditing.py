"""Advice beside the ranking: what it hangs on, and which sheets to look at."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from judging.auditing import Shift, flat_sheets, leave_one_out, smallest_shift, wide_gaps
from judging.scoring import Aggregate, Criterion, Rules, Sheet, entry_total, rank
from tests.pure.golden import CRITERIA, LADDER, competition_sheets

GOLDEN = Rules(CRITERIA, tie_ladder=LADDER)
TWO = Rules([Criterion("isi", 60, 5), Criterion("video", 40, 5)])


def sheet(juror, isi, video=None):
    return Sheet(juror, {"isi": isi, "video": video})


def test_leave_one_out_golden_without_juror_one_c_wins():
    # C keeps 85 and 75, hence 80; E keeps 76 and 82, hence 79.
    orders = leave_one_out(GOLDEN, competition_sheets())
    assert list(orders) == ["1", "2", "3", "4"]
    assert orders["1"][:2] == ["C", "E"]


def test_leave_one_out_equals_ranking_without_the_sheets():
    sheets = competition_sheets()
    for juror, order in leave_one_out(GOLDEN, sheets).items():
        fewer = {code: [s for s in given if s.juror != juror] for code, given in sheets.items()}
        assert order == [standing.code for standing in rank(GOLDEN, fewer)]


def test_leave_one_out_entry_nobody_else_read_is_left_out():
    entries = {"A": [sheet("1", 5, 5)], "B": [sheet("1", 4, 4), sheet("2", 3, 3)]}
    assert leave_one_out(TWO, entries) == {"1": ["B"], "2": ["A", "B"]}


entries_of_small_points = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.dictionaries(st.sampled_from("123"), st.tuples(st.integers(0, 2), st.integers(0, 2))),
    min_size=1,
)


@settings(max_examples=50, deadline=None)
@given(entries_of_small_points, st.integers(1, 8))
def test_leave_one_out_top_is_the_beginning_of_the_whole_order(rows, top):
    rules = Rules(TWO.criteria, tie_ladder=("isi", "lowest_juror"))
    entries = {
        code: [sheet(juror, *points) for juror, points in given.items()] for code, given in rows.items()
    }
    whole, begun = leave_one_out(rules, entries), leave_one_out(rules, entries, top=top)
    assert begun == {juror: order[:top] for juror, order in whole.items()}
    for juror, order in whole.items():
        fewer = {code: [s for s in given if s.juror != juror] for code, given in entries.items()}
        assert order == [standing.code for standing in rank(rules, fewer) if standing.place]


def test_smallest_shift_golden_is_two_and_a_half_points():
    # E leads C by 1/3 of a point; D is 1/15 on Signifikansi, -1/15 on Kebaruan: (1/3) / (2/15).
    sheets = competition_sheets()
    assert smallest_shift(GOLDEN, sheets["E"], sheets["C"]) == Shift(
        Fraction(5, 2), "signifikansi", "kebaruan"
    )


def test_smallest_shift_moved_makes_totals_equal():
    sheets = competition_sheets()
    shift = smallest_shift(GOLDEN, sheets["E"], sheets["C"])
    moved = {shift.source: -shift.points, shift.target: shift.points}
    rules = Rules([Criterion(c.code, c.weight + moved.get(c.code, 0), 5) for c in CRITERIA])
    assert entry_total(rules, sheets["E"]) == entry_total(rules, sheets["C"])


def test_smallest_shift_takes_no_more_than_a_criterion_weighs():
    # A leads by 4/5 of 60 on isi, B by 1/5 of 40 on video: t = 40 / (4/5 + 1/5), which isi has.
    assert smallest_shift(TWO, [sheet("1", 5, 1)], [sheet("1", 1, 2)]) == Shift(Fraction(40), "isi", "video")
    # Ahead on both: no shift of 60 weight closes the lead.
    assert smallest_shift(TWO, [sheet("1", 5, 5)], [sheet("1", 1, 2)]) is None


def test_smallest_shift_same_lead_everywhere_has_no_answer():
    assert smallest_shift(TWO, [sheet("1", 5, 5)], [sheet("1", 4, 4)]) is None


def test_smallest_shift_needs_whole_sheets_and_a_mean():
    optional = Rules([Criterion("isi", 60, 5), Criterion("video", 40, 5, required=False)])
    assert smallest_shift(optional, [sheet("1", 5)], [sheet("1", 1, 2)]) is None
    assert smallest_shift(TWO, [sheet("1", 5, 1)], []) is None
    median = Rules(TWO.criteria, aggregate=Aggregate.MEDIAN)
    assert smallest_shift(median, [sheet("1", 5, 1)], [sheet("1", 1, 2)]) is None


def test_wide_gaps_golden_names_b():
    # B has 70, 67 and 36; the next is E with 97, 76 and 82; then A with 70, 50 and 53.
    assert wide_gaps(GOLDEN, competition_sheets()) == ["B"]
    assert wide_gaps(GOLDEN, competition_sheets(), points=21) == ["B", "E"]


def test_flat_sheets_counts_shares_of_the_maximum():
    rules = Rules([Criterion("isi", 60, 5), Criterion("video", 40, 10, required=False)])
    entries = {
        "A": [sheet("1", 4, 8), sheet("2", 4, 4)],
        "B": [sheet("1", 3), sheet("2", 3, 5), Sheet("3", {}, counts=False)],
    }
    assert flat_sheets(rules, entries) == {"1": (2, 2), "2": (0, 2)}
    assert flat_sheets(GOLDEN, competition_sheets())["2"] == (1, 5)
