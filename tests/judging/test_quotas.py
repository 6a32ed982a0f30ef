"""Quotas of a stage: who is skipped, why, and that whoever recomputes a release finds the same."""

import json
from datetime import UTC, datetime

import pytest

from judging.models import ResultRelease
from judging.reads import lists, published, standings
from judging.reads.ranking import ranking
from judging.services import publishing
from kipp.lib import canonical
from kipp.verification.recomputing import first_difference, recomputed
from tests import worlds
from tests.judging.golden_stage import close_stage, golden_stage, titled
from tests.judging.test_publishing import LETTER

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def stage_with_quotas(**places):
    """The golden order E C A B F D; C, A, B are of Pendidikan, the others of Kesehatan. Four go on."""
    stage = golden_stage()
    stage.cut_kind, stage.cut_count = "top_n", 4
    stage.save()
    health, school = stage.competition.categories.order_by("position")
    for title in "CAB":
        proposal = titled(stage, title)
        proposal.category = school
        proposal.save(update_fields=["category"])
    for category in (health, school):
        if category.name in places:
            stage.quotas.create(category=category, places=places[category.name])
    return stage


def advanced(stage):
    (found,) = lists.ranked(standings.table(stage))
    titles = {code: facts.title for code, facts in standings.table(stage).facts.items()}
    return [titles[s.code] for s in found.standings if s.code in found.advanced]


def publish(stage):
    return publishing.publish(
        stage=close_stage(stage, AT), by=stage.competition.announced_by, at=AT, letter=LETTER
    )


def test_quota_skips_the_third_of_a_full_category_and_goes_on_down():
    # E, C, A fill Kesehatan 1 of 3 and Pendidikan 2 of 2; B is skipped; F is the fourth.
    assert advanced(stage_with_quotas(Pendidikan=2)) == ["E", "C", "A", "F"]


def test_quota_of_a_group_counts_groups():
    stage = stage_with_quotas()
    other = stage.competition.groups.create(position=2, name="Desa", kinds=["desa"])
    for title in "EC":
        proposal = titled(stage, title)
        proposal.group = other
        proposal.save(update_fields=["group"])
    stage.quotas.create(group=other, places=1)
    assert advanced(stage) == ["E", "A", "B", "F"]


def test_quota_through_a_tie_takes_both_and_those_who_are_in_either_way():
    stage = stage_with_quotas(Pendidikan=2)
    stage.tie_ladder = []
    stage.save()
    # C takes one of two places, A and B share the other: both go on. Whoever has it, F is the fourth.
    assert sorted(advanced(stage)) == ["A", "B", "C", "E", "F"]


def test_ranking_page_names_the_full_quota_beside_the_skipped_and_draws_one_line():
    rows = {row.title: row for row in ranking(stage_with_quotas(Pendidikan=2)).rows}
    assert rows["B"].left == "Dilewati: kuota Pendidikan sudah penuh"
    assert [row.left for title, row in rows.items() if title != "B"] == [""] * 5
    assert [title for title, row in rows.items() if row.is_first_outside] == ["D"]


def test_release_says_why_and_recomputes():
    release = publish(stage_with_quotas(Pendidikan=2))
    body = json.loads(release.payload)
    rows = body["lists"][0]["standings"]
    assert [(row["title"], row["left"]) for row in rows] == [
        ("E", None),
        ("C", None),
        ("A", None),
        ("B", "quota_full"),
        ("F", None),
        ("D", "beyond_top"),
    ]
    assert body["rules"]["cut"]["quotas"] == [{"name": "Pendidikan", "places": 2}]
    again = recomputed(body)
    assert first_difference({name: body[name] for name in again}, again) is None
    shown = published.result(release).lists[0]["standings"]
    assert [row["left"] for row in shown if row["left"]] == ["Dilewati: kuota Pendidikan sudah penuh"]


def test_release_in_which_a_quota_was_widened_afterwards_does_not_recompute():
    body = json.loads(publish(stage_with_quotas(Pendidikan=2)).payload)
    body["rules"]["cut"]["quotas"][0]["places"] = 3
    again = recomputed(body)
    where, _found, _expected = first_difference({name: body[name] for name in again}, again)
    assert titled(ResultRelease.objects.get().stage, "B").code in where


def test_release_of_the_first_schema_still_recomputes():
    """It had no quotas, no decision on ties, and said of nobody outside the cut why."""
    body = json.loads(publish(stage_with_quotas()).payload)
    body["schema"] = "kipp-release/1"
    body["rules"]["cut"] = {
        name: body["rules"]["cut"][name] for name in ("kind", "count", "total", "ties_at_the_cut")
    }
    del body["rules"]["ties"]
    for row in body["lists"][0]["standings"]:
        del row["left"]
    body = json.loads(canonical.dumps(body))
    again = recomputed(body)
    assert first_difference({name: body[name] for name in again}, again) is None


def test_quotas_cost_the_same_queries_for_none_and_two(django_assert_num_queries):
    for stage in (stage_with_quotas(), stage_with_quotas(Pendidikan=2, Kesehatan=1)):
        with django_assert_num_queries(5):
            lists.ranked(standings.table(stage))
    assert worlds.scoring_stage(stage.competition) == stage
