"""Chances and rank ranges: against sums done by hand, simulation, and the exact sum."""

from itertools import pairwise
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging import uncertainty
from judging.uncertainty import Outlook, Zone, chances_in_top, outlooks, variances
from tests.pure.golden import COMPETITION

RAW = {"A": 173 / 3, "B": 173 / 3, "C": 254 / 3, "D": 146 / 3, "E": 85.0, "F": 164 / 3}
THREE = dict.fromkeys(COMPETITION, 3)


def phi(x):
    return (1 + erf(x / sqrt(2))) / 2


def test_chances_in_top_golden_competition():
    found = chances_in_top(RAW, THREE, quality=100, noise=100, top=3)
    assert found == pytest.approx(
        {"A": 0.3689, "B": 0.3689, "C": 0.9999, "D": 0.0460, "E": 0.9999, "F": 0.2163}, abs=5e-5
    )
    assert sum(found.values()) == pytest.approx(3, abs=1e-9)


def test_outlooks_two_entries_by_hand():
    # w = 100/(100 + 50) = 2/3, s = √(2/3 · 50); levels 60 ± 20/3; the cut for one of two is 60.
    found = outlooks({"A": 70, "B": 50}, {"A": 2, "B": 2}, quality=100, noise=100, top=1)
    s = sqrt(100 / 3)
    chance = phi(20 / 3 / s)
    assert (found["A"].chance, found["B"].chance) == pytest.approx((chance, 1 - chance), abs=1e-9)
    # B above A's high end: Φ(-40/3/s - 1.645) is nearly nothing; above its low end: Φ(-40/3/s + 1.645) = .25
    assert (found["A"].best, found["A"].worst) == (1, 1)
    assert phi(-40 / 3 / s + 1.645) == pytest.approx(0.25, abs=0.01)


def test_outlooks_equal_entries_could_stand_anywhere():
    found = outlooks(dict.fromkeys("ABCDE", 70), dict.fromkeys("ABCDE", 3), 100, 100, top=2)
    assert found == dict.fromkeys("ABCDE", Outlook(pytest.approx(0.4), 1, 5))
    assert found["A"].zone == Zone.GREY


def test_outlooks_without_noise_are_certain():
    found = outlooks({"A": 90, "B": 80, "C": 70}, dict.fromkeys("ABC", 3), quality=100, noise=0, top=1)
    assert found == {
        "A": Outlook(pytest.approx(1), 1, 1),
        "B": Outlook(pytest.approx(0), 2, 2),
        "C": Outlook(pytest.approx(0), 3, 3),
    }


def test_outlooks_without_quality_tell_nothing_apart():
    found = outlooks({"A": 90, "B": 80, "C": 70, "D": 60}, dict.fromkeys("ABCD", 3), 0, 100, top=1)
    assert {code: each.chance for code, each in found.items()} == pytest.approx(dict.fromkeys("ABCD", 0.25))


def test_outlooks_more_readers_make_surer():
    found = outlooks({"A": 80, "B": 60, "C": 80}, {"A": 9, "B": 3, "C": 1}, 100, 100, top=2)
    assert found["A"].chance > found["C"].chance > found["B"].chance


def test_chances_in_top_as_many_as_there_are_is_certain():
    assert chances_in_top({"A": 1, "B": 2}, {"A": 1, "B": 1}, 1, 1, top=2) == {"A": 1, "B": 1}
    assert outlooks({}, {}, 1, 1, top=2) == {}


@pytest.mark.parametrize(
    ("chance", "zone"), [(0.9, "safe"), (0.8999, "grey"), (0.1001, "grey"), (0.1, "out")]
)
def test_zone_has_its_edges(chance, zone):
    assert Outlook(chance, 1, 9).zone == zone


