"""`manage.py assign` on plain files. No test here may touch the database, and none can."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

FIT = [[1, 0, 0, 0.5], [0, 1, 0, 0.5], [0, 0, 1, 0.5], [1, 1, 0, 0]]


@pytest.fixture
def assign(tmp_path):
    def run(data):
        path = tmp_path / "problem.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        out = StringIO()
        call_command("assign", str(path), stdout=out)
        return json.loads(out.getvalue())

    return run


def test_assign_plan_has_every_field(assign):
    plan = assign({"fit": FIT, "readers": 4, "cap": 4})
    assert list(plan) == [
        "pairs",
        "fit",
        "worst_entry_fit",
        "loads",
        "components",
        "calibration_cost",
        "uncovered",
        "free_jurors",
        "seconds",
    ]
    assert sorted(plan["pairs"]) == [[entry, juror] for entry in range(4) for juror in range(4)]
    assert (plan["fit"], plan["worst_entry_fit"], plan["loads"]) == (6.5, 1.5, [4, 4, 4, 4])
    assert (plan["components"], plan["calibration_cost"], plan["uncovered"]) == (1, 1.0, [])


def test_assign_optimum_takes_the_best_pairs(assign):
    plan = assign({"fit": FIT, "readers": 1, "cap": 1, "method": "optimum"})
    assert (sorted(plan["pairs"])[2:], plan["fit"]) == ([[2, 2], [3, 1]], 3.5)
    assert (plan["components"], plan["calibration_cost"]) == (4, None)


def test_assign_names_entries_with_too_few_jurors(assign):
    plan = assign({"fit": FIT, "readers": 2, "cap": 4, "conflicts": [[3, 0], [3, 1], [3, 2]]})
    assert (plan["uncovered"], plan["free_jurors"]) == ([3], {"3": 1})
    assert [3, 3] in plan["pairs"]


def test_assign_keeps_apart_and_existing_pairs(assign):
    plan = assign({"fit": FIT, "readers": 2, "existing": [[0, 1]], "apart": [[0, 1], [2, 3]], "seed": "x"})
    panels = {entry: {j for e, j in plan["pairs"] if e == entry} for entry in range(4)}
    assert 1 in panels[0]
    assert all(panel not in ({0, 1}, {2, 3}) for panel in panels.values())


def test_assign_same_seed_prints_the_same_plan(assign):
    given = {"fit": FIT, "readers": 2, "cap": 3, "seed": 5}
    first, second = assign(given), assign(given)
    del first["seconds"], second["seconds"]
    assert first == second


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("[1]", "file: must hold one JSON object"),
        ("{", "file: is not JSON: Expecting property name"),
        ({"readers": 2}, "fit: is missing"),
        ({"fit": [], "readers": 2}, "fit: needs at least one entry and one juror"),
        ({"fit": [[1], [1, 2]], "readers": 1}, "fit: must have 2 rows of 1 numbers"),
        ({"fit": [[1], 2], "readers": 1}, r"fit\[1\]: must be a list, not 2"),
        ({"fit": [["a"]], "readers": 1}, r"fit\[0\]\[0\]: must be a number, not 'a'"),
        ('{"fit": [[NaN]], "readers": 1}', "fit: every number must be finite"),
        ({"fit": [[1]]}, "readers: is missing"),
        ({"fit": [[1]], "readers": True}, "readers: must be a whole number, not True"),
        ({"fit": [[1]], "readers": 0}, "readers: must be at least 1"),
        ({"fit": [[1]], "readers": 1, "cap": -1}, "cap: must be at least 0"),
        ({"fit": [[1]], "readers": 1, "conflicts": [[0]]}, r"conflicts\[0\]: must be a pair"),
        ({"fit": [[1]], "readers": 1, "conflicts": [[0, 1]]}, r"conflicts: \[0, 1\] is out of range"),
        ({"fit": [[1]], "readers": 1, "seed": 1.5}, "seed: must be a whole number or a text, not"),
        ({"fit": [[1]], "readers": 1, "method": "luck"}, "method: must be one of deal, optimum"),
        ({"fit": [[1]], "readers": 1, "conflict": []}, "conflict: unknown field"),
    ],
)
def test_assign_bad_input_is_refused_by_field(assign, data, sentence):
    with pytest.raises(CommandError, match=f"^{sentence}"):
        assign(data)


def test_assign_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="file: No such file or directory"):
        call_command("assign", str(tmp_path / "none.json"))
