"""Screens for sheets: counted by hand."""

from fractions import Fraction

from judging.auditing import FlatJuror, QuickSheet, flat_jurors, quick_sheets


def test_quick_sheets_are_under_three_minutes_or_a_quarter_of_the_own_median():
    slow = {"a": 40.0, "b": 44.0, "c": 48.0, "d": 10.9, "e": 60.0}
    assert quick_sheets({"J1": slow}) == [QuickSheet("d", "J1", 10.9, 44.0, 11.0)]
    assert quick_sheets({"J1": slow | {"d": 11.0}}) == []


def test_quick_sheets_of_a_juror_known_from_few_go_by_the_floor_alone():
    few = {"a": 40.0, "b": 44.0, "c": 3.0, "d": 2.99}
    assert [(one.entry, one.limit) for one in quick_sheets({"J1": few})] == [("d", 3.0)]


def test_quick_sheets_put_the_quickest_first_and_bear_a_juror_without_sheets():
    found = quick_sheets({"J2": {"a": 2.0}, "J1": {"b": 1.0}, "J3": {}})
    assert [(one.juror, one.entry) for one in found] == [("J1", "b"), ("J2", "a")]


def test_flat_jurors_stand_out_from_the_others():
    counts = {"J1": (3, 10), "J2": (1, 10), "J3": (0, 10)}
    assert flat_jurors(counts) == [FlatJuror("J1", 3, 10, Fraction(1, 20))]


def test_flat_jurors_of_a_panel_that_is_flat_throughout_are_nobody():
    assert flat_jurors({"J1": (4, 10), "J2": (2, 10)}) == []  # 40 % is exactly twice 20 %
    assert flat_jurors({"J1": (2, 2), "J2": (0, 10)}) == []  # two sheets prove nothing
    assert flat_jurors({"J1": (9, 9)}) == []  # nobody to stand beside
