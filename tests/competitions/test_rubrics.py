"""The rubric: weights that sum to 100, anchors per level, and the lock of the first sheet."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse

from competitions.models import Criterion, Stage
from competitions.reads import current_rubric
from competitions.services import rubrics
from competitions.services.rubrics import CriterionRow
from kipp.lib.errors import Refused
from tests import worlds
from tests.competitions.conftest import OPENS_AT
from tests.competitions.pages import sent_rows

LATER = OPENS_AT + timedelta(days=100)


@pytest.fixture
def stage(edition):
    return edition.stages.get(kind="scoring")


def standing(stage, **weights):
    """The rubric as it stands, with other weights for some codes."""
    return [
        CriterionRow(
            row.pk,
            {"name": row.name, "weight": weights.get(row.code, row.weight)},
            {level.points: level.anchor for level in row.levels.all()},
        )
        for row in current_rubric(stage).criteria.all()
    ]


def save(stage, by, listed, revision=0):
    return rubrics.save(stage=stage, by=by, at=LATER, revision=revision, rows=listed)


def weights(stage):
    return dict(Criterion.objects.filter(rubric__stage=stage).values_list("code", "weight"))


def test_save_other_weights_that_sum_to_100(stage, bureau):
    save(stage, bureau, standing(stage, kebaruan=25, keberlanjutan=15))
    assert weights(stage) == {
        "kebaruan": 25,
        "kemanfaatan": 20,
        "transferabilitas": 20,
        "efektivitas": 20,
        "keberlanjutan": 15,
    }
    assert current_rubric(stage).criteria.first().levels.count() == 5


@pytest.mark.parametrize(("weight", "total"), [(19, "99"), (21, "101")])
def test_save_weights_that_miss_100_is_refused_and_changes_nothing(stage, bureau, weight, total):
    with pytest.raises(Refused, match=total) as caught:
        save(stage, bureau, standing(stage, kebaruan=weight))
    assert caught.value.status == 422
    assert set(weights(stage).values()) == {20}


def test_save_without_a_criterion_takes_it_off_the_tie_ladder(stage, bureau):
    gone, second, *others = standing(stage, kemanfaatan=40)
    gone = CriterionRow(gone.pk, gone.values, gone.anchors, is_removed=True)
    save(stage, bureau, [gone, second, *others])
    assert Stage.objects.get(pk=stage.pk).tie_ladder == [
        "kemanfaatan",
        "transferabilitas",
        "efektivitas",
        "keberlanjutan",
        "lowest_juror",
    ]


def test_save_a_shorter_scale_with_its_anchors(stage, bureau):
    rows = standing(stage)
    first = CriterionRow(rows[0].pk, rows[0].values | {"points_max": 3}, {1: "Satu", 2: "", 3: "Tiga"})
    save(stage, bureau, [first, *rows[1:]])
    criterion = current_rubric(stage).criteria.first()
    assert list(criterion.levels.values_list("points", "anchor")) == [(1, "Satu"), (3, "Tiga")]


def test_lock_is_done_once_and_keeps_its_first_instant(stage, bureau):
    first = rubrics.lock(stage=stage, by=bureau, at=LATER)
    second = rubrics.lock(stage=stage, by=bureau, at=LATER + timedelta(days=1))
    assert (first.pk, first.locked_at, second.locked_at) == (second.pk, LATER, LATER)


def test_lock_without_a_rubric_is_refused(edition, bureau):
    with pytest.raises(Refused, match="belum punya rubrik"):
        rubrics.lock(stage=edition.stages.get(kind="screening"), by=bureau, at=LATER)


def test_save_a_locked_rubric_is_refused_with_what_to_do(stage, bureau):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    with pytest.raises(Refused, match="terkunci sejak juri membuka") as caught:
        save(stage, bureau, standing(stage))
    assert caught.value.status == 409


def page(stage):
    return reverse("competitions:settings_rubric", args=[stage.competition.slug, stage.code])


def test_page_saves_weights_and_anchors(stage, bureau, client):
    client.force_login(bureau)
    changes = {"0-weight": 30, "4-weight": 10, "0-anchor_1": "Tidak baru."}
    response = client.post(page(stage), sent_rows(client.get(page(stage)), 0, **changes))
    assert response.status_code == 302
    assert (weights(stage)["kebaruan"], weights(stage)["keberlanjutan"]) == (30, 10)
    assert current_rubric(stage).criteria.first().levels.first().anchor == "Tidak baru."


def test_page_with_wrong_weights_answers_422_and_keeps_the_words(stage, bureau, client):
    client.force_login(bureau)
    changes = {"0-weight": 30, "0-anchor_1": "Kalimat yang panjang."}
    response = client.post(page(stage), sent_rows(client.get(page(stage)), 0, **changes))
    content = response.content.decode()
    assert response.status_code == 422
    assert ("Bobot berjumlah 110; seharusnya 100." in content, "Kalimat yang panjang." in content) == (
        True,
        True,
    )
    assert weights(stage)["kebaruan"] == 20


def test_page_of_a_locked_rubric_answers_409(stage, bureau, client):
    client.force_login(bureau)
    sent = sent_rows(client.get(page(stage)), 0)
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    response = client.post(page(stage), sent)
    assert response.status_code == 409
    assert "Rubrik ini terkunci" in response.content.decode()


@pytest.mark.parametrize(("highest", "boxes"), [(3, [0, 1, 2, 3]), (10, list(range(11)))])
def test_page_of_a_scale_from_zero_has_a_box_for_zero(stage, bureau, client, highest, boxes):
    criterion = current_rubric(stage).criteria.first()
    Criterion.objects.filter(pk=criterion.pk).update(points_min=0, points_max=highest)
    client.force_login(bureau)
    assert client.get(page(stage)).context["form"].forms[0].levels == boxes


def test_page_with_a_long_scale_keeps_its_anchors(stage, bureau, client):
    criterion = current_rubric(stage).criteria.first()
    Criterion.objects.filter(pk=criterion.pk).update(points_min=0, points_max=100)
    client.force_login(bureau)
    sent = sent_rows(client.get(page(stage)), 0)
    assert client.post(page(stage), sent).status_code == 302
    assert list(criterion.levels.values_list("points", flat=True)) == [1, 2, 3, 4, 5]


def test_page_of_a_screening_stage_is_404(edition, bureau, client):
    client.force_login(bureau)
    screening = edition.stages.get(kind="screening")
    assert client.get(page(screening)).status_code == 404


def test_page_of_a_stage_of_another_edition_is_404(edition, bureau, client):
    client.force_login(bureau)
    foreign = worlds.scoring_stage(worlds.make_edition())
    url = reverse("competitions:settings_rubric", args=[edition.slug, foreign.code])
    assert client.get(url).status_code == 404


def test_current_rubric_takes_three_queries(stage, django_assert_num_queries):
    with django_assert_num_queries(3):
        rubric = current_rubric(stage)
        assert [len(criterion.levels.all()) for criterion in rubric.criteria.all()] == [5, 5, 5, 5, 5]


def test_lock_freezes_the_rules_of_the_stage_with_it(stage, bureau):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    rules = stage.frozen_rules
    event = stage.competition.ledger.get(kind="rules.frozen")
    assert rules.frozen_at == LATER
    assert rules.sha256 == sha256(rules.payload.encode()).hexdigest()
    assert event.payload == f'{{"sha256":"{rules.sha256}"}}'


def test_lock_writes_every_word_that_a_sheet_is_judged_by(stage, bureau):
    stage.quotas.create(category=stage.competition.categories.first(), places=3)
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    body = json.loads(stage.frozen_rules.payload)
    first = body["criteria"][0]
    assert sorted(body) == ["criteria", "quotas", "rubric", "schema", "settings", "track"]
    assert (first["code"], first["weight"], len(first["anchors"])) == ("kebaruan", 20, 5)
    assert body["quotas"][0]["places"] == 3
    assert (body["settings"]["readers"], body["settings"]["entrants_see"]) == (stage.readers, "comments")
