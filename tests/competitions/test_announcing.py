"""Opening a call: everything that keeps it shut, and what happens once it is open."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competitions.models import Criterion
from competitions.reads import announce_blockers
from competitions.services import calls, editions
from kipp.lib.errors import Refused
from tests.competitions.conftest import CLOSES_AT, MADE_AT, OPENS_AT

NOW = OPENS_AT - timedelta(days=7)


@pytest.fixture
def ready(edition, bureau):
    return editions.confirm_assumptions(by=bureau, at=MADE_AT, competition=edition)


def texts(edition, at=NOW):
    return [str(blocker.text) for blocker in announce_blockers(edition, at)]


def without_dates(edition):
    edition.opens_at = None
    edition.save(update_fields=["opens_at"])


def without_categories(edition):
    edition.categories.all().delete()


def without_groups(edition):
    edition.groups.all().delete()


def with_empty_group(edition):
    edition.groups.filter(name="BUMD").update(kinds=[])


def without_tracks(edition):
    edition.tracks.all().delete()


def without_sections(edition):
    for section in edition.sections.all():
        section.questions.update(shown_when=None, shown_value="")
    edition.sections.all().delete()


def without_questions(edition):
    edition.sections.get(code="latar").questions.all().delete()


def with_light_sections(edition):
    edition.sections.filter(code="latar").update(weight=9)


def without_scoring(edition):
    edition.stages.filter(kind="scoring").delete()


def with_half_a_stage(edition):
    edition.stages.filter(kind="scoring").update(weight=50)


def without_rubric(edition):
    edition.stages.get(kind="scoring").rubrics.all().delete()


def with_light_rubric(edition):
    Criterion.objects.filter(code="kebaruan").update(weight=15)


def without_checklist(edition):
    edition.checklist.all().delete()


@pytest.mark.parametrize(
    ("break_it", "text", "page"),
    [
        (without_dates, "Tanggal pembukaan dan penutupan pendaftaran belum diisi.", "jadwal/"),
        (without_categories, "Belum ada kategori.", "kategori/"),
        (without_groups, "Belum ada kelompok peserta.", "kelompok/"),
        (with_empty_group, "Kelompok BUMD belum punya jenis instansi.", "kelompok/"),
        (without_tracks, "Belum ada jalur.", "jalur/"),
        (without_sections, "Formulir proposal belum punya bagian.", "formulir/"),
        (
            without_questions,
            "Bagian Latar Belakang dan Tujuan belum punya pertanyaan.",
            "formulir/latar/pertanyaan/",
        ),
        (
            with_light_sections,
            "Bobot bagian formulir berjumlah 99; seharusnya 100, atau semuanya 0.",
            "formulir/",
        ),
        (without_scoring, "Belum ada tahap penilaian.", "tahap/"),
        (
            with_half_a_stage,
            "Nilai akhir = 50 % Penilaian Proposal. Bobotnya berjumlah 50; "
            "ubah bobot tahap sampai berjumlah 100.",
            "tahap/",
        ),
        (without_rubric, "Tahap Penilaian Proposal belum punya rubrik.", "tahap/{stage}/rubrik/"),
        (
            with_light_rubric,
            "Bobot rubrik tahap Penilaian Proposal berjumlah 95; seharusnya 100.",
            "tahap/{stage}/rubrik/",
        ),
        (without_checklist, "Daftar periksa seleksi administrasi masih kosong.", "seleksi/"),
    ],
)
def test_announce_with_one_thing_missing_is_refused_with_its_sentence(ready, publisher, break_it, text, page):
    stage = ready.stages.get(kind="scoring").code
    break_it(ready)
    (blocker,) = announce_blockers(ready, NOW)
    assert blocker.text == text
    assert blocker.url == "/panitia/edisi/tegal-2024/pengaturan/" + page.format(stage=stage)
    with pytest.raises(Refused) as caught:
        calls.announce(competition=ready, by=publisher, at=NOW)
    assert (caught.value.status, caught.value.reasons) == (409, (text,))
    ready.refresh_from_db()
    assert ready.announced_at is None


def test_announce_after_the_deadline_is_refused(ready):
    assert texts(ready, CLOSES_AT) == ["Tanggal penutupan pendaftaran sudah lewat."]
    assert texts(ready, CLOSES_AT - timedelta(seconds=1)) == []


def test_announce_unconfirmed_assumptions_is_refused(edition):
    assert texts(edition) == ["Ketentuan yang masih berupa usulan belum dikonfirmasi."]


def test_announce_ready_edition_is_public(ready, publisher, client):
    url = reverse("competitions:detail", args=[ready.slug])
    assert client.get(url).status_code == 404
    announced = calls.announce(competition=ready, by=publisher, at=NOW)
    assert (announced.announced_at, announced.announced_by) == (NOW, publisher)
    assert client.get(url).status_code == 200


def test_announce_twice_is_refused(ready, publisher):
    calls.announce(competition=ready, by=publisher, at=NOW)
    with pytest.raises(Refused, match="sudah diumumkan"):
        calls.announce(competition=ready, by=publisher, at=NOW)


def test_announce_blockers_take_the_same_queries_for_one_and_three_stages(ready, django_assert_num_queries):
    with django_assert_num_queries(10):
        announce_blockers(ready, NOW)
    for number in (3, 4):
        ready.stages.create(position=number, name=f"Tahap {number}", kind="scoring", weight=0)
    with django_assert_num_queries(10):
        announce_blockers(ready, NOW)
