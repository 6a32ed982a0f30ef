"""The PDFs of a release, rendered for real and read back as text."""

import hashlib
import io
import json
import re
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from judging import documents as printing
from judging.models import Assignment, Document, ResultRelease
from judging.services import documents
from kipp.lib.errors import Refused
from tests.judging.golden_stage import close_stage, golden_stage, titled
from tests.judging.test_publishing import AT, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(settings, tmp_path) -> ResultRelease:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    stage = golden_stage()
    reading = Assignment.objects.get(entry__proposal__title="A", member__user__name="Juri 1")
    reading.sheet.scores.filter(criterion__code="kebaruan").update(comment="Gagasannya baru bagi daerah.")
    return publish(close_stage(stage, AT))


def report_of(release: ResultRelease, title: str) -> Document:
    return Document.objects.get(release=release, proposal=titled(release.stage, title))


def text_of(content: bytes) -> str:
    """The words of a PDF, white space folded."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def render_all(release: ResultRelease) -> None:
    while Document.objects.filter(release=release).to_do(AT).exists():
        documents.render_some(release_id=release.pk, at=AT)


def test_report_prints_total_place_median_and_each_juror(release):
    text = text_of(printing.pdf(report_of(release, "A")))
    for phrase in [
        "LAPORAN NILAI PROPOSAL",
        "57,67",
        "dari 6 proposal",
        "Gagasannya baru bagi daerah.",
    ]:
        assert phrase in text
    assert len(set(re.findall(r"Juri [A-D]\b", text))) == 3  # which three, the salt decides
    for name in ("Juri 1", "Juri 2", "Juri 3"):
        assert name not in text


def test_report_is_the_same_bytes_each_time(release):
    document = report_of(release, "A")
    assert printing.pdf(document) == printing.pdf(document)


def test_ranking_prints_every_entry_and_the_hash(release):
    ranking = Document.objects.get(release=release, kind="ranking")
    text = text_of(printing.pdf(ranking))
    for phrase in ["BERITA ACARA", "060/123/2026", "85,00", "48,67", "Drs. Budi Santoso", release.sha256]:
        assert phrase in text


def test_render_changed_payload_is_refused_and_the_row_says_so(release):
    broken = report_of(release, "A")
    body = json.loads(release.payload)
    body["letter"]["number"] = "lain"
    release.payload = json.dumps(body)
    with pytest.raises(printing.TamperedReleaseError):
        printing.check(release)
    assert broken.status == "queued"


def test_render_some_makes_all_and_running_twice_makes_none(release):
    render_all(release)
    assert set(Document.objects.filter(release=release).values_list("status", flat=True)) == {"ready"}
    assert documents.render_some(release_id=release.pk, at=AT) == 0
    for document in Document.objects.filter(release=release):
        with document.file.open("rb") as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == document.sha256


def test_claim_by_two_workers_succeeds_once(release):
    document = report_of(release, "A")
    assert Document.objects.claim(document.pk, AT) is True
    assert Document.objects.claim(document.pk, AT) is False


def test_claim_after_the_lease_ran_out_succeeds_until_attempts_are_used(release):
    document = report_of(release, "A")
    instants = [datetime(2026, 3, 10, 4, minute, tzinfo=UTC) for minute in (0, 5, 10, 15)]
    assert [Document.objects.claim(document.pk, at) for at in instants] == [True, True, True, False]
    assert Document.objects.bury(instants[-1]) == 1
    document.refresh_from_db()
    assert document.status == "failed"


def test_retry_of_a_ready_document_is_refused(release):
    render_all(release)
    with pytest.raises(Refused, match="tidak gagal"):
        documents.retry(document=report_of(release, "A"), by=release.published_by, at=AT)


def test_download_as_own_agency_gives_the_pdf_and_a_stranger_404(release, client):
    render_all(release)
    document = report_of(release, "A")
    address = reverse("judging:document_file", args=[document.code])
    client.force_login(document.proposal.created_by)
    response = client.get(address)
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert response.getvalue().startswith(b"%PDF")
    client.force_login(report_of(release, "B").proposal.created_by)
    assert client.get(address).status_code == 404


def test_download_zip_holds_every_document_once(release, client):
    client.force_login(release.published_by)
    address = reverse("judging:documents_zip", args=[release.code])
    assert client.get(address).status_code == 409
    render_all(release)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(address).streaming_content)))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 7
