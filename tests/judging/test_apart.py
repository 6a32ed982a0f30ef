from datetime import UTC, datetime

import pytest
from django.urls import reverse

from judging.models import Apart
from judging.services import apart
from kipp.lib.errors import Refused
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def couple(stage):
    return worlds.make_juror(stage, name="Rina"), worlds.make_juror(stage, name="Tono")


def keep(stage, first, second, reason="Suami istri"):
    act = {"by": stage.competition.announced_by, "at": AT}
    return apart.keep(stage=stage, first=first, second=second, reason=reason, **act)


def test_keep_in_either_order_makes_one_pair_and_seals_the_reason(stage, couple):
    rina, tono = couple
    assert keep(stage, tono, rina) == keep(stage, rina, tono)
    pair = Apart.objects.get()
    assert (pair.first, pair.second, pair.reason) == (rina, tono, "Suami istri")
    event = stage.competition.ledger.get()
    assert event.kind == "panel.kept_apart"
    assert "Suami" not in event.payload


def test_keep_a_juror_from_themselves_or_from_a_stranger_is_refused(stage, couple):
    stranger = worlds.make_juror(worlds.scoring_stage(worlds.make_edition()))
    for other in (couple[0], stranger):
        with pytest.raises(Refused, match="dua juri yang berbeda"):
            keep(stage, couple[0], other)
    with pytest.raises(Refused, match="Tulis mengapa"):
        keep(stage, *couple, reason=" ")


def test_release_is_told_once(stage, couple):
    pair = keep(stage, *couple)
    for _click in range(2):
        apart.release(pair=pair, by=stage.competition.announced_by, at=AT)
    assert [row.kind for row in stage.competition.ledger.all()] == [
        "panel.kept_apart",
        "panel.no_longer_apart",
    ]


def test_pages_keep_and_release(client, edition, stage, couple):
    rina, tono = couple
    client.force_login(edition.announced_by)
    address = reverse("judging:panel_apart", args=[stage.code])
    same = client.post(address, {"first": rina.pk, "second": rina.pk, "reason": "Satu kantor"})
    assert same.status_code == 422
    assert "Satu kantor" in same.content.decode()
    client.post(address, {"first": rina.pk, "second": tono.pk, "reason": "Satu kantor"})
    assert "Rina dan Tono" in client.get(reverse("judging:panel", args=[stage.code])).content.decode()
    release = reverse("judging:panel_apart_release", args=[stage.code, Apart.objects.get().code])
    for _click in range(2):
        assert client.post(release).status_code == 302
    assert not Apart.objects.exists()
