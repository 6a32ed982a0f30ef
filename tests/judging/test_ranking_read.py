"""The ranking of the golden competition, as the page reads it: known by hand, kept under a head."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Score, ScoreSheet
from judging.reads.ranking import ranking
from tests.judging.golden_stage import golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def happen(stage, minutes=0):
    """Any event: it moves the head."""
    ledger.append(
        competition=stage.competition,
        by=stage.competition.announced_by,
        at=AT + timedelta(minutes=minutes),
        happenings=[Happening("sheet.saved", "assignment:X", {})],
    )


def shown(found):
    return [(row.place, row.title, row.total, row.gap, row.sheets) for row in found.rows]


# Sheets: A 70 50 53, B 70 67 36, C 94 85 75, D 54 52 40, E 97 76 82, F 60 59 45.
GOLDEN = [
    (1, "E", "85.00", "21.00", 3),
    (2, "C", "84.67", "19.00", 3),
    (3, "A", "57.67", "20.00", 3),
    (4, "B", "57.67", "34.00", 3),
    (5, "F", "54.67", "15.00", 3),
    (6, "D", "48.67", "14.00", 3),
]


def test_ranking_golden_competition_shows_places_totals_and_gaps():
    found = ranking(golden_stage())
    assert shown(found) == GOLDEN
    assert [row.title for row in found.contested_rows] == ["B"]
    assert (found.contested, found.shared, len(found.rows)) == (1, 0, 6)


def test_ranking_kept_says_the_same_as_computed():
    stage = golden_stage()
    happen(stage)
    computed = ranking(stage)
    kept = ranking(stage)
    assert list(kept.rows) == list(computed.rows)
    assert kept.rows[3].decision_above == "A"
    assert kept.criteria == computed.criteria


def test_ranking_of_the_next_head_is_computed_again():
    stage = golden_stage()
    happen(stage)
    ranking(stage)
    sheet = ScoreSheet.objects.get(
        assignment__entry__proposal=titled(stage, "D"), assignment__member__user__name="Juri 2"
    )
    Score.objects.filter(sheet=sheet).update(points=5)
    happen(stage, minutes=1)
    # D now has 100, 52 and 40, hence 64: more than A's and B's 57.67.
    assert [row.title for row in ranking(stage).rows][2] == "D"


def test_ranking_of_another_tie_ladder_is_computed_again():
    stage = golden_stage()
    happen(stage)
    ranking(stage)
    stage.tie_ladder = []
    assert [row.place for row in ranking(stage).rows] == [1, 2, 3, 3, 5, 6]


def test_ranking_page_costs_fewer_queries_kept_than_computed(django_assert_num_queries):
    stage = golden_stage()
    happen(stage)
    for found in ("computed", "kept"):
        with django_assert_num_queries({"computed": 6, "kept": 1}[found]):
            assert [row.title for row in ranking(stage).rows[:2]] == ["E", "C"]


def test_ranking_before_any_event_is_not_kept():
    stage = golden_stage()
    ranking(stage)
    Score.objects.filter(sheet__assignment__entry__proposal=titled(stage, "D")).update(points=5)
    assert ranking(stage).rows[0].title == "D"
