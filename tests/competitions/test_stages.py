"""The rules of a stage: settled by the bureau, open for some until the first sheet, frozen from then on."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from competitions.models import Quota, Stage
from competitions.reads import stage_rules
from competitions.services import rubrics, stages
from competitions.services.stages import QuotaRow
from kipp.lib.errors import Refused
from tests.competitions.conftest import CLOSES_AT, OPENS_AT

LATER = OPENS_AT + timedelta(days=100)


@pytest.fixture
def stage(edition):
    return edition.stages.get(kind="scoring")


@pytest.fixture
def announced(edition, publisher):
    edition.announced_at, edition.announced_by = OPENS_AT, publisher
    edition.save(update_fields=["announced_at", "announced_by"])
    return edition


def save(stage, by, quotas=None, revision=0, **values):
    return stages.save(stage=stage, by=by, at=LATER, revision=revision, values=values, quotas=quotas)


def quotas_of(stage):
    return sorted(str(row) for row in Quota.objects.filter(stage=stage))


def test_save_quotas_replaces_those_that_stood(stage, bureau):
    first, second = stage.competition.categories.all()[:2]
    save(stage, bureau, [QuotaRow(3, category_id=first.pk)])
    save(stage, bureau, [QuotaRow(5, category_id=first.pk), QuotaRow(2, category_id=second.pk)], 1)
    assert quotas_of(stage) == sorted([f"{first}: 5", f"{second}: 2"])


def test_save_without_quotas_leaves_them(stage, bureau):
    save(stage, bureau, [QuotaRow(3, category_id=stage.competition.categories.first().pk)])
    save(stage, bureau, revision=1, readers=2)
    assert len(quotas_of(stage)) == 1


def test_save_quotas_of_groups_and_categories_at_once_is_refused(stage, bureau):
    group, category = stage.competition.groups.first(), stage.competition.categories.first()
    with pytest.raises(Refused, match="tidak keduanya") as caught:
        save(stage, bureau, [QuotaRow(3, group_id=group.pk), QuotaRow(3, category_id=category.pk)])
    assert (caught.value.status, quotas_of(stage)) == (422, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [("comments", "always"), ("peers_see", "totals"), ("contested_gap", 30), ("readers", 2)],
)
def test_save_after_announcing_what_the_panel_settles_is_open_until_the_first_sheet(
    announced, stage, bureau, name, value
):
    save(stage, bureau, **{name: value})
    assert getattr(Stage.objects.get(pk=stage.pk), name) == value
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    with pytest.raises(Refused, match="dibekukan sejak juri membuka"):
        save(stage, bureau, revision=1, **{name: getattr(stage, name)})


@pytest.mark.parametrize(
    ("name", "value"), [("is_blind", True), ("entrants_see", "total"), ("cut_kind", "threshold")]
)
def test_save_after_announcing_what_entrants_read_is_refused(announced, stage, bureau, name, value):
    with pytest.raises(Refused, match="sudah diumumkan"):
        save(stage, bureau, **{name: value})


def test_save_quotas_after_the_rules_froze_is_refused_even_before_announcing(stage, bureau):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    with pytest.raises(Refused, match="dibekukan"):
        save(stage, bureau, [QuotaRow(3, category_id=stage.competition.categories.first().pk)])
    assert save(stage, bureau, opens_at=CLOSES_AT).opens_at == CLOSES_AT


def fresh(stage):
    return Stage.objects.get(pk=stage.pk)


def test_rules_are_intact_until_somebody_edits_the_rows(stage, bureau):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    frozen = stage.frozen_rules
    assert stage_rules.is_intact(frozen, fresh(stage))
    Stage.objects.filter(pk=stage.pk).update(cut_kind="top_n", cut_count=3)
    assert not stage_rules.is_intact(frozen, fresh(stage))


def test_rules_stay_intact_when_dates_move(stage, bureau):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    Stage.objects.filter(pk=stage.pk).update(opens_at=CLOSES_AT, closes_at=LATER)
    assert stage_rules.is_intact(stage.frozen_rules, fresh(stage))


def page(stage):
    return reverse("competitions:settings_stage", args=[stage.competition.slug, stage.code])


def sent(response, revision=0, **changes):
    data = {"revision": revision}
    for field in response.context["form"]:
        if (value := field.value()) not in (None, False, ""):
            data[field.html_name] = value
    return data | changes


def test_page_saves_every_rule(stage, bureau, client):
    client.force_login(bureau)
    category, track = stage.competition.categories.first(), stage.competition.tracks.first()
    changes = {
        "track": track.pk,
        "comments": "extremes",
        "peers_see": "sheets",
        "entrants_see": "rows",
        "contested_gap": 30,
        "contested_below": "70",
        f"quota_category_{category.pk}": 4,
    }
    response = client.post(page(stage), sent(client.get(page(stage)), **changes))
    assert response.status_code == 302
    saved = Stage.objects.get(pk=stage.pk)
    assert (saved.track, saved.comments, saved.peers_see) == (track, "extremes", "sheets")
    assert (saved.entrants_see, saved.contested_gap, saved.contested_below) == ("rows", 30, 70)
    assert quotas_of(stage) == [f"{category}: 4"]


def test_page_with_quotas_of_both_kinds_answers_422_and_keeps_the_figures(stage, bureau, client):
    client.force_login(bureau)
    group, category = stage.competition.groups.first(), stage.competition.categories.first()
    changes = {f"quota_category_{category.pk}": 4, f"quota_group_{group.pk}": 17}
    response = client.post(page(stage), sent(client.get(page(stage)), **changes))
    content = response.content.decode()
    assert (response.status_code, "tidak keduanya" in content, 'value="17"' in content) == (422, True, True)


def test_page_offers_only_tracks_of_its_own_edition(stage, bureau, client):
    client.force_login(bureau)
    assert list(client.get(page(stage)).context["form"].fields["track"].queryset) == list(
        stage.competition.tracks.all()
    )


def test_rules_are_not_there_before_they_froze(announced, stage, client):
    assert (
        client.get(reverse("competitions:stage_rules", args=[announced.slug, stage.code])).status_code == 404
    )


def test_rules_are_public_and_hash_to_what_the_page_says(announced, stage, bureau, client):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    shown = client.get(reverse("competitions:stage_rules", args=[announced.slug, stage.code]))
    file = client.get(reverse("competitions:stage_rules_json", args=[announced.slug, stage.code]))
    assert hashlib.sha256(file.content).hexdigest() in shown.content.decode()
    assert json.loads(file.content)["settings"]["readers"] == stage.readers


def test_rules_that_were_edited_behind_the_portal_are_told(announced, stage, bureau, client):
    rubrics.lock(stage=stage, by=bureau, at=LATER)
    Stage.objects.filter(pk=stage.pk).update(aggregate="median")
    shown = client.get(reverse("competitions:stage_rules", args=[announced.slug, stage.code]))
    assert "tidak lagi sama dengan yang dibekukan" in shown.content.decode()