def test_places_by_pieces_equal_the_sum_itself(monkeypatch):
    chance = np.random.default_rng(4)
    scores = {str(n): float(score) for n, score in enumerate(chance.normal(74, 8, 900))}
    readers = {code: int(count) for code, count in zip(scores, chance.integers(2, 6, 900), strict=True)}
    levels = uncertainty._levels(scores, readers, 50, 70)
    by_pieces = uncertainty._places(levels, levels, uncertainty.Z_90)
    monkeypatch.setattr(uncertainty, "KNOT_SPACING", 1e-9)
    assert by_pieces == pytest.approx(uncertainty._places(levels, levels, uncertainty.Z_90), abs=1e-2)


def test_variances_one_way_of_shrout_and_fleiss():
    """Their ICC(1,1) of .165742, within mean square 6.264; jurors differ by entry, so none is centred."""
    rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    apart = [{f"{at}{juror}": x for juror, x in enumerate(row)} for at, row in enumerate(rows)]
    quality, noise = variances(apart)
    assert noise == pytest.approx(6.263889, abs=1e-6)
    assert quality / (quality + noise) == pytest.approx(0.165742, abs=1e-6)


def test_variances_of_a_complete_panel_leave_severity_out():
    """ICC(3,1) of the same table: .714841."""
    rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    quality, noise = variances([dict(enumerate(row)) for row in rows])
    assert (quality, noise) == pytest.approx((2.555556, 1.019444), abs=1e-6)
    assert quality / (quality + noise) == pytest.approx(0.714841, abs=1e-6)


def test_variances_without_a_second_reader_are_unknown():
    assert variances([{"1": 50}, {"2": 60}]) is None
    assert variances([{"1": 50, "2": 60}]) is None
    assert variances([]) is None


def test_outlooks_only_those_asked_for_say_the_same():
    every = outlooks(RAW, THREE, quality=100, noise=100, top=3)
    assert outlooks(RAW, THREE, 100, 100, 3, only={"A", "F"}) == {code: every[code] for code in ("A", "F")}


entries = st.dictionaries(
    st.text("ABCDEFGH", min_size=1, max_size=2), st.tuples(st.integers(0, 100), st.integers(1, 5)), min_size=1
)


@settings(max_examples=50, deadline=None)
@given(entries, st.floats(1, 400), st.floats(1, 400), st.integers(1, 5))
def test_outlooks_sum_to_the_top_and_follow_the_order(rows, quality, noise, top):
    scores = {code: score for code, (score, _) in rows.items()}
    found = outlooks(scores, dict.fromkeys(rows, 3), quality, noise, top)
    assert sum(each.chance for each in found.values()) == pytest.approx(min(top, len(rows)), abs=1e-6)
    ordered = sorted(rows, key=scores.get)
    for lower, higher in pairwise(ordered):
        assert found[lower].chance <= found[higher].chance + 1e-9
        assert found[lower].best >= found[higher].best
    assert all(1 <= each.best <= each.worst <= len(rows) for each in found.values())


@settings(max_examples=30, deadline=None)
@given(entries, st.floats(1, 400), st.floats(1, 400))
def test_outlooks_places_are_expected_numbers_above(rows, quality, noise):
    """Once more by plain Python: R(m ± 1.645 s), own term removed."""
    mean = sum(score for score, _ in rows.values()) / len(rows)
    level, deviation = {}, {}
    for code, (score, count) in rows.items():
        weight = quality / (quality + noise / count)
        level[code] = mean + weight * (score - mean)
        deviation[code] = sqrt(weight * noise / count)
    readers = {code: count for code, (_, count) in rows.items()}
    found = outlooks({code: score for code, (score, _) in rows.items()}, readers, quality, noise, 1)
    for code, each in found.items():
        for side, place in ((1.645, each.best), (-1.645, each.worst)):
            at = level[code] + side * deviation[code]
            above = sum(phi((level[o] - at) / deviation[o]) for o in rows if o != code)
            assert abs(1 + above - place) <= 0.5 + 1e-6
