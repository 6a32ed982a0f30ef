"""The published share: frozen in the release, recomputed by `verify`, silent about drafts."""

import json

import pytest
from django.urls import reverse

from agencies.models import Agency
from judging.models import ResultRelease
from judging.reads import published_participation as reads
from kipp.lib import canonical
from kipp.verification import recomputing
from tests import worlds
from tests.judging.golden_stage import close_stage, golden_stage
from tests.judging.test_publishing import AT, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    """Six dinas entered, a seventh was rejected; one has a draft, one nothing; a school owes nothing."""
    stage = golden_stage()
    edition = stage.competition
    edition.groups.update(kinds=["dinas", "badan"])
    worlds.make_submitted(edition, status="rejected", agency=worlds.make_agency("GUGUR"))
    worlds.make_draft(edition, agency=worlds.make_agency("DRAF", name="Dinas Penulis Draf"))
    worlds.make_agency("DIAM", kind="badan")
    worlds.make_agency("SEKOLAH", kind="smp")
    return publish(close_stage(stage, AT))


def test_publish_counts_who_sent_something(release):
    block = json.loads(release.payload)["participation"]
    assert (block["owed"], block["entered"], block["percent"]) == (9, 7, "77.78")
    kinds = {row["kind"]: (row["owed"], row["entered"], len(row["agencies"])) for row in block["kinds"]}
    assert kinds == {"badan": (1, 0, 0), "dinas": (8, 7, 7)}
    assert "Instansi GUGUR" in release.payload
    assert "Dinas Penulis Draf" not in release.payload


def test_published_share_outlives_a_change_of_the_register(release):
    Agency.objects.filter(code="GUGUR").update(is_active=False, name="Dinas Baru", kind="badan")
    worlds.make_agency("BARU")
    found = reads.of_edition(release.stage.competition)
    assert (found.owed, found.entered, found.percent) == (9, 7, 78)
    assert [(kind.label, kind.entered, kind.owed) for kind in found.kinds] == [
        ("Dinas", 7, 8),
        ("Badan", 0, 1),
    ]


def test_page_says_the_share_and_the_names(client, release):
    slug = release.stage.competition.slug
    text = client.get(reverse("judging:public_participation", args=[slug])).content.decode()
    assert "7 dari 9 instansi ikut serta (78 %)." in text
    assert "Instansi GUGUR" in text
    for silent in ("Dinas Penulis Draf", "Instansi DIAM", "Instansi SEKOLAH"):
        assert silent not in text


def test_page_before_a_result_says_when(client):
    edition = worlds.make_edition()
    answer = client.get(reverse("judging:public_participation", args=[edition.slug]))
    assert "Belum ada angka yang diterbitkan" in answer.content.decode()


def test_page_of_an_edition_in_preparation_does_not_exist(client):
    edition = worlds.make_edition(is_announced=False)
    assert client.get(reverse("judging:public_participation", args=[edition.slug])).status_code == 404


def test_release_of_before_has_no_share_and_keeps_its_hash(release):
    """What was published when nobody counted stays as it is, and is checked as it is."""
    body = json.loads(release.payload)
    del body["participation"]
    assert "participation" not in recomputing.recomputed(body)
    old = ResultRelease(stage=release.stage, payload=canonical.dumps(body))
    assert reads._read(old, body, {"owed": 0, "entered": 0, "kinds": []}).percent is None


def test_recomputing_finds_a_share_that_its_names_do_not_give(release):
    body = json.loads(release.payload)
    assert recomputing.recomputed(body)["participation"] == body["participation"]
    body["participation"]["entered"] = 8
    again = recomputing.recomputed(body)
    assert recomputing.first_difference(body["participation"], again["participation"]) == ("entered", 8, 7)
