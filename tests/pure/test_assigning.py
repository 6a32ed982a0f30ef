"""Dealing entries to jurors: what must never happen, and what must come out."""

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from judging.assigning import BadProblem, Plan, Problem, deal, optimum, replace_juror
from judging.assigning.dealing import shuffled
from judging.assigning.design import calibration_cost, count_components, incidence

# ── By hand ─────────────────────────────────────────────────────────────────


def test_deal_every_juror_needed_gives_everyone_everything():
    plan = deal(Problem(entries=4, jurors=3, readers=3))
    assert sorted(plan.pairs) == [(entry, juror) for entry in range(4) for juror in range(3)]
    assert (plan.loads, plan.uncovered, plan.components, plan.calibration_cost) == ((4, 4, 4), (), 1, 1.0)


def test_deal_conflicts_leave_one_way_out():
    # Entry 0 only to juror 2, entry 1 only to juror 0: entry 2 is juror 1's.
    conflicts = [(0, 0), (0, 1), (1, 1), (1, 2)]
    plan = deal(Problem(3, 3, 1, cap=1, conflicts=conflicts, fit=[[9, 9, 0], [0, 9, 9], [9, 0, 9]]))
    assert sorted(plan.pairs) == [(0, 2), (1, 0), (2, 1)]
    assert (plan.fit, plan.worst_entry_fit) == (0.0, 0.0)


def test_deal_entry_with_too_few_jurors_is_named_and_the_rest_is_planned():
    plan = deal(Problem(4, 3, 2, conflicts=[(2, 0), (2, 1)]))
    assert plan.uncovered == ((2, 1),)
    assert (2, 2) in plan.pairs
    assert sorted(entry for entry, _ in plan.pairs) == [0, 0, 1, 1, 2, 3, 3]
    assert max(plan.loads) - min(plan.loads) <= 1


def test_deal_caps_too_low_leave_entries_short_though_jurors_are_free():
    plan = deal(Problem(4, 3, 2, cap=2))
    assert plan.loads == (2, 2, 2)
    assert [free for _, free in plan.uncovered] == [3, 3]


def test_deal_caps_of_their_own_are_kept():
    plan = deal(Problem(6, 3, 2, cap=[6, 4, 2]))
    assert (plan.loads, plan.uncovered) == ((6, 4, 2), ())


def test_deal_jurors_kept_apart_never_meet():
    plan = deal(Problem(6, 4, 2, apart=[(0, 1), (2, 3)]))
    panels = {frozenset(j for e, j in plan.pairs if e == entry) for entry in range(6)}
    assert panels <= {frozenset(panel) for panel in ((0, 2), (0, 3), (1, 2), (1, 3))}
    assert plan.loads == (3, 3, 3, 3)


def test_deal_jurors_kept_apart_who_defeat_every_chain_are_still_dealt():
    # Juror 1 is free for entries 2 and 3 only, so that 0, who must not meet 1, reads 0 and 1.
    plan = deal(Problem(4, 4, 2, conflicts=[(0, 1), (1, 1)], apart=[(0, 1)]))
    assert (plan.loads, plan.uncovered) == ((2, 2, 2, 2), ())
    assert [sorted(plan.reading_order(juror)) for juror in (0, 1)] == [[0, 1], [2, 3]]


def test_deal_existing_pairs_stay_and_count():
    existing = ((0, 0), (1, 0), (2, 0))
    plan = deal(Problem(5, 3, 2, existing=existing))
    assert plan.pairs[:3] == existing
    assert (sorted(plan.loads), plan.uncovered) == ([3, 3, 4], ())


def test_deal_fit_is_the_sum_on_the_scale_given():
    fit = [[1, 5, 3], [2, 2, 4]]
    plan = deal(Problem(2, 3, 2, fit=fit))
    per_entry = [sum(fit[e][j] for e, j in plan.pairs if e == entry) for entry in range(2)]
    assert (plan.fit, plan.worst_entry_fit) == (sum(per_entry), min(per_entry))


def test_deal_same_seed_same_plan_other_seed_another():
    problem = Problem(30, 6, 3, seed=1)
    assert deal(problem) == deal(replace(problem))
    assert deal(problem).pairs != deal(replace(problem, seed=2)).pairs


def test_deal_reading_order_is_the_position_in_the_deal():
    plan = Plan(((4, 1), (2, 0), (0, 1), (3, 1)), (), (), 1, None, 0, 0)
    assert plan.reading_order(1) == [4, 0, 3]


def test_shuffled_is_ascending_hashes_anyone_can_compute():
    lots = {entry: hashlib.sha256(f"2024:2:{entry}".encode()).hexdigest() for entry in range(9)}
    assert shuffled(list(range(9)), 2024, 2) == sorted(lots, key=lots.get)


