"""Letters of result: when they may be written, what they say on paper, and what everybody learns."""

import json
import subprocess
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Mail, Notice
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.models import Proposal, ScreeningLetter
from proposals.reads import screening_counts
from proposals.reads.screening_letters import Wording
from proposals.services import screening, screening_letters, sweeping
from proposals.services.screening import Found
from tests import worlds

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDING = Wording(
    pattern="000.8.3/{nomor}/2026",
    first_number=7,
    dated_on="2026-11-22",
    signer="Drs. Budi Santoso",
    signer_post="Kepala Bagian Organisasi",
    signer_nip="197001011995031001",
    objection="Keberatan disampaikan tertulis dalam lima hari.",
)


@pytest.fixture
def edition():
    edition = worlds.make_edition(opens_at=NOW - timedelta(days=30), closes_at=NOW - timedelta(days=1))
    edition.letterhead = "PEMERINTAH KOTA TEGAL\nSEKRETARIAT DAERAH\nJalan Ki Gede Sebayu 12"
    edition.save()
    edition.checklist.create(position=1, code="surat", question="Surat ada?", reason="Surat tidak ada")
    edition.checklist.create(position=2, code="umur", question="Cukup umur?", reason="Belum setahun")
    return edition


@pytest.fixture
def publisher(edition):
    return edition.announced_by


def decided(edition, outcome="passed", **fields):
    proposal = worlds.make_submitted(edition, **fields)
    unmet = outcome == "rejected"
    screening.decide(
        version=proposal.versions.get(),
        by=edition.announced_by,
        at=NOW,
        outcome=outcome,
        revision=0,
        findings={
            "surat": Found(not unmet, "Belum ditandatangani camat" if unmet else ""),
            "umur": Found(True),
        },
        note="Coba lagi tahun depan." if unmet else "",
    )
    return proposal


@pytest.fixture
def offices(edition):
    """One agency with two proposals, one with one; names decide the order of numbers."""
    first = worlds.make_agency("A-1", name="Badan Kesatu")
    second = worlds.make_agency("B-2", name="Dinas Kedua")
    decided(edition, title="Besuk Kiamat", agency=first)
    decided(edition, "rejected", title="Kopi Roro", agency=first)
    decided(edition, title="Lapor Hendi", agency=second)
    return first, second


def announce(edition, by, wording=WORDING):
    return screening_letters.announce(edition=edition, by=by, at=NOW, wording=wording)


def said(letter):
    return json.loads(letter.payload)


def test_announce_writes_to_each_agency_in_order_of_name(edition, publisher, offices):
    letters = announce(edition, publisher)
    assert [(each.agency.name, each.letter_number) for each in letters] == [
        ("Badan Kesatu", "000.8.3/7/2026"),
        ("Dinas Kedua", "000.8.3/8/2026"),
    ]
    assert all(canonical.sha256(each.payload) == each.payload_sha256 for each in letters)
    rows = [
        (row["title"], row["outcome"], row["reasons"], row["note"]) for row in said(letters[0])["proposals"]
    ]
    assert rows == [
        ("Besuk Kiamat", "passed", [], ""),
        (
            "Kopi Roro",
            "rejected",
            [{"reason": "Surat tidak ada", "note": "Belum ditandatangani camat"}],
            "Coba lagi tahun depan.",
        ),
    ]


def test_announce_closes_the_stage_and_chains_every_hash(edition, publisher, offices):
    letters = announce(edition, publisher)
    stage = edition.stages.get(kind="screening")
    assert (stage.closed_at, stage.closed_by) == (NOW, publisher)
    told = {
        event.kind: json.loads(event.payload)
        for event in edition.ledger.filter(subject=f"stage:{stage.code}")
    }
    assert told == {
        "stage.closed": {"letters": 2},
        "screening.announced": {"letters": [letter.payload_sha256 for letter in letters]},
    }


def test_announce_tells_those_who_write_for_the_agency(edition, publisher, offices):
    Mail.objects.all().delete()
    Notice.objects.all().delete()
    announce(edition, publisher)
    subjects = Mail.objects.values_list("subject", flat=True)
    assert set(subjects) == {f"Surat hasil seleksi administrasi {edition.name}"}
    assert (Mail.objects.count(), Notice.objects.count()) == (3, 3)  # one writer of each proposal
    assert any("- Kopi Roro: tidak lolos" in mail.body for mail in Mail.objects.all())


def test_announce_while_something_waits_is_refused_with_what(edition, publisher, offices):
    worlds.make_submitted(edition)
    with pytest.raises(Refused) as refused:
        announce(edition, publisher)
    assert refused.value.reasons == ("1 proposal belum diputuskan.",)
    assert (ScreeningLetter.objects.count(), edition.stages.get(kind="screening").closed_at) == (0, None)


