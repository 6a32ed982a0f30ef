"""KIPP Kota Tegal 2024 as an edition: every figure here was copied by hand from its description."""

import pytest

from agencies.enums import AgencyKind
from agencies.models import AuditEvent
from competitions import enums, preset_files
from competitions.models import Competition, Question
from competitions.reads.settings import PARTS
from competitions.services import editions
from kipp.lib.errors import Refused
from tests.competitions.conftest import CLOSES_AT, MADE_AT, OPENS_AT

CATEGORIES = [
    "Kesehatan",
    "Pendidikan",
    "Pertumbuhan Ekonomi dan Kesempatan Kerja",
    "Pengentasan Kemiskinan",
    "Pemberdayaan Masyarakat",
    "Inklusi Sosial",
    "Energi dan Lingkungan Hidup",
    "Tata Kelola Pemerintahan",
    "Penegakan Hukum",
    "Ketahanan Bencana",
]
SECTIONS = [
    ("ringkasan", "Ringkasan", 0),
    ("latar", "Latar Belakang dan Tujuan", 10),
    ("kebaruan", "Kebaruan/Nilai Tambah", 15),
    ("implementasi", "Implementasi Inovasi", 5),
    ("signifikansi", "Signifikansi", 30),
    ("adaptabilitas", "Adaptabilitas", 20),
    ("sumber_daya", "Sumber Daya", 5),
    ("keberlanjutan", "Strategi Keberlanjutan", 15),
]
QUESTIONS = [
    ("ringkasan", "text", 200),
    ("latar", "text", 300),
    ("kebaruan", "text", 200),
    ("implementasi", "text", 200),
    ("signifikansi", "text", 600),
    ("sudah-direplikasi", "yesno", None),
    ("direplikasi-oleh", "text", 100),
    ("potensi-replikasi", "text", 200),
    ("sumber_daya", "text", 200),
    ("keberlanjutan", "text", 500),
]
CHECKS = ["age", "complete", "", "duplicate", "statements", "group", "quota", ""]
CRITERIA = [
    ("kebaruan", 20, 1, 5),
    ("kemanfaatan", 20, 1, 5),
    ("transferabilitas", 20, 1, 5),
    ("efektivitas", 20, 1, 5),
    ("keberlanjutan", 20, 1, 5),
]


@pytest.mark.parametrize("code", preset_files.codes())
def test_load_every_preset_parses_and_its_assumptions_name_a_page(code):
    preset = preset_files.load(code, agency_kinds=AgencyKind.values)
    assert preset.code == code
    assert [each.text for each in preset.assumptions if each.part not in PARTS] == []


def test_words_of_preset_files_are_those_of_the_tables():
    assert set(preset_files.ZONES) == set(enums.Zone.values)


def test_create_from_preset_fills_the_lists(edition):
    assert list(edition.categories.values_list("name", flat=True)) == CATEGORIES
    assert list(edition.sections.values_list("code", "title", "weight")) == SECTIONS
    questions = Question.objects.filter(section__competition=edition)
    assert list(questions.values_list("code", "kind", "max_words")) == QUESTIONS
    assert list(edition.checklist.values_list("check_kind", flat=True)) == CHECKS
    assert list(edition.groups.values_list("name", flat=True)) == [
        "Perangkat Daerah",
        "BLUD",
        "BUMD",
        "SMP Negeri",
    ]
    assert list(edition.tracks.values_list("name", "minimum_months", "quota")) == [("Umum", 12, None)]
    assert edition.slots.count() == 3


def test_create_from_preset_asks_by_whom_only_after_yes(edition):
    condition = Question.objects.get(section__competition=edition, code="direplikasi-oleh").shown_when
    assert condition.code == "sudah-direplikasi"


def test_create_from_preset_lays_out_stages_rubric_and_awards(edition):
    assert list(edition.stages.values_list("name", "kind", "readers", "cut_kind")) == [
        ("Seleksi Administrasi", "screening", 1, "none"),
        ("Penilaian Proposal", "scoring", 3, "none"),
    ]
    stage = edition.stages.get(kind="scoring")
    rubric = stage.rubrics.get()
    assert list(rubric.criteria.values_list("code", "weight", "points_min", "points_max")) == CRITERIA
    assert [criterion.levels.count() for criterion in rubric.criteria.all()] == [5, 5, 5, 5, 5]
    assert stage.tie_ladder == [code for code, *_ in CRITERIA] + ["lowest_juror"]
    assert list(edition.awards.values_list("name", "first_place", "last_place")) == [
        ("Juara I", 1, 1),
        ("Juara II", 2, 2),
        ("Juara III", 3, 3),
        ("Harapan I", 4, 4),
        ("Harapan II", 5, 5),
        ("Harapan III", 6, 6),
    ]


def test_create_from_preset_is_private_unconfirmed_and_recorded(edition, bureau):
    assert (edition.announced_at, edition.confirmed_at, edition.revision) == (None, None, 0)
    assert (edition.opens_at, edition.closes_at, edition.zone) == (OPENS_AT, CLOSES_AT, "Asia/Jakarta")
    assert len(edition.assumptions) == 11
    event = AuditEvent.objects.get(verb="edition.created")
    assert (event.by, event.at, event.subject) == (bureau, MADE_AT, "edition:tegal-2024")


def create(organiser, bureau, **changes):
    values = {"preset": "kota-tegal-2024", "name": "Edisi", "slug": "lain", "year": 2025} | changes
    return editions.create_from_preset(by=bureau, at=MADE_AT, organiser=organiser, **values)


def test_create_from_preset_unknown_is_refused(organiser, bureau):
    with pytest.raises(Refused) as caught:
        create(organiser, bureau, preset="tidak-ada")
    assert caught.value.status == 422


def test_create_from_preset_with_taken_address_is_refused(edition, organiser, bureau):
    with pytest.raises(Refused, match="alamat"):
        create(organiser, bureau, slug=edition.slug)
    assert Competition.objects.count() == 1


def test_create_from_preset_closing_before_opening_is_refused(organiser, bureau):
    with pytest.raises(Refused, match="dibuka sebelum ditutup"):
        create(organiser, bureau, opens_at=CLOSES_AT, closes_at=OPENS_AT)


def test_confirm_assumptions_twice_is_refused(edition, publisher):
    editions.confirm_assumptions(by=publisher, at=MADE_AT, competition=edition)
    with pytest.raises(Refused, match="sudah dikonfirmasi"):
        editions.confirm_assumptions(by=publisher, at=MADE_AT, competition=edition)
    edition.refresh_from_db()
    assert (edition.confirmed_by, edition.confirmed_at) == (publisher, MADE_AT)
