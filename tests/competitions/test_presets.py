"""KIPP Kota Tegal 2024 as an edition: every figure here was copied by hand from its description."""

import pytest

from agencies.enums import AgencyKind
from agencies.models import AuditEvent
from competitions import enums, form_rules, preset_files, preset_form
from competitions.models import Competition, Question
from competitions.reads import outline
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
    ("data", "Data Inovasi", 0),
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
    ("sdgs", "choices", None),
    ("penghargaan", "yesno", None),
    ("penghargaan-daftar", "table", None),
    ("aplikasi", "yesno", None),
    ("spbe-nama", "short", None),
    ("spbe-alamat", "link", None),
    ("spbe-pengembang", "choice", None),
    ("spbe-server", "choice", None),
    ("spbe-terhubung", "text", 50),
    ("ringkasan", "text", 200),
    ("latar", "text", 300),
    ("kebaruan", "text", 200),
    ("implementasi", "text", 200),
    ("signifikansi", "text", 600),
    ("ukuran", "table", None),
    ("sudah-direplikasi", "yesno", None),
    ("direplikasi-oleh", "text", 100),
    ("potensi-replikasi", "text", 200),
    ("sumber_daya", "text", 200),
    ("keberlanjutan", "text", 500),
]
SPBE = ("nama", "alamat", "pengembang", "server", "terhubung")
CHECKS = ["age", "complete", "", "duplicate", "statements", "group", "quota", "awards"]
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
    assert set(preset_form.KINDS) == set(enums.QuestionKind.values)
    assert set(preset_form.ACCEPTS) == set(enums.FileKinds.values)
    assert set(preset_form.STATEMENTS) == set(enums.StatementKind.values)
    assert set(form_rules.YESNO) == set(enums.YesNo.values)


def test_create_from_preset_fills_the_lists(edition):
    assert list(edition.categories.values_list("name", flat=True)) == CATEGORIES
    assert list(edition.sections.values_list("code", "title", "weight")) == SECTIONS
    questions = Question.objects.filter(section__competition=edition)
    assert list(questions.values_list("code", "kind", "max_words")) == QUESTIONS
    assert list(edition.checklist.values_list("check_kind", flat=True)) == CHECKS
    assert edition.reason_texts.count() == 9
    assert max(len(text) for text in edition.reason_texts.values_list("text", flat=True)) <= 300
    assert list(edition.groups.values_list("name", flat=True)) == [
        "Perangkat Daerah",
        "BLUD",
        "BUMD",
        "SMP Negeri",
    ]
    assert list(edition.tracks.values_list("name", "minimum_months", "quota")) == [("Umum", 12, None)]
    assert list(edition.slots.values_list("statement", "max_files", "accepts")) == [
        ("implementation", 1, "pdf"),
        ("identity", 1, "pdf"),
        ("replication", 1, "pdf"),
    ]


def test_create_from_preset_asks_some_only_after_yes(edition):
    conditional = Question.objects.filter(section__competition=edition, shown_when__isnull=False)
    found = conditional.values_list("code", "shown_when__code", "shown_value")
    assert list(found) == [
        ("penghargaan-daftar", "penghargaan", "ya"),
        *((f"spbe-{code}", "aplikasi", "ya") for code in SPBE),
        ("direplikasi-oleh", "sudah-direplikasi", "ya"),
    ]


def test_create_from_preset_offers_the_seventeen_goals(edition):
    goals = Question.objects.get(section__competition=edition, code="sdgs").options
    assert [goal.split(".")[0] for goal in goals] == [str(number) for number in range(1, 18)]


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


def test_create_from_the_national_preset_asks_each_track_its_own(organiser, bureau):
    edition = create(organiser, bureau, preset="kipp-2023-umum")
    tracks = edition.tracks.values_list("name", "minimum_months", "quota", "award_rule", "award_limit")
    assert list(tracks) == [
        ("Umum", 24, 10, "any", 1),
        ("Replikasi", 12, 5, "any", 1),
        ("Khusus", 24, None, "former", None),
    ]
    assert edition.categories.count() == 11
    assert list(edition.sections.filter(weight__gt=0).values_list("code", "weight")) == [
        ("latar", 10),
        ("kebaruan", 15),
        ("implementasi", 5),
        ("signifikansi", 30),
        ("adaptabilitas", 20),
        ("sumber_daya", 5),
        ("keberlanjutan", 15),
    ]
    only = edition.sections.filter(track__isnull=False).values_list("code", "track__name")
    assert list(only) == [("asal", "Replikasi"), ("perkembangan", "Khusus")]
    slots = edition.slots.values_list("code", "section__code", "max_files", "accepts", "shown_when__code")
    assert list(slots)[:3] == [
        ("bukti-dampak", "signifikansi", 3, "any", None),
        ("bukti-replikasi", "adaptabilitas", 3, "document", "sudah-direplikasi"),
        ("izin-replikasi", "asal", 1, "pdf", None),
    ]
    assert edition.needs_head_approval is True


@pytest.mark.parametrize("code", preset_files.codes())
def test_every_preset_makes_a_form_without_a_fault(organiser, bureau, code):
    form = outline.load(create(organiser, bureau, preset=code))
    assert (form.faults, form.weight in (0, 100)) == (set(), True)
