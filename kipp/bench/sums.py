"""The statistics of judging on the seeded stage, and the documents of the published one."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from django.db import connections

from competitions.models import Competition, Stage
from judging import releases, scoring
from judging.models import Document
from judging.reads import assignments, release_draft, standings
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
    inputs = assignments.plan_inputs(stage)
    fresh = assignments.PlanInputs(**{**vars(inputs), "existing": ()})
    planning.solve(fresh, 1)  # loads numpy
    took, plan = _own_seconds(lambda: planning.solve(fresh, 2))
    yield Sum("assignment", took, 5.0, f"{len(plan['pairs'])} readings")
    took, (part, _said) = _own_seconds(lambda: chains.check(stage.competition, None))
    yield Sum(
        "ledger walked, per 100,000 events",
        took * 100_000 / max(part.checked, 1),
        10.0,
        f"{part.checked} events",
    )


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
