"""The same data give the same bytes; other data give others."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from judging.models import ResultRelease, Score
from judging.services import publishing
from kipp.lib import canonical
from tests.judging.golden_stage import close_stage, golden_stage, two_stages
from tests.judging.test_publishing import LETTER

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def export(edition, *arguments):
    out = StringIO()
    call_command("export_ranking", edition.slug, *arguments, stdout=out)
    return out.getvalue()


def test_export_golden_competition_ranks_by_exact_totals():
    stage = golden_stage()
    body = json.loads(export(stage.competition, "--canonical"))
    (given,) = body["stages"]
    assert [(row["place"], row["total"], row["sheets"]) for row in given["lists"][0]["standings"]] == [
        (1, "85", 3),
        (2, "254/3", 3),
        (3, "173/3", 3),
        (4, "173/3", 3),
        (5, "164/3", 3),
        (6, "146/3", 3),
    ]
    assert (body["releases"], body["ledger"]) == ([], None)


def test_export_over_stages_tells_each_part_exactly():
    """C has 254/3 from the desk and 60 here: 70 % and 30 % of them are 2318/30."""
    desk, last = two_stages(AT)
    first, second = json.loads(export(desk.competition, "--canonical"))["stages"]
    row = second["lists"][0]["standings"][0]
    assert (row["total"], row["own"], row["carried"]) == ("1159/15", "60", {desk.code: "254/3"})
    assert "carried" not in first["lists"][0]["standings"][0]
    assert second["code"] == last.code


def test_export_repeated_gives_the_same_canonical_bytes():
    stage = close_stage(golden_stage(), AT)
    publishing.publish(stage=stage, by=stage.competition.announced_by, at=AT, letter=LETTER)
    first, second = (export(stage.competition, "--canonical") for _ in range(2))
    assert first == second
    assert canonical.dumps(json.loads(first)) + "\n" == first
    assert json.loads(export(stage.competition)) == json.loads(first)


def test_export_contains_the_release_as_it_was_published():
    stage = close_stage(golden_stage(), AT)
    publishing.publish(stage=stage, by=stage.competition.announced_by, at=AT, letter=LETTER)
    (release,) = json.loads(export(stage.competition))["releases"]
    stored = ResultRelease.objects.get()
    assert (release["sha256"], release["is_in_force"]) == (stored.sha256, True)
    assert canonical.dumps(release["payload"]) == stored.payload


def test_export_after_another_score_differs():
    stage = golden_stage()
    before = export(stage.competition, "--canonical")
    Score.objects.filter(pk=Score.objects.first().pk).update(points=1)
    assert export(stage.competition, "--canonical") != before


def test_export_stage_without_a_rubric_has_no_list():
    stage = golden_stage()
    empty = stage.competition.stages.create(position=3, name="Final", kind="scoring")
    body = json.loads(export(stage.competition))
    assert body["stages"][1] == {"code": empty.code, "lists": []}


def test_export_unknown_edition_is_refused():
    with pytest.raises(CommandError, match="Tidak ada edisi bernama tidak-ada"):
        call_command("export_ranking", "tidak-ada")