def test_optimum_takes_the_experts_and_leaves_islands():
    # Jurors 0 and 1 know the first three entries, 2 and 3 the last three.
    fit = [[1, 1, 0, 0]] * 3 + [[0, 0, 1, 1]] * 3
    problem = Problem(6, 4, 2, fit=fit)
    best, dealt = optimum(problem), deal(problem)
    assert (best.fit, best.components, best.calibration_cost) == (12.0, 2, None)
    assert (dealt.components, dealt.uncovered, dealt.loads) == (1, (), (3, 3, 3, 3))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"entries": 0}, "fit: needs at least one entry"),
        ({"readers": 0}, "readers: must be at least 1"),
        ({"cap": -1}, "cap: must not be below 0"),
        ({"cap": [1, 2]}, "cap: must be one number, or one for each of 3 jurors"),
        ({"fit": [[1, 2, 3]]}, "fit: must have 2 rows of 3 numbers"),
        ({"conflicts": [(2, 0)]}, r"conflicts: \[2, 0\] is out of range"),
        ({"apart": [(0, 3)]}, r"apart: \[0, 3\] is out of range"),
        ({"existing": [(-1, 0)]}, r"existing: \[-1, 0\] is out of range"),
        ({"existing": [(1, 1)], "conflicts": [(1, 1)]}, r"existing: \[1, 1\] is a conflict"),
    ],
)
def test_problem_that_makes_no_sense_is_refused_by_field(change, sentence):
    with pytest.raises(BadProblem, match=sentence):
        Problem(**{"entries": 2, "jurors": 3, "readers": 1} | change)


def test_problem_with_a_fit_that_is_no_number_is_refused():
    with pytest.raises(BadProblem, match="fit: every number must be finite"):
        deal(Problem(1, 2, 1, fit=[[1.0, float("nan")]]))


# ── Chains: what the hands left undone ──────────────────────────────────────


def test_deal_finds_the_only_plan_there_is():
    # 0, 1 and 3 have one panel each and fill juror 2 to the cap of 3: entry 2 is for 0 and 1.
    plan = deal(Problem(4, 3, 2, conflicts=[(0, 1), (1, 0), (3, 0)]))
    assert sorted(plan.pairs) == [(0, 0), (0, 2), (1, 1), (1, 2), (2, 0), (2, 1), (3, 1), (3, 2)]


def test_deal_levels_loads_that_conflicts_upset():
    # Entry 1 is for juror 1 alone: seven readings for three jurors.
    plan = deal(Problem(4, 3, 2, conflicts=[(1, 0), (1, 2)]))
    assert (sorted(plan.loads), plan.uncovered) == ([2, 2, 3], ((1, 1),))


def test_deal_never_hands_on_an_existing_card():
    # Only by moving a card of entry 3 could juror 0 read twice.
    existing = ((3, 2), (3, 3))
    plan = deal(Problem(4, 4, 2, conflicts=[(0, 0), (0, 3), (2, 0)], existing=existing))
    assert set(existing) <= set(plan.pairs)
    assert plan.loads == (1, 2, 2, 2)


def test_deal_levels_loads_with_jurors_kept_apart():
    # Juror 0 may read entry 0 only, juror 1 entry 2 (entry 0 being closed by juror 0).
    conflicts = [(0, 2), (1, 0), (1, 1), (2, 0), (2, 2), (3, 0), (3, 1), (3, 3)]
    plan = deal(Problem(4, 4, 2, conflicts=conflicts, apart=[(0, 1)], existing=[(3, 2)]))
    assert (plan.loads, len(plan.pairs)) == ((1, 1, 2, 2), 6)


def test_deal_mixes_panels_until_calibration_is_cheap():
    # Three pairs of jurors, each hardly better on its third of the entries: fit alone costs 1.113.
    fit = [[0.98 if juror % 3 == entry % 3 else 0.95 for juror in range(6)] for entry in range(60)]
    fit[0][:2] = [1.0, 0.0]
    assert deal(Problem(60, 6, 2, fit=fit)).calibration_cost <= 1.10


def test_optimum_looks_beyond_the_jurors_everybody_likes_best():
    # One entry for each of sixteen jurors: whoever reads what, every juror's worth is had once.
    plan = optimum(Problem(16, 16, 1, cap=1, fit=[[16 - juror for juror in range(16)]] * 16))
    assert (plan.fit, plan.uncovered) == (sum(range(1, 17)), ())


def test_optimum_never_halves_a_juror():
    # Three who must not meet: halves of each would make one reader and a half.
    plan = optimum(Problem(1, 3, 2, fit=[[1, 2, 3]], apart=[(0, 1), (1, 2), (0, 2)]))
    assert (plan.pairs, plan.uncovered) == (((0, 2),), ((0, 3),))


