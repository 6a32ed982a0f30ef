"""The weights of stages in the final score: what may be announced, and the sum as everybody reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competitions.models import Stage
from competitions.reads import announce_blockers, final_score
from competitions.services import editions, stages
from kipp.lib.errors import Refused
from tests.competitions.conftest import MADE_AT, OPENS_AT

NOW = OPENS_AT - timedelta(days=7)
DESK, TALK = "Penilaian Proposal", "Presentasi"


@pytest.fixture
def ready(edition, bureau):
    return editions.confirm_assumptions(by=bureau, at=MADE_AT, competition=edition)


def weigh(edition, weight, name=DESK):
    edition.stages.filter(name=name).update(weight=weight)


def add(edition, name, weight, *, track=None, position=9):
    stage = edition.stages.create(position=position, name=name, kind="scoring", weight=weight, track=track)
    stage.rubrics.create().criteria.create(position=1, code="isi", name="Isi", weight=100)
    return stage


def replication(edition):
    return edition.tracks.create(position=2, name="Replikasi", minimum_months=12)


def texts(edition):
    return [blocker.text for blocker in announce_blockers(edition, NOW)]


def sentences(edition):
    return final_score.sentences(edition.stages.all(), edition.tracks.all())


@pytest.mark.parametrize(("desk", "talk"), [(70, 30), (0, 100), (1, 99)])
def test_announce_stages_whose_weights_sum_to_a_hundred_lacks_nothing(ready, desk, talk):
    weigh(ready, desk)
    add(ready, TALK, talk)
    assert texts(ready) == []


def test_announce_other_sums_says_the_sum_and_what_to_change(ready):
    weigh(ready, 70)
    add(ready, TALK, 40)
    assert texts(ready) == [
        "Nilai akhir = 70 % Penilaian Proposal + 40 % Presentasi. "
        "Bobotnya berjumlah 110; ubah bobot tahap sampai berjumlah 100."
    ]


def test_announce_last_stage_that_weighs_nothing_is_refused(ready):
    add(ready, TALK, 0)
    assert texts(ready) == [
        "Tahap terakhir, Presentasi, berbobot 0, sehingga nilainya tidak ikut menentukan hasil. "
        "Beri bobot pada tahap itu, atau hapus tahapnya."
    ]


def test_announce_asks_every_track_for_its_own_way(ready):
    """General entries end at the desk; replications go to an interview only."""
    general = ready.tracks.get()
    replicas = replication(ready)
    ready.stages.filter(name=DESK).update(track=general)
    assert texts(ready) == ["Jalur Replikasi: Belum ada tahap penilaian."]
    add(ready, "Wawancara", 40, track=replicas)
    assert texts(ready) == [
        "Jalur Replikasi: Nilai akhir = 40 % Wawancara. "
        "Bobotnya berjumlah 40; ubah bobot tahap sampai berjumlah 100."
    ]
    weigh(ready, 100, "Wawancara")
    assert texts(ready) == []


def test_announce_shared_weighted_stage_with_a_last_stage_for_each_track_lacks_nothing(ready):
    weigh(ready, 70)
    general, replicas = ready.tracks.get(), replication(ready)
    add(ready, "Presentasi Umum", 30, track=general)
    add(ready, "Presentasi Replikasi", 30, track=replicas, position=10)
    assert texts(ready) == []


def test_announce_list_of_final_and_passing_scores_is_refused(ready):
    """Replications have a first stage of 40 and end at the desk; the others go on from there to a talk."""
    general, replicas = ready.tracks.get(), replication(ready)
    weigh(ready, 60)
    add(ready, "Uji Replikasi", 40, track=replicas, position=0)
    add(ready, TALK, 40, track=general)
    assert texts(ready) == [
        "Penilaian Proposal adalah tahap terakhir bagi jalur Replikasi, tetapi bukan bagi jalur "
        f"{general.name}: satu daftar akan membandingkan dua macam nilai. "
        "Buat tahap tersendiri untuk setiap jalur."
    ]


def test_sentence_of_one_stage_says_nothing(ready):
    assert sentences(ready) == []


def test_sentence_names_each_stage_with_its_share(ready):
    weigh(ready, 70)
    add(ready, TALK, 30)
    assert sentences(ready) == ["Nilai akhir = 70 % Penilaian Proposal + 30 % Presentasi"]


def test_sentence_of_a_last_stage_that_decides_alone_names_no_figure(ready):
    weigh(ready, 0)
    add(ready, TALK, 100)
    assert sentences(ready) == ["Nilai akhir = Presentasi"]


def test_sentences_go_by_track_where_the_ways_part(ready):
    general, replicas = ready.tracks.get(), replication(ready)
    weigh(ready, 70)
    add(ready, TALK, 30, track=general)
    add(ready, "Uji Replikasi", 30, track=replicas, position=0)
    assert sentences(ready) == [
        f"Jalur {general.name}: Nilai akhir = 70 % Penilaian Proposal + 30 % Presentasi",
        "Jalur Replikasi: Nilai akhir = 30 % Uji Replikasi + 70 % Penilaian Proposal",
    ]


def test_pages_say_the_sum(ready, bureau, publisher, client):
    """What entrants read, what the bureau sets, and the page of each stage."""
    weigh(ready, 70)
    talk = add(ready, TALK, 30)
    ready.announced_at, ready.announced_by = OPENS_AT, publisher
    ready.save(update_fields=["announced_at", "announced_by"])
    said = "Nilai akhir = 70 % Penilaian Proposal + 30 % Presentasi"
    public = client.get(reverse("competitions:detail", args=[ready.slug])).content.decode()
    client.force_login(bureau)
    settings = client.get(reverse("competitions:settings", args=[ready.slug])).content.decode()
    own = client.get(reverse("competitions:settings_stage", args=[ready.slug, talk.code])).content.decode()
    assert [said in text for text in (public, settings, own)] == [True, True, True]
    assert "Nilai tahap ini menjadi 70 % dari nilai akhir." in public
    assert "Nilai tahap ini menjadi 30 % dari nilai akhir." in public


def test_weight_stands_once_announced(ready, bureau, publisher):
    ready.announced_at, ready.announced_by = OPENS_AT, publisher
    ready.save(update_fields=["announced_at", "announced_by"])
    desk = Stage.objects.get(name=DESK, competition=ready)
    with pytest.raises(Refused, match="sudah diumumkan"):
        stages.save(stage=desk, by=bureau, at=NOW, revision=ready.revision, values={"weight": 70})
    desk.refresh_from_db()
    assert desk.weight == 100