def test_announce_while_one_agency_has_more_time_is_refused(edition, publisher, offices):
    edition.extensions.create(
        agency=offices[0],
        until=NOW + timedelta(days=1),
        letter_number="1",
        reason="Banjir",
        granted_at=NOW,
        granted_by=publisher,
    )
    with pytest.raises(Refused) as refused:
        announce(edition, publisher)
    assert refused.value.reasons == ("Pendaftaran belum ditutup bagi semua instansi.",)


def test_announce_twice_writes_nothing_more(edition, publisher, offices):
    announce(edition, publisher)
    assert announce(edition, publisher) == []
    assert (ScreeningLetter.objects.count(), edition.ledger.filter(kind="stage.closed").count()) == (2, 1)


def test_announce_after_a_reversal_writes_to_that_agency_alone_and_names_the_letter_it_replaces(
    edition, publisher, offices
):
    announce(edition, publisher)
    version = Proposal.objects.get(title="Kopi Roro").versions.get()
    again = screening.reconsider(version=version, by=publisher, at=NOW, reason="Suratnya ada")
    met = {"surat": Found(True), "umur": Found(True)}
    screening.decide(
        version=version, by=publisher, at=NOW, outcome="passed", revision=again.revision, findings=met
    )
    with pytest.raises(Refused, match=r"000.8.3/7/2026 sudah dipakai"):
        announce(edition, publisher)
    later = Wording(**{**WORDING.__dict__, "first_number": 9})
    (letter,) = announce(edition, publisher, later)
    assert (letter.agency, letter.letter_number) == (offices[0], "000.8.3/9/2026")
    assert said(letter)["letter"]["replaces"] == "000.8.3/7/2026"


def text_of(letter):
    letter.refresh_from_db()
    with letter.file.open("rb") as file:
        made = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=file.read(), capture_output=True, check=True
        )
    return " ".join(made.stdout.decode().split())


def test_render_puts_result_reasons_and_verification_on_paper(edition, publisher, offices, media):
    letter, _other = announce(edition, publisher)
    assert screening_letters.render(letter_id=letter.pk, at=NOW)
    text = text_of(letter)
    for words in (
        "PEMERINTAH KOTA TEGAL",
        "HASIL SELEKSI ADMINISTRASI",
        "Nomor 000.8.3/7/2026",
        "Pimpinan Badan Kesatu",
        "telah memeriksa 2 proposal dari instansi Saudara pada seleksi administrasi: 1 lolos dan 1 tidak",
        "Besuk Kiamat",
        "Surat tidak ada: Belum ditandatangani camat",
        "Keberatan disampaikan tertulis dalam lima hari.",
        "Tegal, 22 November 2026",
        "Drs. Budi Santoso",
        "NIP 197001011995031001",
        letter.payload_sha256,
    ):
        assert words in text
    assert "Lapor Hendi" not in text
    assert not screening_letters.render(letter_id=letter.pk, at=NOW)


def test_render_changed_letter_fails_and_is_asked_again(edition, publisher, offices, media):
    letter, _other = announce(edition, publisher)
    whole = letter.payload
    ScreeningLetter.objects.filter(pk=letter.pk).update(payload=whole.replace("Kopi Roro", "Kopi Rara"))
    assert not screening_letters.render(letter_id=letter.pk, at=NOW)
    letter.refresh_from_db()
    assert (letter.status, letter.error.split(":")[0]) == ("failed", "TamperedLetterError")
    ScreeningLetter.objects.filter(pk=letter.pk).update(payload=whole)
    screening_letters.retry(letter=letter, by=publisher, at=NOW)
    assert screening_letters.render(letter_id=letter.pk, at=NOW)


def test_sweep_rings_for_letters_that_nobody_made(edition, publisher, offices):
    announce(edition, publisher)
    assert sweeping.sweep(at=NOW) >= 2


def test_counts_are_those_decided_now(edition, publisher, offices):
    worlds.make_draft(edition)
    decided(edition, "rejected", title="Tape Pasar")
    Proposal.objects.filter(title="Besuk Kiamat").update(status="awarded")
    counts = screening_counts.counts(edition)
    assert (counts.registered, counts.submitted, counts.passed, counts.rejected, counts.corrected) == (
        5,
        4,
        2,
        2,
        0,
    )
    assert counts.reasons == [("Surat tidak ada", 2)]


def page(edition, name="screening_letters"):
    return reverse(f"proposals:{name}", args=[edition.slug])


FORM = {
    "pattern": "000.8.3/{nomor}/2026",
    "first_number": "7",
    "dated_on": "2026-11-22",
    "signer": "Drs. Budi Santoso",
    "signer_post": "Kepala Bagian Organisasi",
    "signer_nip": "19700101 199503 1 001",
    "objection": "Keberatan tertulis.",
    "sample": "A-1",
}


