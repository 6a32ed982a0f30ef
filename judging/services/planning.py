"""Work a plan out. Called by the worker, by demos and by tests: numpy is imported on the way."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from judging import assigning
from judging.conflicts import Pair
from judging.enums import ExpertiseLevel, PlanSource
from judging.models import AssignmentPlan
from judging.reads import assignment_sheet
from judging.reads.plan_inputs import PlanInputs, plan_inputs
from kipp.lib.jobs import JobStatus

#: What a reading by a juror of that expertise is worth to the plan.
FIT = {ExpertiseLevel.GENERAL: 0.2, ExpertiseLevel.RELATED: 0.6, ExpertiseLevel.EXPERT: 1.0}
KNOWS = {ExpertiseLevel.RELATED, ExpertiseLevel.EXPERT}


def make(*, plan_id: int, at: datetime) -> None:
    """Claim the plan, deal, store. A plan that somebody else holds, or that is done, is left alone."""
    if not AssignmentPlan.objects.claim(plan_id, at):
        return
    plan = AssignmentPlan.objects.select_related("stage", "leaving").get(pk=plan_id)
    inputs = plan_inputs(plan.stage, plan.leaving)
    plan.status, plan.ready_at, plan.leased_until = JobStatus.READY, at, None
    plan.fingerprint, plan.result = inputs.fingerprint, _worked_out(plan, inputs)
    plan.save(update_fields=["status", "ready_at", "leased_until", "fingerprint", "result"])


def _worked_out(plan: AssignmentPlan, inputs: PlanInputs) -> dict:
    if plan.source == PlanSource.ORPHANS:
        return hand_on(inputs, coming=plan.asked.get("coming"))
    if plan.source == PlanSource.SHEET:
        return follow(inputs, assignment_sheet.judge(plan.stage, inputs, plan.asked["lines"]))
    return solve(inputs, plan.seed)


def solve(inputs: PlanInputs, seed: int) -> dict:
    """The plan as plain JSON: new pairs in the order of the deal, loads, and what to worry about."""
    if not inputs.entries or not inputs.members:
        return _described(inputs, inputs.existing, inputs.existing, None)
    numbering = Numbering(inputs)
    dealt = assigning.deal(numbering.problem(seed, existing=inputs.existing))
    return _described(inputs, inputs.existing, numbering.named(dealt.pairs), dealt)


def hand_on(inputs: PlanInputs, *, coming: int | None) -> dict:
    """What the leaving juror has not finished, given to who is coming or to the others; all else stays."""
    orphans = {(entry, inputs.leaving) for entry in inputs.orphans}
    kept = [pair for pair in inputs.existing if pair not in orphans]
    if not inputs.entries or inputs.leaving not in inputs.members:
        return _described(inputs, kept, kept, None) | {"orphans": []}
    numbering = Numbering(inputs)
    dealt = assigning.replace_juror(
        numbering.problem(0),
        numbering.numbered(inputs.existing),
        numbering.member_at[inputs.leaving],
        finished={numbering.entry_at[entry] for entry, member in kept if member == inputs.leaving},
        coming=numbering.member_at.get(coming),
    )
    return _described(inputs, kept, numbering.named(dealt.pairs), dealt) | {"orphans": list(inputs.orphans)}


def follow(inputs: PlanInputs, verdict: assignment_sheet.Verdict) -> dict:
    """What a spreadsheet asks for, with what is wrong in it."""
    removed = set(verdict.removed)
    kept = [pair for pair in inputs.existing if pair not in removed]
    pairs = [*kept, *verdict.made]
    described = None
    if inputs.entries and inputs.members:
        numbering = Numbering(inputs)
        described = assigning.describe(numbering.problem(0), numbering.numbered(pairs))
    faults = {"removed": list(verdict.removed), "faults": list(verdict.faults)}
    return _described(inputs, kept, pairs, described) | faults


class Numbering:
    """Rows of the database as the numbers from 0 that the pure planning knows, and back."""

    def __init__(self, inputs: PlanInputs):
        self.inputs = inputs
        self.entry_at = {pk: number for number, pk in enumerate(inputs.entries)}
        self.member_at = {pk: number for number, pk in enumerate(inputs.members)}

    def numbered(self, pairs: Collection[Pair]) -> list[Pair]:
        return [(self.entry_at[entry], self.member_at[member]) for entry, member in pairs]

    def named(self, pairs: Sequence[Pair]) -> list[Pair]:
        return [(self.inputs.entries[entry], self.inputs.members[juror]) for entry, juror in pairs]

    def problem(self, seed: int, existing: Collection[Pair] = ()) -> assigning.Problem:
        inputs, member_at = self.inputs, self.member_at
        return assigning.Problem(
            entries=len(inputs.entries),
            jurors=len(inputs.members),
            readers=inputs.readers,
            cap=[len(inputs.entries) if cap is None else cap for cap in inputs.caps],
            fit=self._fit(),
            conflicts=sorted(self.numbered(inputs.barred)),
            apart=[(member_at[one], member_at[other]) for one, other in inputs.apart],
            existing=self.numbered(existing),
            seed=seed,
        )

    def _fit(self) -> list[list[float]] | None:
        """None while no juror has said what they know: then every plan fits alike."""
        if not self.inputs.expertise:
            return None
        worth = {
            category: [FIT[ExpertiseLevel(level)] for level in row]
            for category, row in self.inputs.levels().items()
        }
        return [worth[category] for category in self.inputs.categories]


def _described(
    inputs: PlanInputs, kept: Sequence[Pair], pairs: Sequence[Pair], plan: assigning.Plan | None
) -> dict:
    """`pairs` are all readings there would be; those beyond `kept` are new."""
    held = set(kept)
    readers = Counter(entry for entry, _member in pairs)
    loads = Counter(member for _entry, member in pairs)
    free = inputs.free_jurors()
    cost = plan.calibration_cost if plan else None
    return {
        "pairs": [pair for pair in pairs if pair not in held],
        "entries": len(inputs.entries),
        "readers": inputs.readers,
        "existing": len(kept),
        "barred": len(inputs.barred),
        "loads": [(member, loads[member]) for member in inputs.members],
        "uncovered": [
            (entry, readers[entry], free[entry])
            for entry in inputs.entries
            if readers[entry] < inputs.readers
        ],
        "components": plan.components if plan else 0,
        "calibration_cost": None if cost is None else f"{cost:.3f}",
        "knowledgeable": _knowledgeable(inputs, pairs),
    }


def _knowledgeable(inputs: PlanInputs, pairs: Sequence[Pair]) -> int | None:
    """How many readings go to jurors who know the category; None while nobody has said what they know."""
    if not inputs.expertise:
        return None
    category_of = dict(zip(inputs.entries, inputs.categories, strict=True))
    known = {(member, category) for member, category, level in inputs.expertise if level in KNOWS}
    return sum((member, category_of[entry]) in known for entry, member in pairs)
