"""Two windows, a hand-in and a conflict at once: nothing is lost or doubled, nobody waits in a ring."""

import pytest
from django.utils import timezone

from competitions import ledger
from competitions.models import LedgerEvent
from competitions.services.ledger import stored_rows
from judging.models import Score
from judging.services import conflicts, scoring_sheets
from judging.services.scoring_sheets import Mark
from kipp.lib.errors import Refused
from tests import worlds
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    ROWS_ARE_LOCKED,
]


@pytest.fixture
def readings():
    edition = worlds.make_edition()
    member = worlds.make_juror(worlds.scoring_stage(edition))
    return [worlds.make_assignment(worlds.make_entry(edition), member) for _ in range(8)]


def act(reading) -> dict:
    return {"by": reading.member.user, "at": timezone.now()}


def open_it(reading):
    return scoring_sheets.open_sheet(assignment=reading, no_conflict=True, **act(reading))


def save_rows(sheet, reading) -> None:
    for number in range(30):
        score = sheet.scores.order_by("pk")[number % 5]
        points = 1 + (score.points or 0) % 5
        attempt(
            scoring_sheets.save_score,
            sheet=sheet,
            criterion_id=score.criterion_id,
            points=points,
            comment="",
            revision=score.revision,
            **act(reading),
        )


def save_forms(sheet, reading) -> None:
    for number in range(20):
        rows = Score.objects.filter(sheet=sheet).order_by("-pk")
        marks = [Mark(row.criterion_id, 1 + number % 5, "", row.revision) for row in rows]
        attempt(scoring_sheets.save_form, sheet=sheet, marks=marks, note=None, **act(reading))


def attempt(verb, **arguments) -> None:
    """A refusal is an answer; anything else is a failure of the test."""
    try:
        verb(**arguments)
    except Refused:
        return


def test_verbs_at_the_same_time_lose_nothing_and_never_deadlock(readings):
    first, *others = readings
    sheet = open_it(first)
    together(
        lambda: save_rows(sheet, first),
        lambda: save_rows(sheet, first),
        lambda: save_forms(sheet, first),
        lambda: [attempt(open_it, reading=reading) for reading in others],
        lambda: [conflicts.declare(assignment=reading, reason="x", **act(reading)) for reading in others],
    )
    saves = LedgerEvent.objects.filter(kind="sheet.saved").count()
    assert saves == sum(sheet.scores.values_list("revision", flat=True))
    assert ledger.walk(stored_rows(first.entry.stage.competition)).problem is None
