"""Kinds with their fields, options, limits and conditions of a form."""

from decimal import Decimal

import pytest

from competitions import form_rules
from competitions.form_rules import Fault, Standing


def test_own_keeps_the_fields_of_the_kind_and_empties_the_others():
    values = {"label": "L", "max_words": 50, "options": ["a"], "unit": "persen", "minimum": 1, "maximum": 2}
    empty = {"label": "L", "max_words": None, "options": [], "unit": "", "minimum": None, "maximum": None}
    assert form_rules.own("text", values) == empty | {"max_words": 50}
    assert form_rules.own("number", values) == empty | {"unit": "persen", "minimum": 1, "maximum": 2}
    assert form_rules.own("table", values) == empty | {"options": ["a"]}
    assert form_rules.own("date", values) == empty


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("yesno", ["ya", "tidak"]),
        ("choice", ["a", "b"]),
        ("choices", ["a", "b"]),
        ("table", []),
        ("text", []),
    ],
)
def test_offered_is_what_another_question_may_wait_for(kind, answers):
    assert form_rules.offered(kind, ["a", "b"]) == answers


@pytest.mark.parametrize(
    ("kind", "options", "fault"),
    [
        ("choice", ["a", "b"], None),
        ("choice", ["a"], Fault.TOO_FEW_OPTIONS),
        ("choices", [], Fault.TOO_FEW_OPTIONS),
        ("table", [], Fault.NO_COLUMN),
        ("table", ["Ukuran"], None),
        ("text", [], None),
        ("choice", ["a", " "], Fault.BROKEN_OPTION),
        ("choice", ["a", "b\nc"], Fault.BROKEN_OPTION),
        ("table", ["a", "b\tc"], Fault.BROKEN_OPTION),
        ("choice", ["a", "b "], Fault.BROKEN_OPTION),
        ("choice", ["Ya", "ya"], Fault.OPTION_TWICE),
        ("choice", ["a", "b" * 200], None),
        ("choice", ["a", "b" * 201], Fault.OPTION_TOO_LONG),
    ],
)
def test_options_fault(kind, options, fault):
    assert form_rules.options_fault(kind, options) == fault


@pytest.mark.parametrize(
    ("kind", "words", "minimum", "maximum", "fault"),
    [
        ("text", 1, None, None, None),
        ("text", 5000, None, None, None),
        ("text", 5001, None, None, Fault.NO_WORD_LIMIT),
        ("text", 0, None, None, Fault.NO_WORD_LIMIT),
        ("text", None, None, None, Fault.NO_WORD_LIMIT),
        ("number", None, Decimal(0), Decimal(100), None),
        ("number", None, Decimal(5), Decimal(5), Fault.LIMITS_CROSSED),
        ("number", None, Decimal(6), Decimal(5), Fault.LIMITS_CROSSED),
        ("number", None, Decimal(6), None, None),
    ],
)
def test_limits_fault(kind, words, minimum, maximum, fault):
    assert form_rules.limits_fault(kind, max_words=words, minimum=minimum, maximum=maximum) == fault


ASKED = Standing((2, 1), "umum")


@pytest.mark.parametrize(
    ("awaited", "value", "fault"),
    [
        (None, "ya", Fault.AWAITED_GONE),
        (Standing((1, 9), None, ["ya"]), "ya", None),
        (Standing((1, 9), "umum", ["ya"]), "ya", None),
        (Standing((1, 9), "khusus", ["ya"]), "ya", Fault.AWAITED_ELSEWHERE),
        (Standing((1, 9), None, ["ya"]), "tidak", Fault.NOT_OFFERED),
        (Standing((2, 1), None, ["ya"]), "ya", Fault.AWAITED_LATER),
        (Standing((2, 2), None, ["ya"]), "ya", Fault.AWAITED_LATER),
        (Standing((3, 0), None, ["ya"]), "ya", Fault.AWAITED_LATER),
    ],
)
def test_condition_fault(awaited, value, fault):
    assert form_rules.condition_fault(ASKED, awaited, value) == fault


def test_condition_of_what_all_tracks_are_asked_may_not_hang_on_one_track():
    awaited = Standing((1, 1), "umum", ["ya"])
    assert form_rules.condition_fault(Standing((2, 1), None), awaited, "ya") == Fault.AWAITED_ELSEWHERE


def test_the_seventeen_goals_are_numbered_and_could_be_chosen():
    assert [goal.split(". ")[0] for goal in form_rules.SDGS] == [str(n) for n in range(1, 18)]
    assert form_rules.options_fault("choices", form_rules.SDGS) is None
