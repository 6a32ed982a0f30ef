"""Work a plan out. Called by the worker, by demos and by tests: numpy is imported on the way."""

from collections import Counter
from datetime import datetime

from judging import assigning
from judging.conflicts import Pair
from judging.models import AssignmentPlan
from judging.reads import assignments as reads
from judging.reads.assignments import PlanInputs
from kipp.lib.jobs import JobStatus


def make(*, plan_id: int, at: datetime) -> None:
    """Claim the plan, deal, store. A plan that somebody else holds, or that is done, is left alone."""
    if not AssignmentPlan.objects.claim(plan_id, at):
        return
    plan = AssignmentPlan.objects.select_related("stage").get(pk=plan_id)
    inputs = reads.plan_inputs(plan.stage)
    plan.status, plan.ready_at, plan.leased_until = JobStatus.READY, at, None
    plan.fingerprint, plan.result = inputs.fingerprint, solve(inputs, plan.seed)
    plan.save(update_fields=["status", "ready_at", "leased_until", "fingerprint", "result"])


def solve(inputs: PlanInputs, seed: int) -> dict:
    """The plan as plain JSON: new pairs in the order of the deal, loads, and what to worry about."""
    if not inputs.entries or not inputs.members:
        return _described(inputs, [], components=0, cost=None)
    entry_at = {pk: number for number, pk in enumerate(inputs.entries)}
    member_at = {pk: number for number, pk in enumerate(inputs.members)}

    def numbered(pairs) -> list[Pair]:
        return [(entry_at[entry], member_at[member]) for entry, member in pairs]

    existing = numbered(inputs.existing)
    problem = assigning.Problem(
        entries=len(inputs.entries),
        jurors=len(inputs.members),
        readers=inputs.readers,
        cap=[len(inputs.entries) if cap is None else cap for cap in inputs.caps],
        conflicts=sorted(numbered(inputs.barred)),
        existing=existing,
        seed=seed,
    )
    plan = assigning.deal(problem)
    held = set(existing)
    new = [
        (inputs.entries[entry], inputs.members[juror])
        for entry, juror in plan.pairs
        if (entry, juror) not in held
    ]
    return _described(inputs, new, components=plan.components, cost=plan.calibration_cost)


def _described(inputs: PlanInputs, new: list[Pair], *, components: int, cost: float | None) -> dict:
    readers = Counter(entry for entry, _member in [*inputs.existing, *new])
    loads = Counter(member for _entry, member in [*inputs.existing, *new])
    barred = Counter(entry for entry, _member in inputs.barred)
    return {
        "pairs": new,
        "entries": len(inputs.entries),
        "readers": inputs.readers,
        "existing": len(inputs.existing),
        "barred": len(inputs.barred),
        "loads": [(member, loads[member]) for member in inputs.members],
        "uncovered": [
            (entry, readers[entry], len(inputs.members) - barred[entry])
            for entry in inputs.entries
            if readers[entry] < inputs.readers
        ],
        "components": components,
        "calibration_cost": None if cost is None else f"{cost:.3f}",
    }
