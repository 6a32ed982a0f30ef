"""The assignment of jurors on plain data: for trying it out, and for checking it elsewhere."""

import time
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from judging.assigning import BadProblem, Plan, Problem, deal, optimum
from kipp.lib import plain
from kipp.management.plain_files import PlainFileCommand

FIELDS = ("fit", "readers", "cap", "conflicts", "apart", "existing", "seed", "method")
METHODS = {"deal": deal, "optimum": optimum}


class Command(PlainFileCommand):
    help = "Assign jurors to entries as FILE.json says and print the plan as JSON. Touches no database."
    refusals = (plain.BadField, BadProblem)

    def answer(self, data: Any) -> dict[str, Any]:
        problem, method = read(data)
        for module in ("scipy.optimize", "scipy.sparse.csgraph"):  # loading takes longer than dealing
            import_module(module)
        began = time.perf_counter()
        plan = METHODS[method](problem)
        return {**written(plan), "seconds": round(time.perf_counter() - began, 3)}


def read(data: Any) -> tuple[Problem, str]:
    plain.check_names(data, FIELDS)
    fit = read_fit(data)
    problem = Problem(
        entries=len(fit),
        jurors=len(fit[0]) if fit else 0,
        readers=plain.whole(data, "readers", least=1),
        cap=plain.whole(data, "cap", None, least=0),
        fit=fit,
        conflicts=plain.pairs(data, "conflicts"),
        apart=plain.pairs(data, "apart"),
        seed=plain.take(data, "seed", (int, str), 1),
        existing=plain.pairs(data, "existing"),
    )
    method = plain.take(data, "method", str, "deal")
    if method not in METHODS:
        raise plain.BadField(f"method: must be one of {', '.join(METHODS)}")
    return problem, method


def read_fit(data: Mapping[str, Any]) -> list[list[float]]:
    rows = [plain.check(f"fit[{at}]", row, list) for at, row in enumerate(plain.take(data, "fit", list))]
    return [
        [float(plain.check(f"fit[{at}][{juror}]", cell, plain.NUMBER)) for juror, cell in enumerate(row)]
        for at, row in enumerate(rows)
    ]


def written(plan: Plan) -> dict[str, Any]:
    """`fit` sums over all pairs, `worst_entry_fit` over the readers of the entry that has least."""
    cost = plan.calibration_cost
    return {
        "pairs": plan.pairs,
        "fit": round(plan.fit, 6),
        "worst_entry_fit": round(plan.worst_entry_fit, 6),
        "loads": plan.loads,
        "components": plan.components,
        "calibration_cost": None if cost is None else round(cost, 6),
        "uncovered": [entry for entry, _ in plan.uncovered],
        "free_jurors": dict(plan.uncovered),
    }
