"""`manage.py compute` on plain files. No test here may touch the database, and none can."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.pure.golden import CODES, COMPETITION, LADDER, WEIGHTS

GOLDEN = {
    "weights": list(WEIGHTS),
    "criteria": list(CODES),
    "scale_max": 5,
    "tie_ladder": list(LADDER),
    "shrinkage": 5,
    "top": 3,
    "data": COMPETITION,
}
SMALL = {"weights": [70, 30], "criteria": ["isi", "video"], "scale_max": 5}


@pytest.fixture
def compute(tmp_path):
    def run(data):
        path = tmp_path / "case.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        out = StringIO()
        call_command("compute", str(path), stdout=out)
        return json.loads(out.getvalue())

    return run


def test_compute_golden_competition_ranks_it(compute):
    found = compute(GOLDEN)
    assert found["order"] == ["E", "C", "A", "B", "F", "D"]
    assert found["places"] == {"E": 1, "C": 2, "A": 3, "B": 4, "F": 5, "D": 6}
    assert found["totals"] == {
        "E": {"exact": "85", "shown": "85.00"},
        "C": {"exact": "254/3", "shown": "84.67"},
        "A": {"exact": "173/3", "shown": "57.67"},
        "B": {"exact": "173/3", "shown": "57.67"},
        "F": {"exact": "164/3", "shown": "54.67"},
        "D": {"exact": "146/3", "shown": "48.67"},
    }


def test_compute_golden_competition_audits_it(compute):
    found = compute(GOLDEN)
    assert found["smallest_shift"] == {"points": 2.5, "from": "signifikansi", "to": "kebaruan"}
    assert found["wide_gaps"] == ["B"]
    assert {juror: order[:2] for juror, order in found["leave_one_out"].items()} == {
        "1": ["C", "E"],  # 80 and 79
        "2": ["E", "C"],  # 89.5 and 84.67
        "3": ["E", "C"],  # 86.5 and 84.5
        "4": ["C", "E"],  # 89.5 and 85
    }


def test_compute_golden_competition_equalises_it(compute):
    found = compute(GOLDEN)["equalised"]
    assert found["severity"] == {"1": "5.5363", "2": "0.3589", "3": "0.0485", "4": "-5.9437"}
    # E has 97, 76 and 82 of jurors 1, 2 and 3.
    assert (found["order"], found["totals"]["E"]) == (["C", "E", "B", "F", "A", "D"], "83.0188")
    assert found["gates"] == {
        "light": "red",
        "is_allowed": False,
        "components": 1,
        "calibration_cost": 1.072751,
        "median_readings": 4.5,
        "least_readings": 4,
    }


def test_compute_golden_competition_with_shrinkage_one_equalises_as_published(compute):
    found = compute({**GOLDEN, "shrinkage": 1})["equalised"]
    assert found["severity"] == {"1": "10.6718", "2": "0.6314", "3": "0.1020", "4": "-11.4051"}
    assert found["order"] == ["C", "E", "F", "B", "A", "D"]


def test_compute_golden_competition_measures_agreement(compute):
    found = compute(GOLDEN)["agreement"]
    assert found["alpha_interval"] == 0.578336
    assert found["variance"] == {"quality": 192.460891, "severity": 108.256526, "noise": 26.021252}
    # Raw, of three readers: severity and noise are divided by three.
    assert found["reliability"] == 0.811318


def test_compute_chances_follow_the_variance_given(compute):
    found = compute({**GOLDEN, "variance": {"quality": 100, "noise": 100}})["chance_top"]
    assert {code: round(chance, 4) for code, chance in found.items()} == {
        "A": 0.3689,
        "B": 0.3689,
        "C": 0.9999,
        "D": 0.046,
        "E": 0.9999,
        "F": 0.2163,
    }


def test_compute_chances_of_raw_scores_count_severity_as_noise(compute):
    variance = compute(GOLDEN)["agreement"]["variance"]
    given = {"quality": variance["quality"], "noise": variance["severity"] + variance["noise"]}
    own, told = (compute(case)["chance_top"] for case in (GOLDEN, {**GOLDEN, "variance": given}))
    assert own == pytest.approx(told, abs=1e-5)


def test_compute_too_little_data_answers_null(compute):
    found = compute({**SMALL, "data": {"A": {"1": [3, 3]}}})
    assert found["agreement"] == {"alpha_interval": None, "variance": None, "reliability": None}
    assert (found["chance_top"], found["smallest_shift"], found["wide_gaps"]) == (None, None, [])


def test_compute_without_entries_answers_empty(compute):
    found = compute({**SMALL, "data": {}})
    assert (found["order"], found["equalised"]["order"], found["leave_one_out"]) == ([], [], {})


def test_compute_row_left_out_leaves_the_weights(compute):
    found = compute({**SMALL, "data": {"A": {"1": [4, None]}, "B": {"1": [4, 0]}, "C": {}}})
    assert found["totals"] == {
        "A": {"exact": "80", "shown": "80.00"},
        "B": {"exact": "56", "shown": "56.00"},
        "C": None,
    }
    assert found["places"] == {"A": 1, "B": 2, "C": None}
    assert found["order"] == ["A", "B", "C"]


def test_compute_decimals_are_read_exactly(compute):
    found = compute({**SMALL, "data": {"A": {"1": [4.35, 0]}}})
    assert found["totals"] == {"A": {"exact": "609/10", "shown": "60.90"}}


def test_compute_zero_total_is_a_total(compute):
    assert compute({**SMALL, "data": {"A": {"1": [0, 0]}}})["totals"] == {
        "A": {"exact": "0", "shown": "0.00"}
    }


def test_compute_ties_without_a_ladder_share_a_place(compute):
    found = compute({**SMALL, "data": {code: {"1": [3, 3]} for code in "AB"} | {"C": {"1": [1, 1]}}})
    assert found["places"] == {"A": 1, "B": 1, "C": 3}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weights": [1]}, "weights: 1 weights for 2 criteria"),
        ({"weights": [1, "2"]}, r"weights\[1\]: must be a whole number, not '2'"),
        ({"weights": [0, 0]}, "criteria: no weight is above 0"),
        ({"criteria": ["isi", "isi"]}, "criteria: a code appears twice"),
        ({"criteria": "isi"}, "criteria: must be a list, not 'isi'"),
        ({"scale_max": 0}, "scale_max: must be at least 1"),
        ({"scale_max": None}, "scale_max: is missing"),
        ({"tie_ladder": ["rasa"]}, "tie_ladder: unknown rung 'rasa'"),
        ({"shrinkage": -1}, "shrinkage: must be at least 0"),
        ({"top": 0}, "top: must be at least 1"),
        ({"variance": {"quality": 1}}, "noise: is missing"),
        ({"variance": {"quality": -1, "noise": 1}}, "variance: must not be below 0"),
        ({"data": None}, "data: is missing"),
        ({"data": {"A": []}}, r"data.A: must be an object, not \[\]"),
        ({"data": {"A": {"1": [1]}}}, "data.A.1: 1 points for 2 criteria"),
        ({"data": {"A": {"1": [1, 6]}}}, r"data.A.1\[1\]: 6 is not between 0 and 5"),
        ({"data": {"A": {"1": [1, "x"]}}}, r"data.A.1\[1\]: must be a number, not 'x'"),
        ({"data": {"A": {"1": [None, None]}}}, "data.A.1: no scored row carries weight"),
        ({"jurors": 3}, "jurors: unknown field"),
    ],
)
def test_compute_bad_input_is_refused_by_field(compute, change, sentence):
    with pytest.raises(CommandError, match=f"^{sentence}"):
        compute({**SMALL, "data": {}} | change)
