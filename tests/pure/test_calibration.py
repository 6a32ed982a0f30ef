"""Severity of jurors: golden designs, least squares, and the certificate."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.agreement import variance_components
from judging.calibration import (
    Gates,
    Light,
    certificate,
    equalise,
    gates,
    odd_scores,
    severities,
    severity_table,
    unrounded_severities,
)
from judging.readings import Readings
from judging.scoring import Rules, sheet_total, shown
from tests.pure.golden import CRITERIA, competition_sheets

# C. Montgomery's catalysts: treatments by blocks.
CATALYSTS = {
    "1": {"1": 73, "2": 74, "4": 71},
    "2": {"2": 75, "3": 67, "4": 72},
    "3": {"1": 73, "2": 75, "3": 68},
    "4": {"1": 75, "3": 72, "4": 75},
}


def exact(rows):
    return {entry: {juror: Fraction(value) for juror, value in row.items()} for entry, row in rows.items()}


def competition_totals():
    rules = Rules(CRITERIA)
    return {
        entry: {sheet.juror: sheet_total(rules, sheet) for sheet in sheets}
        for entry, sheets in competition_sheets().items()
    }


def test_severities_montgomery_is_least_squares():
    totals = exact(CATALYSTS)
    severity = severities(Readings(totals), shrinkage=0)
    assert severity == {"1": Fraction("0.875"), "2": 3, "3": Fraction("-3.875"), "4": 0}
    # 72.5 plus the effects -1.125, -.875, -.5 and 2.5
    assert list(equalise(totals, severity).values()) == [
        Fraction(value) for value in ("71.375", "71.625", "72", "75")
    ]
    assert variance_components(Readings(totals)).noise == pytest.approx(0.65, abs=1e-9)


def test_severities_golden_competition_with_shrinkage_one():
    totals = competition_totals()
    assert unrounded_severities(Readings(totals), 1) == pytest.approx(
        [10.671795, 0.631373, 0.101961, -11.405128], abs=5e-7
    )
    severity = severities(Readings(totals), 1)
    assert [shown(value, 4) for value in severity.values()] == ["10.6718", "0.6314", "0.1020", "-11.4051"]
    published = {
        "A": 53.864957,
        "B": 57.700654,
        "C": 84.877124,
        "D": 52.223932,
        "E": 81.198291,
        "F": 58.223932,
    }
    # The published ones use b in full; rounding b to 4 decimals moves a mean by less than that.
    assert {entry: float(total) for entry, total in equalise(totals, severity).items()} == pytest.approx(
        published, abs=5e-5
    )


def test_certificate_golden_competition_holds_and_a_changed_severity_does_not():
    totals = competition_totals()
    severity = severities(Readings(totals), 5)
    proofs = certificate(totals, severity)
    assert {juror: proof.holds for juror, proof in proofs.items()} == dict.fromkeys("1234", True)
    assert proofs["1"].shrunk == 5 * Fraction("5.5363")
    severity["1"] += Fraction(1, 1000)
    assert certificate(totals, severity)["1"].holds is False


def test_equalise_entry_without_a_reading_is_left_out():
    assert equalise({"A": {"1": Fraction(80)}, "B": {}}, {"1": Fraction(2)}) == {"A": 78}


def designs(draw):
    entries, jurors = draw(st.integers(1, 9)), draw(st.integers(1, 5))
    cells = draw(st.sets(st.tuples(st.integers(0, entries - 1), st.integers(0, jurors - 1)), min_size=1))
    totals = {str(entry): {} for entry in range(entries)}
    for entry, juror in sorted(cells):
        totals[str(entry)][str(juror)] = draw(st.fractions(0, 100, max_denominator=60))
    return totals


some_totals = st.composite(designs)()


@settings(max_examples=40, deadline=None)
@given(some_totals)
def test_severities_without_shrinkage_are_ordinary_least_squares(totals):
    readings = Readings(totals)
    cells = [(e, j, float(value)) for e, row in totals.items() for j, value in row.items()]
    rows = np.array(
        [
            [float(e == entry) for entry in readings.entries]
            + [float(j == juror) for juror in readings.jurors]
            for e, j, _ in cells
        ]
    )
    scores = np.array([score for _, _, score in cells])
    fitted = rows @ np.linalg.lstsq(rows, scores, rcond=None)[0]
    severity = dict(zip(readings.jurors, unrounded_severities(readings, 0), strict=True))
    level = {
        entry: sum(float(score) - severity[juror] for juror, score in row.items()) / len(row)
        for entry, row in totals.items()
        if row
    }
    ours = [level[entry] + severity[juror] for entry, juror, _ in cells]
    assert ours == pytest.approx(fitted.tolist(), abs=1e-9)
    assert sum(severity.values()) == pytest.approx(0, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(some_totals, st.sampled_from([0, 1, 5, Fraction(5, 2)]))
def test_certificate_holds_for_every_design(totals, shrinkage):
    proofs = certificate(totals, severities(Readings(totals), shrinkage), shrinkage)
    assert all(proof.holds for proof in proofs.values())


@settings(max_examples=40, deadline=None)
@given(some_totals, st.randoms())
def test_severities_are_invariant_to_order(totals, random):
    shuffled = {
        entry: dict(random.sample(list(totals[entry].items()), len(totals[entry])))
        for entry in random.sample(list(totals), len(totals))
    }
    found, again = (Readings(each) for each in (totals, shuffled))
    assert unrounded_severities(again) == pytest.approx(unrounded_severities(found), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1, max_size=8))
def test_equalise_complete_panel_changes_nothing_but_rounding(rows):
    totals = exact({str(e): {str(j): value for j, value in enumerate(row)} for e, row in enumerate(rows)})
    equalised = equalise(totals, severities(Readings(totals)))
    for entry, row in totals.items():
        assert abs(equalised[entry] - sum(row.values()) / 3) <= Fraction(1, 10**4)


# ── Gates ───────────────────────────────────────────────────────────────────


def panels(size, jurors, *offsets):
    """Entry n is read by jurors n + offset, round and round."""
    return Readings({str(n): {str((n + step) % jurors): 0.0 for step in offsets} for n in range(size)})


def test_gates_complete_panel_needs_nothing():
    assert gates(panels(3, 3, 0, 1, 2)) == Gates(Light.NEEDLESS, 1, 1.0, 3, 3)
    assert gates(panels(3, 3, 0, 1, 2)).is_allowed is False


def test_gates_well_mixed_panels_are_green():
    found = gates(panels(50, 5, 0, 1, 2))
    assert (found.light, found.components, found.median_readings, found.least_readings) == (
        "green",
        1,
        30,
        30,
    )
    assert found.is_allowed is True


@pytest.mark.parametrize(
    ("jurors", "entries_per_pair", "cost", "light"),
    [(4, 10, 1.05, "green"), (6, 5, 11 / 9, "amber"), (6, 20, 19 / 18, "green"), (20, 5, 2.14, "red")],
)
def test_gates_ring_of_jurors_costs_what_its_eigenvalues_say(jurors, entries_per_pair, cost, light):
    # C has the eigenvalues m(1 - cos θ), a pair's share of them is (1 + cos θ)/2, and the sum of
    # cot²(πk/J) is (J - 1)(J - 2)/3: so the cost is 1 + (J - 1)(J - 2)/(3mJ).
    found = gates(panels(jurors * entries_per_pair, jurors, 0, 1))
    assert found.cost == pytest.approx(cost, abs=1e-9)
    assert (found.light, found.is_allowed) == (light, light != "red")


def test_gates_islands_are_red_without_a_cost():
    readings = Readings({str(n): {f"{n % 2}a": 0.0, f"{n % 2}b": 0.0} for n in range(40)})
    assert gates(readings) == Gates(Light.RED, 2, None, 20, 20)


@pytest.mark.parametrize("size", [15, 45])
def test_gates_jurors_hardly_known_are_red(size):
    # 15 entries: nine readings a juror. 45 entries and one juror with four.
    rows = {str(n): {str((n + step) % 5): 0.0 for step in (0, 1, 2)} for n in range(size)}
    if size == 45:
        for n in range(4):
            rows[str(n)]["rare"] = 0.0
    assert gates(Readings(rows)).light == "red"


# ── Advice ──────────────────────────────────────────────────────────────────


def harsh_world():
    """Thirty entries, four jurors of which three read each; juror 3 takes 8 points off, all but exact."""
    chance = np.random.default_rng(3)
    return {
        str(n): {
            str(j): 70.0 + n % 7 - 8 * (j == 3) + float(chance.normal(0, 1)) for j in range(4) if j != n % 4
        }
        for n in range(30)
    }


def test_severity_table_flags_the_harsh_juror_only():
    readings = Readings(harsh_world())
    found = severity_table(readings, variance_components(readings).noise, shrinkage=0)
    assert [(row.juror, row.is_flagged) for row in found] == [
        ("0", False),
        ("1", False),
        ("2", False),
        ("3", True),
    ]
    harsh = found[3]
    assert harsh.readings == 23
    assert harsh.low < -6 < harsh.high  # -8, seen from the mean of all four: -6
    assert harsh.high - harsh.low < 2


def test_severity_table_needs_both_points_and_certainty():
    readings = Readings(harsh_world())
    assert not any(row.is_flagged for row in severity_table(readings, noise=400.0, shrinkage=0))
    small = Readings({e: {j: v / 2 for j, v in row.items()} for e, row in harsh_world().items()})
    assert not any(row.is_flagged for row in severity_table(small, noise=0.01, shrinkage=0))


def test_odd_scores_names_the_slip_of_the_pen():
    world = harsh_world()
    noise = variance_components(Readings(world)).noise
    assert odd_scores(Readings(world), noise, shrinkage=0) == []
    world["4"]["2"] -= 6
    [(entry, juror, z)] = odd_scores(Readings(world), noise, shrinkage=0)
    assert (entry, juror) == ("4", "2")
    assert z < -3


def test_odd_scores_alone_on_an_entry_cannot_be_odd():
    assert odd_scores(Readings({"A": {"1": 10.0}, "B": {"1": 90.0, "2": 90.0}}), 1.0) == []
    assert odd_scores(Readings({"A": {"1": 10.0, "2": 90.0}}), 0.0) == []