# ── A juror drops out ───────────────────────────────────────────────────────


def test_replace_juror_moves_only_the_orphans():
    problem = Problem(40, 8, 3, cap=20, conflicts=[(entry, entry % 8) for entry in range(40)])
    plan = deal(problem)
    after = replace_juror(problem, plan.pairs, 3)
    stayed = [pair for pair in plan.pairs if pair[1] != 3]
    assert after.pairs[: len(stayed)] == tuple(stayed)
    orphans = sorted(entry for entry, juror in plan.pairs if juror == 3)
    assert sorted(entry for entry, _ in after.pairs[len(stayed) :]) == orphans
    assert (after.loads[3], after.uncovered) == (0, ())
    others = [load for juror, load in enumerate(after.loads) if juror != 3]
    assert max(others) - min(others) <= 1
    assert set(after.pairs).isdisjoint(problem.conflicts)


def test_replace_juror_keeps_finished_sheets():
    problem = Problem(6, 4, 2, cap=6)
    plan = deal(problem)
    mine = plan.reading_order(0)
    after = replace_juror(problem, plan.pairs, 0, finished=mine[:1])
    assert after.reading_order(0) == mine[:1]
    assert after.uncovered == ()


def test_replace_juror_without_anyone_free_leaves_the_orphan_uncovered():
    problem = Problem(2, 2, 2)
    plan = deal(problem)
    assert replace_juror(problem, plan.pairs, 1).uncovered == ((0, 1), (1, 1))


# ── Design ──────────────────────────────────────────────────────────────────


def test_calibration_cost_of_a_ring_of_four_is_one_and_a_half():
    # Panels 01, 12, 23, 30. W_0 - W̄ = (1, 1, -1, -1)/4 lies in the eigenspace of C with value 1,
    # so v = 4/16 and the cost is 1 + 2 · 1/4.
    ring = [(entry, (entry + side) % 4) for entry in range(4) for side in (0, 1)]
    reads = incidence(Problem(4, 4, 2), ring)
    assert calibration_cost(reads, 2) == pytest.approx(1.5, abs=1e-12)
    assert count_components(reads) == 1


def test_calibration_cost_is_the_variance_of_least_squares():
    plan = deal(Problem(15, 6, 3, seed=5))
    reads = incidence(Problem(15, 6, 3), plan.pairs)
    rows = np.array(
        [[float(c == e) for c in range(15)] + [float(c == j) for c in range(6)] for e, j in plan.pairs]
    )
    shares = reads / 3
    contrasts = np.hstack([np.zeros((15, 15)), shares - shares.mean(axis=0)])
    variances = np.diag(contrasts @ np.linalg.pinv(rows.T @ rows) @ contrasts.T)
    assert plan.calibration_cost == pytest.approx(1 + 3 * variances.max(), abs=1e-9)


def test_count_components_leaves_idle_jurors_out():
    assert count_components(incidence(Problem(4, 5, 2), [(0, 0), (0, 1), (1, 1), (2, 2), (3, 2)])) == 2
    assert count_components(incidence(Problem(4, 5, 2), [])) == 0


# ── Properties, against oracles ─────────────────────────────────────────────


