"""A preset may carry every rule of a stage: its track, quotas, aspects, and who sees what."""

import pytest

from competitions import preset_files
from competitions.services import editions
from tests.competitions.conftest import MADE_AT
from tests.pure.test_preset_files import GOOD

#: A panel of three on a scale of three with a text for each level, as Kota Metro has it. Its weights,
#: 5 5 4 3 2 2 of 21, are written as the nearest whole hundredths.
METRO = """
[[stages]]
name = "Penilaian Metro"
kind = "scoring"
track = "Replikasi"
weight = 100
comments = "extremes"
peers_see = "totals"
entrants_see = "rows"
contested_gap = 0
contested_below = "70"
quotas = [{ group = "Dinas", places = 3 }, { group = "SMP", places = 2 }]
criteria = [
  { code = "kebaruan", name = "Kebaruan", aspect = "Gagasan", weight = 24, points_min = 1, points_max = 3 },
  { code = "kelayakan", name = "Kelayakan", aspect = "Gagasan", weight = 19, points_min = 1, points_max = 3 },
  { code = "dampak", name = "Dampak", aspect = "Hasil", weight = 24, points_min = 1, points_max = 3 },
  { code = "lanjut", name = "Keberlanjutan", aspect = "Hasil", weight = 14, points_min = 1, points_max = 3 },
  { code = "kolaborasi", name = "Kolaborasi", weight = 10, points_min = 1, points_max = 3 },
  { code = "dokumen", name = "Dokumentasi", weight = 9, points_min = 1, points_max = 3 },
]
"""


@pytest.fixture
def stage(tmp_path, monkeypatch, organiser, bureau):
    (tmp_path / "metro.toml").write_text(GOOD + METRO, encoding="utf-8")
    monkeypatch.setattr(preset_files, "FOLDER", tmp_path)
    edition = editions.create_from_preset(
        by=bureau, at=MADE_AT, organiser=organiser, preset="metro", name="Metro", slug="metro", year=2026
    )
    return edition.stages.get(name="Penilaian Metro")


def test_create_from_preset_carries_the_rules_of_a_stage(stage):
    assert (stage.track.name, stage.comments, stage.peers_see) == ("Replikasi", "extremes", "totals")
    assert (stage.entrants_see, stage.contested_gap, stage.contested_below) == ("rows", None, 70)
    assert [(quota.group.name, quota.places) for quota in stage.quotas.all()] == [("Dinas", 3), ("SMP", 2)]


def test_create_from_preset_carries_aspects_in_their_order(stage):
    rubric = stage.rubrics.get()
    assert [aspect.name for aspect in rubric.aspects.all()] == ["Gagasan", "Hasil"]
    assert [row.aspect.name if row.aspect else "" for row in rubric.criteria.all()] == [
        "Gagasan",
        "Gagasan",
        "Hasil",
        "Hasil",
        "",
        "",
    ]


def test_create_from_preset_without_them_gets_the_usual_rules(stage):
    first = stage.competition.stages.get(name="Berkas")
    assert (first.track, first.comments, first.entrants_see, first.contested_gap) == (
        None,
        "never",
        "comments",
        25,
    )
