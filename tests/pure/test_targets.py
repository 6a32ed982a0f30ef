"""The targets of judging on the largest edition: 3,500 entries, 60 jurors, 3 readers."""

import time
from functools import cache
from math import ceil

import numpy as np
import pytest

from judging.assigning import Problem, deal, optimum, replace_juror

pytestmark = pytest.mark.benchmark

ENTRIES, JURORS, READERS = 3500, 60, 3


def seconds(work):
    """Of this thread's own time, so that a busy machine does not count against it."""
    began = time.thread_time()
    result = work()
    return result, time.thread_time() - began


@pytest.fixture(autouse=True)
def _imported():
    """Imports are not part of a target."""
    deal(Problem(4, 3, 2))


@cache
def nation():
    """Eleven categories, jurors strong in some of them, a conflict for every tenth entry."""
    chance = np.random.default_rng(1)
    category = chance.integers(0, 11, ENTRIES)
    strength = chance.random((JURORS, 11)) ** 2
    fit = 0.8 * strength[:, category].T + 0.2 * chance.random((ENTRIES, JURORS))
    conflicts = zip(chance.integers(0, ENTRIES, 350), chance.integers(0, JURORS, 350), strict=True)
    return Problem(
        ENTRIES,
        JURORS,
        READERS,
        cap=ceil(1.05 * ENTRIES * READERS / JURORS),
        fit=fit.tolist(),
        conflicts=[(int(entry), int(juror)) for entry, juror in conflicts],
        apart=[(0, 1), (2, 3)],
        seed=2024,
    )


def test_deal_the_nation_meets_its_targets():
    plan, took = seconds(lambda: deal(nation()))
    assert took < 5
    assert set(plan.pairs).isdisjoint(nation().conflicts)
    assert (plan.uncovered, plan.components, set(plan.loads)) == ((), 1, {175})
    assert plan.calibration_cost <= 1.05
    assert plan.fit >= 0.97 * optimum(nation()).fit


def test_replace_juror_in_the_nation_takes_a_fifth_of_a_second():
    plan = optimum(nation())
    after, took = seconds(lambda: replace_juror(nation(), plan.pairs, 7))
    assert took < 0.2
    stayed = [pair for pair in plan.pairs if pair[1] != 7]
    assert after.pairs[: len(stayed)] == tuple(stayed)
    assert after.uncovered == ()