@st.composite
def problems(draw, most_entries=9, most_jurors=6, with_apart=True):
    entries, jurors = draw(st.integers(1, most_entries)), draw(st.integers(1, most_jurors))
    pair = st.tuples(st.integers(0, entries - 1), st.integers(0, jurors - 1))
    two_jurors = st.tuples(st.integers(0, jurors - 1), st.integers(0, jurors - 1))
    conflicts = draw(st.sets(pair, max_size=entries * jurors // 2))
    existing = draw(st.sets(pair, max_size=2)) - conflicts
    level = st.integers(0, 4)
    return Problem(
        entries,
        jurors,
        readers=draw(st.integers(1, 3)),
        cap=draw(st.none() | st.integers(0, entries)),
        fit=draw(st.none() | st.lists(st.tuples(*[level] * jurors), min_size=entries, max_size=entries)),
        conflicts=conflicts,
        apart=draw(st.sets(two_jurors, max_size=2)) if with_apart else (),
        seed=draw(st.integers(0, 5)),
        existing=sorted(existing),
    )


def assert_lawful(problem, plan):
    assert len(set(plan.pairs)) == len(plan.pairs)
    assert set(plan.pairs).isdisjoint(problem.conflicts)
    assert set(problem.existing) <= set(plan.pairs)
    held = [sum(juror == j for _, juror in problem.existing) for j in range(problem.jurors)]
    for load, before, limit in zip(plan.loads, held, problem.limits.tolist(), strict=True):
        assert load <= max(before, limit)
    for entry in range(problem.entries):
        before = {j for e, j in problem.existing if e == entry}
        panel = {j for e, j in plan.pairs if e == entry}
        assert len(panel) <= max(problem.readers, len(before))
        for one, other in problem.apart:
            assert one == other or not {one, other} <= panel or {one, other} <= before


@settings(max_examples=30, deadline=None)
@given(problems())
def test_deal_is_always_lawful_and_names_the_short(problem):
    plan = deal(problem)
    assert_lawful(problem, plan)
    counts = Counter(entry for entry, _ in plan.pairs)
    short = [entry for entry in range(problem.entries) if counts[entry] < problem.readers]
    assert [entry for entry, _ in plan.uncovered] == short


def most_pairs(problem, low=0, high=None):
    """The greatest number of readings any plan can have, by linear programming; None: impossible."""
    cells = [
        (e, j)
        for e, j in product(range(problem.entries), range(problem.jurors))
        if (e, j) not in set(problem.conflicts)
    ]
    held = [sum(juror == j for _, juror in problem.existing) for j in range(problem.jurors)]
    rows, bounds = [], []
    for entry in range(problem.entries):
        before = sum(e == entry for e, _ in problem.existing)
        rows.append([float(e == entry) for e, _ in cells])
        bounds.append(max(problem.readers, before))
    for juror in range(problem.jurors):
        mine = [float(j == juror) for _, j in cells]
        limit = max(held[juror], int(problem.limits[juror]))
        rows += [mine, [-cell for cell in mine]]
        bounds += [limit if high is None else min(limit, high), -low]
    if not cells:
        return 0 if low == 0 else None
    ranges = [(float(cell in set(problem.existing)), 1.0) for cell in cells]
    result = linprog([-1.0] * len(cells), A_ub=rows, b_ub=bounds, bounds=ranges)
    return round(-result.fun) if result.success else None


@settings(max_examples=30, deadline=None)
@given(problems(with_apart=False))
def test_deal_covers_as_many_readings_as_any_plan_could(problem):
    assert len(deal(problem).pairs) == most_pairs(problem)


@settings(max_examples=30, deadline=None)
@given(problems(with_apart=False))
def test_deal_loads_differ_by_at_most_one_whenever_that_is_possible(problem):
    plan = deal(problem)
    low = len(plan.pairs) // problem.jurors
    if most_pairs(problem, low, -(-len(plan.pairs) // problem.jurors)) == len(plan.pairs):
        assert max(plan.loads) - min(plan.loads) <= 1


@settings(max_examples=30, deadline=None)
@given(problems())
def test_deal_with_jurors_kept_apart_covers_as_many_readings_as_the_optimum(problem):
    assert len(deal(problem).pairs) == len(optimum(problem).pairs)


def every_plan(problem):
    """Panels of exactly the size wanted, lawful and within caps."""
    panels = [
        [
            panel
            for panel in combinations(range(problem.jurors), problem.readers)
            if not any((entry, j) in set(problem.conflicts) for j in panel)
            and not any(one != other and {one, other} <= set(panel) for one, other in problem.apart)
        ]
        for entry in range(problem.entries)
    ]
    for choice in product(*panels):
        loads = [sum(j in panel for panel in choice) for j in range(problem.jurors)]
        if all(load <= limit for load, limit in zip(loads, problem.limits.tolist(), strict=True)):
            yield [(entry, j) for entry, panel in enumerate(choice) for j in panel]


@settings(max_examples=30, deadline=None)
@given(problems(most_entries=4, most_jurors=4))
def test_optimum_equals_the_best_of_all_plans_and_no_deal_beats_it(problem):
    problem = replace(problem, existing=(), readers=min(problem.readers, 2))
    best = max((sum(problem.fits[pair] for pair in plan) for plan in every_plan(problem)), default=None)
    plan = optimum(problem)
    assert_lawful(problem, plan)
    if best is not None:
        assert (plan.fit, plan.uncovered) == (best, ())
        dealt = deal(problem)
        assert dealt.uncovered or dealt.fit <= best


@settings(max_examples=30, deadline=None)
@given(problems(), st.data())
def test_replace_juror_never_moves_another_card(problem, data):
    plan = deal(problem)
    gone = data.draw(st.integers(0, problem.jurors - 1))
    after = replace_juror(problem, plan.pairs, gone)
    assert {pair for pair in plan.pairs if pair[1] != gone} <= set(after.pairs)
    assert after.loads[gone] == 0
    assert set(after.pairs).isdisjoint(problem.conflicts)
    assert len(after.pairs) <= len(plan.pairs)
