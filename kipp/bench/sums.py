"""The statistics of judging on the seeded stage, and the documents of the published one."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from multiprocessing import get_context

from django.db import connections

from competitions.models import Competition, Stage
from judging import assigning, releases, scoring
from judging.enums import ExpertiseLevel
from judging.models import Document
from judging.reads import release_draft, standings
from judging.reads.plan_inputs import PlanInputs, plan_inputs
from judging.services import planning
from kipp.bench import printing
from kipp.lib import canonical
from kipp.verification import chains

PROCESSES = 2


@dataclass(frozen=True)
class Sum:
    """`seconds` of this process's own time, so that a busy machine does not count against it."""

    name: str
    seconds: float
    target: float
    note: str = ""


def sums(stage: Stage) -> Iterator[Sum]:
    took, table = _own_seconds(lambda: standings.table(stage))
    yield Sum("read all scores of the stage", took, 1.0, f"{len(table.facts)} entries")
    sheets = table.all_sheets()
    took, ranked = _own_seconds(lambda: scoring.rank(table.rules, sheets))
    yield Sum("exact ranking", took, 0.5, f"{len(ranked)} entries")
    took, draft = _own_seconds(lambda: release_draft.draft(stage, salt="x"))
    yield Sum("draft of a release", took, 2.0, f"{len(draft.lines)} lines")
    took, text = _own_seconds(lambda: canonical.dumps(draft.body))
    yield Sum(
        "canonical JSON and hash",
        took + _own_seconds(lambda: canonical.sha256(text))[0],
        1.0,
        releases.SCHEMA,
    )
    yield from _assigning(stage)
    took, (part, _said) = _own_seconds(lambda: chains.check(stage.competition, None))
    yield Sum(
        "ledger walked, per 100,000 events",
        took * 100_000 / max(part.checked, 1),
        10.0,
        f"{part.checked} events",
    )


def _assigning(stage: Stage) -> Iterator[Sum]:
    """The stage dealt anew to jurors of whom each knows some of the categories; then the first one leaves."""
    problem = planning.Numbering(_with_expertise(plan_inputs(stage))).problem(seed=2)
    assigning.deal(problem)  # loads numpy
    took, plan = _own_seconds(lambda: assigning.deal(problem))
    conflicts = len(set(plan.pairs).intersection(problem.conflicts))
    share = plan.fit / assigning.optimum(problem).fit
    yield Sum(
        "assignment",
        took,
        5.0,
        f"{len(plan.pairs)} readings, {conflicts} conflicts, {plan.components} component, "
        f"cost {plan.calibration_cost:.3f}, {share:.1%} of the greatest fit",
    )
    took, after = _own_seconds(lambda: assigning.replace_juror(problem, plan.pairs, 0))
    stayed = {pair for pair in plan.pairs if pair[1] != 0}
    moved = len(stayed.difference(after.pairs))
    yield Sum("a juror drops out", took, 0.2, f"{plan.loads[0]} orphans, {moved} other cards moved")


def _with_expertise(inputs: PlanInputs) -> PlanInputs:
    """Nothing assigned yet, loads within 5 %; of three categories a juror knows one well and one somewhat."""
    categories = sorted({category for category in inputs.categories if category})
    known = [
        (member, category, level)
        for at, member in enumerate(inputs.members)
        for place, category in enumerate(categories)
        if (level := (at + place) % 3 + 1) > ExpertiseLevel.GENERAL
    ]
    cap = ceil(1.05 * len(inputs.entries) * inputs.readers / len(inputs.members))
    return replace(inputs, existing=(), caps=(cap,) * len(inputs.members), expertise=tuple(known))


def _own_seconds(work: Callable) -> tuple[float, object]:
    began = time.thread_time()
    result = work()
    return time.thread_time() - began, result


@dataclass(frozen=True)
class Rendering:
    per_second: float
    processes: int
    resident: int
    bytes_each: int
    cpu_each: float


def documents(edition: Competition, count: int) -> Rendering:
    """Reports rendered as a worker does, in processes that are warm."""
    ids = list(
        Document.objects.filter(release__stage__competition=edition, kind="report").values_list(
            "pk", flat=True
        )[:count]
    )
    connections.close_all()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), printing.warm) as pool:
        list(pool.map(printing.render, ids[:PROCESSES]))
        began = time.perf_counter()
        made = list(pool.map(printing.render, ids))
        took = time.perf_counter() - began
    sizes, lengths, own = zip(*made, strict=True)
    return Rendering(
        per_second=len(made) / took,
        processes=PROCESSES,
        resident=max(sizes),
        bytes_each=sum(lengths) // len(made),
        cpu_each=sorted(own)[len(own) // 2],
    )
