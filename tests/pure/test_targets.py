"""The targets of judging on the largest edition: 3,500 entries, 60 jurors, 3 readers."""

import time
from functools import cache
from math import ceil

import numpy as np
import pytest

from competitions.ledger import GENESIS, Event, link, walk
from judging.agreement import alpha, variance_components
from judging.assigning import Problem, deal, optimum, replace_juror
from judging.auditing import leave_one_out
from judging.calibration import certificate, equalise, severities, severity_table, unrounded_severities
from judging.merkle import Tree
from judging.readings import Readings
from judging.scoring import Criterion, Rules, Sheet, rank, sheet_total, shown
from judging.uncertainty import outlooks
from kipp.lib import canonical
from tests.pure.golden import CODES, CRITERIA, LADDER

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


# ── Statistics ──────────────────────────────────────────────────────────────

QUALITY, SEVERITY, NOISE = 1.278, 0.240, 1.268  # NeurIPS 2014, the largest published fit
UNIT = 25  # one of those squared is 25 of our squared points


@cache
def world():
    """True levels, and sheets on a scale of 100 of three random jurors for each entry."""
    chance = np.random.default_rng(7)
    level = chance.normal(60, (UNIT * QUALITY) ** 0.5, ENTRIES)
    offset = chance.normal(0, (UNIT * SEVERITY) ** 0.5, JURORS)
    sheets = {}
    for entry in range(ENTRIES):
        panel = chance.choice(JURORS, READERS, replace=False)
        marks = level[entry] + offset[panel] + chance.normal(0, (UNIT * NOISE) ** 0.5, READERS)
        sheets[f"P{entry:04}"] = [
            Sheet(str(juror), dict.fromkeys(CODES, int(mark.round().clip(0, 100))))
            for juror, mark in zip(panel.tolist(), marks, strict=True)
        ]
    return level, sheets


HUNDRED = Rules([Criterion(c.code, c.weight, 100) for c in CRITERIA], tie_ladder=(*LADDER, "draw"), seed="s")


@cache
def world_totals():
    return {
        code: {sheet.juror: sheet_total(HUNDRED, sheet) for sheet in sheets}
        for code, sheets in world()[1].items()
    }


@cache
def world_readings():
    readings = Readings(world_totals())
    assert readings.components == 1  # and made ready, together with the other matrices
    return readings


def test_ranking_the_nation_takes_half_a_second():
    chance = np.random.default_rng(1)
    entries = {
        f"P{entry:04}": [
            Sheet(str(juror), dict(zip(CODES, chance.integers(1, 6, 5).tolist(), strict=True)))
            for juror in chance.choice(JURORS, READERS, replace=False)
        ]
        for entry in range(ENTRIES)
    }
    rules = Rules(CRITERIA, tie_ladder=(*LADDER, "draw"), seed="s")
    standings, took = seconds(lambda: rank(rules, entries))
    assert took < 0.5
    assert [standing.place for standing in standings] == list(range(1, ENTRIES + 1))
    assert sum(standing.decision is not None for standing in standings) > ENTRIES / 2  # ties everywhere


def test_equalising_the_nation_takes_a_fifth_of_a_second():
    totals, readings = world_totals(), world_readings()
    (severity, equalised, table), took = seconds(
        lambda: (
            found := severities(readings),
            equalise(totals, found),
            severity_table(readings, UNIT * NOISE),
        )
    )
    assert took < 0.2
    assert (len(equalised), len(table)) == (ENTRIES, JURORS)
    assert all(proof.holds for proof in certificate(totals, severity).values())


def test_equalising_the_nation_without_shrinkage_is_least_squares():
    readings = world_readings()
    rows, columns = readings.reads.nonzero()
    cells = np.arange(rows.size)
    design = np.zeros((rows.size, JURORS))
    design[cells, columns] = 1.0
    design -= (readings.reads / READERS)[rows]  # what entries explain is swept out
    scores = (readings.scores - readings.entry_means[:, None])[rows, columns]
    by_least_squares = np.linalg.lstsq(design, scores, rcond=None)[0]
    assert unrounded_severities(readings, 0) == pytest.approx(by_least_squares.tolist(), abs=1e-9)


def test_agreement_of_the_nation_takes_a_fifth_of_a_second():
    totals, readings = world_totals(), world_readings()
    (agreed, found), took = seconds(
        lambda: (
            alpha([[float(t) for t in row.values()] for row in totals.values()]),
            variance_components(readings),
        )
    )
    assert took < 0.2
    assert 0.3 < agreed < 0.6  # 1.278 of 2.786 is .46
    assert (found.quality / UNIT, found.noise / UNIT) == pytest.approx((QUALITY, NOISE), rel=0.06)
    assert found.severity / UNIT == pytest.approx(SEVERITY, rel=0.4)


def test_outlooks_of_the_nation_take_a_second_and_cover_nine_in_ten():
    readings = world_readings()
    found = variance_components(readings)
    scores = dict(zip(readings.entries, readings.entry_means.tolist(), strict=True))
    outlook, took = seconds(
        lambda: outlooks(
            scores, dict.fromkeys(scores, READERS), found.quality, found.noise + found.severity, top=99
        )
    )
    assert took < 1
    places = (-world()[0]).argsort().argsort() + 1
    covered = [o.best <= place <= o.worst for o, place in zip(outlook.values(), places, strict=True)]
    assert 0.88 <= np.mean(covered) <= 0.93


def test_walking_a_hundred_thousand_events_takes_ten_seconds():
    rows, head = [], GENESIS
    for seq in range(1, 20_001):
        event = Event(
            seq, "2024-05-01T00:00:00+00:00", "juri-1", "score.finalised", f"s-{seq}", {"total": "80"}
        )
        head = link(head, event)
        rows.append((event, head))
    report, took = seconds(lambda: walk(row for row in rows))
    assert took * 5 < 10
    assert report.checked == 20_000


def test_leaving_out_each_juror_of_the_nation_takes_half_a_second():
    orders, took = seconds(lambda: leave_one_out(HUNDRED, world()[1], top=99))
    assert took < 0.5
    assert {len(order) for order in orders.values()} == {99}


def test_releasing_the_nation_takes_a_second():
    sheets = world()[1]

    def release():
        standings = rank(HUNDRED, sheets)
        leaves = [
            canonical.dumps(
                {
                    "code": standing.code,
                    "place": standing.place,
                    "sheets": [dict(sheet.points) for sheet in sheets[standing.code]],
                    "total": shown(standing.total, 4),
                }
            )
            for standing in standings
        ]
        tree = Tree(leaf.encode() for leaf in leaves)
        payload = canonical.dumps({"entries": leaves, "root": tree.root.hex()})
        return canonical.sha256(payload), [tree.path(at) for at in range(len(leaves))]

    (_, receipts), took = seconds(release)
    assert took < 1
    assert len(receipts) == ENTRIES