def test_page_shows_a_letter_before_it_is_written(client, edition, publisher, offices):
    client.force_login(publisher)
    shown = client.post(page(edition), FORM | {"tindakan": "lihat"})
    preview = shown.context["preview"]
    assert (shown.status_code, preview["content"]["letter"]["number"]) == (200, "000.8.3/7/2026")
    assert [row["title"] for row in preview["rejected"]] == ["Kopi Roro"]
    assert ScreeningLetter.objects.count() == 0


def test_page_announces_by_the_publisher_alone(client, edition, publisher, offices):
    client.force_login(worlds.make_user(agency=edition.organiser, role="bureau"))
    assert client.post(page(edition), FORM | {"tindakan": "lihat"}).status_code == 200
    assert client.post(page(edition), FORM | {"tindakan": "umumkan"}).status_code == 403
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    assert client.get(page(edition)).status_code == 200
    assert client.post(page(edition), FORM | {"tindakan": "lihat"}).status_code == 403
    client.force_login(publisher)
    for _click in range(2):
        assert client.post(page(edition), FORM | {"tindakan": "umumkan"}).status_code == 302
    assert ScreeningLetter.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"pattern": "000.8.3/2026"},
        {"pattern": "{nomor}/{nomor}"},
        {"pattern": "{nomor}/{bulan}"},
        {"first_number": "0"},
        {"signer_nip": "123"},
        {"objection": ""},
    ],
)
def test_page_refuses_wrong_wording_and_keeps_it(client, edition, publisher, offices, wrong):
    client.force_login(publisher)
    response = client.post(page(edition), FORM | wrong | {"tindakan": "umumkan"})
    name, value = next(iter(wrong.items()))
    assert (response.status_code, response.context["form"][name].value()) == (422, value)
    assert ScreeningLetter.objects.count() == 0


def test_letter_is_found_by_its_agency_and_by_nobody_else(client, edition, publisher, offices, media):
    letter, other = announce(edition, publisher)
    screening_letters.render(letter_id=letter.pk, at=NOW)
    file = reverse("proposals:screening_letter", args=[letter.code])
    proposal = Proposal.objects.get(title="Besuk Kiamat")
    client.force_login(proposal.created_by)
    assert file in client.get(reverse("proposals:detail", args=[proposal.code])).content.decode()
    answer = client.get(file)
    assert (answer.status_code, b"".join(answer)[:5]) == (200, b"%PDF-")
    assert client.get(reverse("proposals:screening_letter", args=[other.code])).status_code == 404
    client.force_login(Proposal.objects.get(title="Lapor Hendi").created_by)
    assert client.get(file).status_code == 404
    assert client.get(page(edition)).status_code == 404


def test_zip_holds_the_letters_in_force(client, edition, publisher, offices, media):
    client.force_login(publisher)
    assert client.get(page(edition, "screening_letters_zip")).status_code == 409
    for letter in announce(edition, publisher):
        screening_letters.render(letter_id=letter.pk, at=NOW)
    content = b"".join(client.get(page(edition, "screening_letters_zip")))
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert [name.split("-hasil-seleksi-")[1][:3] for name in names] == ["a-1", "b-2"]


def test_public_page_opens_with_the_announcement(client, edition, publisher, offices):
    assert client.get(page(edition, "screening_public")).status_code == 404
    announce(edition, publisher)
    shown = client.get(page(edition, "screening_public"))
    assert (shown.status_code, shown.context["counts"].passed) == (200, 2)
    assert "Kopi Roro" not in shown.content.decode()
    link = page(edition, "screening_public")
    assert link in client.get(reverse("competitions:detail", args=[edition.slug])).content.decode()


def test_verify_tells_a_letter_and_the_one_that_replaced_it(client, edition, publisher, offices):
    letter, _other = announce(edition, publisher)
    address = reverse("judging:verify_hash", args=[letter.payload_sha256])
    words = client.get(address).content.decode()
    assert "Asli: surat ini dibuat oleh portal" in words
    assert "Badan Kesatu" in words
    assert "Kopi Roro" not in words
    ScreeningLetter.objects.create(
        competition=edition,
        agency=letter.agency,
        letter_number="000.8.3/9/2026",
        dated_on=date(2026, 12, 1),
        payload="{}",
        payload_sha256="0",
        written_at=NOW,
        written_by=publisher,
        queued_at=NOW,
    )
    assert (
        "digantikan surat nomor 000.8.3/9/2026 tanggal 1 Desember 2026"
        in client.get(address).content.decode()
    )
    ScreeningLetter.objects.filter(pk=letter.pk).update(payload=letter.payload.replace("Roro", "Rara"))
    assert "Isi surat tidak lagi cocok" in client.get(address).content.decode()
