"""Agreement against published figures, and against definitions spelt out the long way."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.agreement import (
    Components,
    Grade,
    Outlook,
    alpha,
    alpha_by,
    grade,
    intraclass,
    kendalls_w,
    nominal,
    ordinal,
    outlook,
    ratio,
    variance_components,
)
from judging.readings import Readings

# A. Shrout and Fleiss 1979: 6 targets, 4 judges.
SHROUT = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
# B. Krippendorff: 4 coders, 12 units, 0 for missing.
CODERS = [
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
]
UNITS = [[value for value in column if value] for column in zip(*CODERS, strict=True)]
# D. Three raters, 20 subjects.
RATERS = [
    (3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3),
    (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
    (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2),
]


def table(rows):
    return Readings({str(e): {str(j): value for j, value in enumerate(row)} for e, row in enumerate(rows)})


def near(value):
    return pytest.approx(value, abs=5e-7)


# ── Published figures ───────────────────────────────────────────────────────


def test_intraclass_shrout_and_fleiss():
    found = intraclass(SHROUT)
    assert (found.one_way, found.absolute, found.consistent) == near((0.165742, 0.289764, 0.714841))
    assert (found.one_way_mean, found.absolute_mean, found.consistent_mean) == near(
        (0.442797, 0.620051, 0.909316)
    )


def test_variance_components_shrout_and_fleiss():
    found = variance_components(table(SHROUT))
    assert (found.quality, found.severity, found.noise) == near((2.555556, 5.244444, 1.019444))
    assert found.readers_for(0.8, is_equalised=True) == pytest.approx(1.5957, abs=5e-5)
    assert found.readers_for(0.8) == pytest.approx(9.8043, abs=5e-5)


def test_reliability_of_a_complete_panel_is_its_intraclass_correlation():
    found = variance_components(table(SHROUT))
    assert found.reliability(4, is_equalised=True) == near(0.909316)
    assert found.reliability(4) == near(0.620051)


def test_alpha_krippendorff_on_every_level():
    assert alpha(UNITS) == near(0.849107)
    assert alpha_by(nominal, UNITS) == near(0.743421)
    assert alpha_by(ordinal, UNITS) == near(0.815388)
    assert alpha_by(ratio, UNITS) == near(0.797403)


def test_kendalls_w_corrects_for_ties():
    assert kendalls_w(RATERS) == near(0.539657)


# ── Edges ───────────────────────────────────────────────────────────────────


def test_kendalls_w_extremes():
    assert kendalls_w([(1, 2, 3), (10, 20, 30)]) == 1
    assert kendalls_w([(1, 2, 3), (3, 2, 1)]) == 0
    assert kendalls_w([(2, 2), (5, 5)]) is None


@pytest.mark.parametrize("units", [[], [[1], [2]], [[3, 3], [3]]])
def test_alpha_without_pairs_or_variation_is_none(units):
    assert alpha(units) is None
    assert alpha_by(nominal, units) is None


def test_alpha_perfect_agreement_is_one_and_far_from_zero_stays_exact():
    assert alpha([[1, 1], [2, 2], [3, 3, 3]]) == pytest.approx(1)
    moved = [[value + 1e8 for value in unit] for unit in UNITS]
    assert alpha(moved) == near(0.849107)


def test_variance_components_need_readings_to_spare():
    assert variance_components(Readings({})) is None
    assert variance_components(table([(1, 2)])) is None
    assert variance_components(Readings({"A": {"1": 3.0, "2": 4.0}, "B": {"2": 1.0, "3": 5.0}})) is None


def test_variance_components_negative_is_zero_not_detected():
    found = variance_components(table([(1, 2), (2, 1)]))
    assert (found.quality, found.severity, found.noise) == (0, 0, 1)


def test_reliability_when_nothing_varies_is_none():
    nothing = Components(0, 0, 0)
    assert (nothing.reliability(3), nothing.readers_for(0.8), outlook(nothing, 3)) == (None, None, None)


def test_outlook_says_now_and_then():
    # 18 / (18 + 21/3) = .72; with five readers 18 / (18 + 21/5).
    components = Components(18, 6, 15)
    assert outlook(components, 3) == Outlook(0.72, Grade.FAIR, 2, pytest.approx(0.8108, abs=5e-5))


@pytest.mark.parametrize(
    ("reliability", "word"),
    [(0.8, "strong"), (0.7999, "fair"), (0.67, "fair"), (0.6699, "weak"), (0, "weak")],
)
def test_grade_words(reliability, word):
    assert grade(reliability) == word


# ── Definitions, the long way ───────────────────────────────────────────────

units_of_values = st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=8)


@settings(deadline=None)
@given(units_of_values)
def test_alpha_is_one_less_observed_over_expected_disagreement(units):
    paired = [unit for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    expected = sum((a - b) ** 2 for a, b in permutations(values, 2))
    if not expected:
        assert alpha(units) is None
        return
    observed = sum(sum((a - b) ** 2 for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in paired)
    by_definition = 1 - (len(values) - 1) * observed / expected
    assert alpha(units) == pytest.approx(by_definition, abs=1e-9)
    assert alpha_by(lambda a, b, counts: (a - b) ** 2, units) == pytest.approx(by_definition, abs=1e-9)


def henderson(mask, scores):
    """Reductions by least squares on dummies, coefficients by traces; None without spare readings."""
    cells = np.argwhere(mask)
    q = (cells[:, [0]] == np.flatnonzero(mask.any(axis=1))).astype(float)
    b = (cells[:, [1]] == np.flatnonzero(mask.any(axis=0))).astype(float)
    y = scores[mask] - 70

    def onto(*blocks):
        x = np.hstack(blocks)
        return x @ np.linalg.pinv(x)

    everything = np.eye(len(y))
    residual = everything - onto(q, b)
    left_over = round(np.trace(residual))
    if left_over <= 0:
        return None
    noise = y @ residual @ y / left_over
    without_q, without_b = onto(q, b) - onto(b), onto(q, b) - onto(q)
    quality_weight = np.trace(q.T @ (everything - onto(b)) @ q)
    severity_weight = np.trace(b.T @ (everything - onto(q)) @ b)
    quality = (y @ without_q @ y - np.trace(without_q) * noise) / quality_weight
    severity = (y @ without_b @ y - np.trace(without_b) * noise) / severity_weight
    return max(quality, 0), max(severity, 0), noise


def measured(mask, scores):
    found = variance_components(
        Readings({str(e): {str(j): scores[e, j] for j in np.flatnonzero(row)} for e, row in enumerate(mask)})
    )
    return found and (found.quality, found.severity, found.noise)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6))
def test_variance_components_equal_henderson_by_projections(seed):
    chance = np.random.default_rng(seed)
    shape = int(chance.integers(2, 9)), int(chance.integers(2, 6))
    mask = chance.random(shape) < chance.uniform(0.3, 0.9)
    mask[0, 0] = True
    scores = chance.normal(70, 8, shape).round(2)
    expected = henderson(mask, scores)
    assert measured(mask, scores) == (expected and pytest.approx(expected, rel=1e-6, abs=1e-6))


def test_variance_components_of_islands_equal_henderson_by_projections():
    mask = np.zeros((7, 4), dtype=bool)
    mask[:4, :2] = mask[4:, 2:] = True
    level = np.arange(7)[:, None] * 9.0 + np.array([40, 52, 40, 49])
    scores = level + np.random.default_rng(1).normal(0, 4, (7, 4))
    expected = henderson(mask, scores)
    assert measured(mask, scores) == pytest.approx(expected, rel=1e-9)
    assert min(expected) > 1
