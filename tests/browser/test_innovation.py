"""An officer a year later: starts from last year's words, and takes files home for the next report."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect

from competitions.models import Competition
from proposals.models import InnovationExport, Proposal
from proposals.services import exports, recognitions
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Warga menunggu sembilan hari; kini dua jam."


@pytest.fixture
def last_year(settings, tmp_path):
    """A proposal that was sent a year ago, and an edition that is open now."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    edition = worlds.make_edition()
    Competition.objects.filter(pk=edition.pk).update(year=2025)
    draft = worlds.make_draft(edition, title="Tape Pasar")
    draft.answers.filter(question__code="latar").update(text=WORDS)
    return worlds.freeze(draft)


@pytest.fixture
def this_year(last_year):
    return worlds.make_edition(organiser=last_year.competition.organiser)


@pytest.fixture
def officer(page, live_server, client, last_year):
    client.force_login(last_year.created_by)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    return page


def give_award(proposal):
    recognitions.enter(
        innovation=proposal.innovation,
        by=proposal.created_by,
        at=timezone.now(),
        year=2025,
        level="province",
        name="Top 30",
        title="",
    )


def test_start_from_last_year_then_export_and_download(
    officer, live_server, last_year, this_year, violations
):
    officer.goto(live_server.url + reverse("proposals:start", args=[this_year.slug]))
    expect(officer.get_by_text("pernah diikutkan 2025")).to_be_visible()
    assert violations(officer) == []
    officer.get_by_role("link", name="Tape Pasar").click()
    expect(officer.get_by_role("heading", name="2 jawaban ikut terbawa")).to_be_visible()
    assert violations(officer) == []
    officer.get_by_text("Uraikan latar").click()
    expect(officer.get_by_text(WORDS)).to_be_visible()
    assert Proposal.objects.filter(competition=this_year).count() == 0
    officer.get_by_role("button", name="Mulai dengan isi tahun lalu").click()
    expect(officer.get_by_label("Uraikan latar")).to_have_value(WORDS)
    made = Proposal.objects.get(competition=this_year)
    assert made.innovation == last_year.innovation

    give_award(last_year)
    officer.get_by_role("link", name="Inovasi", exact=True).click()
    officer.get_by_role("link", name="Tape Pasar").click()
    expect(officer.get_by_role("heading", name="Dari tahun ke tahun")).to_be_visible()
    assert violations(officer) == []
    officer.get_by_role("link", name="Buat berkas laporan").click()
    officer.get_by_label("Judul pada berkas").fill("Tape Pasar untuk Provinsi")
    officer.get_by_label("JSON").check()
    officer.get_by_role("button", name="Buat berkas").click()
    expect(officer.get_by_text("0 dari 2")).to_be_visible()
    assert violations(officer) == []
    for export in InnovationExport.objects.all():
        assert exports.render(export_id=export.pk, at=timezone.now())
    with officer.expect_download() as download:
        officer.get_by_role("link", name="DOCX").click()  # shown by itself, without a reload
    book = Document(BytesIO(download.value.path().read_bytes()))
    assert WORDS in [paragraph.text for paragraph in book.paragraphs]
    with officer.expect_download() as download:
        officer.get_by_role("link", name="JSON").click()
    said = json.loads(download.value.path().read_text())
    assert (said["title"], said["title_as_entered"]) == ("Tape Pasar untuk Provinsi", "Tape Pasar")


def test_the_profile_is_offered_saved_and_survives_a_colleague(
    officer, live_server, last_year, violations, silent_console
):
    url = live_server.url + reverse("proposals:innovation_profile", args=[last_year.innovation.code])
    officer.goto(url)
    expect(officer.get_by_label("Tujuan")).to_have_value(WORDS)
    officer.get_by_text("1. Regulasi inovasi").click()
    officer.get_by_label("Jenjang 3: Ditetapkan dengan peraturan kepala daerah").check()
    assert violations(officer) == []
    colleague = officer.context.new_page()
    colleague.goto(url)
    colleague.get_by_label("Tujuan").fill("Tulisan rekan.")
    colleague.get_by_role("button", name="Simpan profil").click()
    expect(colleague.get_by_text("Profil tersimpan.")).to_be_visible()
    with officer.expect_response(url) as answer:
        officer.get_by_role("button", name="Simpan profil").click()
    assert answer.value.status == 409
    expect(officer.get_by_text("Tulisan rekan.")).to_be_visible()
    expect(officer.get_by_label("Tujuan")).to_have_value(WORDS)
    officer.get_by_role("button", name="Simpan profil").click()
    expect(officer.get_by_text("Profil tersimpan.")).to_be_visible()
    assert last_year.innovation.profile.claims.get().level == 3
    assert [line for line in silent_console if "409" not in line] == []
    silent_console.clear()  # the browser notes the refusal, some time after it
