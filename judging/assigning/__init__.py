"""Who reads what: planned, looked at, then applied.

Pure and deterministic for a seed. numpy and scipy take seconds to import, so they
are imported inside functions: a web process that only names these types stays light.
"""

from collections.abc import Collection, Sequence
from itertools import product
from math import inf

from judging.assigning.dealing import Deal, shuffled
from judging.assigning.design import describe
from judging.assigning.optimum import solve
from judging.assigning.problem import BadProblem, Pair, Plan, Problem
from judging.assigning.repairing import repair

__all__ = ["BadProblem", "Pair", "Plan", "Problem", "deal", "describe", "optimum", "replace_juror"]

HANDS = (5, 3, 1)  # cards per juror in a hand: more of them, more fit
OVERLAP_WEIGHTS = (0.0, 0.02, 0.05, 0.1)  # against meeting the same colleagues: more of it, fewer islands
GREEN_COST = 1.10
LARGEST_SOLVED = 20_000  # entries times jurors; beyond it whole-number programmes may take minutes


def deal(problem: Problem) -> Plan:
    """Complete, level, without islands, cheap to calibrate, and of what is so, the most fit.

    Ways to deal are tried from the most fit to the best mixed, until one has everything.
    """
    plans: list[Plan] = []
    for hand, weight in product(HANDS, OVERLAP_WEIGHTS):
        plans.append(_deal_once(problem, hand, weight))
        if (plans[-1].calibration_cost or inf) <= GREEN_COST and not plans[-1].uncovered:
            break
    best = max(plans, key=_merit)
    return max([best, *_solved(problem, best)], key=_merit)


def _deal_once(problem: Problem, hand: int, overlap_weight: float) -> Plan:
    table = Deal(problem, overlap_weight)
    table.deal_all(hand)
    repair(table)
    return describe(problem, table.pairs)


def _solved(problem: Problem, best: Plan) -> list[Plan]:
    """A way out when a deal is stuck though jurors are free: chains cannot see past pairs kept apart."""
    is_stuck = any(free >= problem.readers for _, free in best.uncovered)
    if not (is_stuck and problem.apart and problem.entries * problem.jurors <= LARGEST_SOLVED):
        return []
    table = Deal(problem)
    table.put(optimum(problem).pairs)
    repair(table)
    return [describe(problem, table.pairs)]


def _merit(plan: Plan) -> tuple[float, ...]:
    spread = max(plan.loads) - min(plan.loads)
    cost = plan.calibration_cost or inf
    return len(plan.pairs), -spread, -max(cost, GREEN_COST), plan.fit, -cost


def optimum(problem: Problem) -> Plan:
    """The most fit there is, whatever islands that leaves; cards in shuffled order."""
    pairs = solve(problem)
    place = {entry: at for at, entry in enumerate(shuffled(list(range(problem.entries)), problem.seed, 1))}
    return describe(problem, sorted(pairs, key=lambda pair: (place[pair[0]], pair[1])))


def replace_juror(
    problem: Problem,
    pairs: Sequence[Pair],
    juror: int,
    finished: Collection[int] = (),
    coming: int | None = None,
) -> Plan:
    """Deal the entries of a juror who left to the others; nobody else's cards move.

    Sheets of the juror on `finished` entries stay. A juror who is `coming` in their stead takes what
    conflicts and the cap allow, the others the rest. With no juror free for an orphan within the caps,
    it is uncovered.
    """
    kept = [pair for pair in pairs if pair[1] != juror or pair[0] in finished]
    orphans = [entry for entry, reader in pairs if reader == juror and entry not in finished]
    left = problem.without(juror, kept)
    table = Deal(left)
    if coming is not None:
        orphans = table.hand_over(orphans, coming)
    table.deal_hand(orphans)
    return describe(left, table.pairs)
