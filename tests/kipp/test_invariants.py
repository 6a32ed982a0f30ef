"""Each invariant notices what breaks it, and nothing else does."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from kipp.demo.build import build
from kipp.demo.editions import Phase
from kipp.invariants import INVARIANTS, check
from proposals.models import Answer
from tests.kipp import (  # noqa: F401 - their cases join the others
    breaking_files,
    breaking_forms,
    breaking_innovations,
    breaking_judging,
    breaking_plenaries,
    breaking_visits,
)
from tests.kipp.breaking import AT, CASES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def published(django_db_setup, django_db_blocker):
    """One published edition for the whole module; every test's damage is rolled back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(preset="kota-tegal-2024", size=8, jurors=3, seed=1, phase=Phase.PUBLISHED, at=AT)
        yield
        transaction.set_rollback(True)


def broken():
    return {invariant.name for invariant, found in check() if found}


def test_check_published_edition_breaks_nothing():
    assert broken() == set()


@pytest.mark.parametrize(("breaker", "names"), CASES, ids=[breaker.__name__ for breaker, _names in CASES])
def test_check_broken_rows_are_noticed_by_name(breaker, names):
    breaker()
    assert broken() == names


def test_every_invariant_is_broken_by_some_case():
    assert set().union(*(names for _breaker, names in CASES)) == {invariant.name for invariant in INVARIANTS}


def test_names_are_unique():
    names = [invariant.name for invariant in INVARIANTS]
    assert sorted(set(names)) == sorted(names)


def told(*arguments):
    out = StringIO()
    try:
        call_command("check_invariants", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


def test_command_prints_a_line_for_every_invariant():
    text, error = told()
    assert error is None
    assert text.splitlines() == [f"LULUS  {invariant.name}" for invariant in INVARIANTS]


def test_command_counts_all_rows_and_names_ten():
    Answer.objects.update(words=9999)
    rows = Answer.objects.count()
    text, error = told()
    assert error == f"GAGAL: 1 dari {len(INVARIANTS)} aturan dilanggar."
    (line,) = [line for line in text.splitlines() if line.startswith("GAGAL")]
    assert line.startswith(
        "GAGAL  answers_count_their_words: Jumlah kata setiap jawaban sesuai dengan teksnya. "
        f"Dilanggar {rows} kali: "
    )
    assert (line.count(","), line[-2:]) == (9, " …")


def test_command_json_says_the_same():
    Answer.objects.update(words=9999)
    text, error = told("--json")
    assert error is not None
    (row,) = [row for row in json.loads(text) if row["count"]]
    assert (row["name"], row["count"], len(row["rows"])) == (
        "answers_count_their_words",
        Answer.objects.count(),
        10,
    )
