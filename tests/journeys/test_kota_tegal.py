"""Preset 1 from the call to the published result, through the pages alone: 20 offices, 18 judged, 3 jurors.

The clock of the machine is the clock of the portal: where a deadline must pass, the edition's dates move.
What the worker does is done when a bell rings inside `with worker()`.
"""

import csv
import json
import re
import subprocess
from datetime import datetime, timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.models import Competition, LedgerEvent, Stage
from judging.models import Conflict, ResultRelease, ScoreSheet, Waiver
from proposals.models import Proposal, ProposalVersion

from . import bureau as acts
from . import jury, offices
from .tegal import (
    BY_TITLE,
    CRITERIA,
    EMPLOYER,
    JURORS,
    OFFICES,
    PASSED,
    RECUSED,
    TWIN,
    TWIN_TITLE,
    WAIVED,
    YOUNG,
    ranking,
    shown,
)
from .visitor import Visitor

pytestmark = pytest.mark.django_db

NAME = "KIPP Kota Tegal 2026"
SLUG = "kipp-kota-tegal-2026"
WAIVER = "Juri sakit sampai batas penilaian; surat keterangan ada di sekretariat."
RUNGS = {
    "kebaruan": "Kebaruan",
    "kemanfaatan": "Kemanfaatan/Signifikansi",
    "lowest_juror": "nilai juri terendah",
}


def test_a_city_runs_preset_1_from_call_to_published_result(worker, invitation):
    bureau = acts.found_the_portal()
    import_the_register(bureau)
    assert acts.create_edition(bureau, name=NAME) == SLUG
    acts.announce(bureau, SLUG)
    move(announced_at=-40, confirmed_at=-40, opens_at=-40)
    staff = offices.invite_everybody(bureau, [office.agency for office in OFFICES], worker, invitation)
    codes = enter(staff)
    close_the_call()
    late_submission_is_refused(staff["DISKOMINFO"])
    screen_everybody(bureau)
    stage = Stage.objects.get(kind="scoring").code
    jurors = seat_three(bureau, stage, worker, invitation)
    own_agency_is_barred(bureau, stage)
    jury.plan_and_apply(bureau, stage, worker)
    assert [jury.score(juror, number) for number, juror in enumerate(jurors)] == [[], [WAIVED], []]
    waive_and_close(bureau, stage)
    ranking_page_agrees(bureau, stage)
    with worker():
        publish_twice(bureau, stage)
    public_page_agrees()
    payload_agrees()
    documents_agree(staff, codes)
    participation_is_shown(bureau)
    agencies_read_their_own_result_only(staff, codes)
    for command in ("verify", "check_invariants"):
        call_command(command, stdout=StringIO())


def move(**days: int) -> None:
    Competition.objects.update(**{name: F(name) + timedelta(days=n) for name, n in days.items()})


def import_the_register(bureau: Visitor) -> None:
    """A file with a column that nobody knows is refused by the column's name; the real one goes in."""
    bureau.open("/panitia/impor/")
    wrong = offices.paper(b"kode,nama,jenis,induk,wali\nA,Dinas A,dinas,,x\n", "daftar.csv")
    page = bureau.press("Unggah", kind="agencies", files={"file": wrong}, status=422)
    assert "wali" in page.text
    with open(acts.REGISTER, "rb") as file:
        register = offices.paper(file.read(), "agencies-tegal.csv")
    bureau.press("Unggah", kind="agencies", files={"file": register})
    assert bureau.press("Impor 94 baris").heading == "Impor selesai"


def enter(staff: dict[str, Visitor]) -> dict[str, str]:
    """Twenty drafts, twenty submissions; the first office meets every way of going wrong."""
    codes = {}
    for office in OFFICES:
        writer = staff[office.agency]
        code = codes[office.title] = offices.start(writer, SLUG, office.title)
        if office is OFFICES[0]:
            files_are_refused(writer, code)
            stale_tab_is_refused(writer, code)
        # One day short of a year on the day on which the call closes, which is today.
        young = datetime.now(acts.ZONE).date() - timedelta(days=364)
        offices.write(writer, code, office, started_on=young if office.title == YOUNG else offices.OLD_ENOUGH)
        sent = offices.review(writer, code)
        assert writer.send(sent).heading == "Proposal sudah diterima"
        if office is OFFICES[0]:
            receipt = writer.page.text
            assert writer.send(sent).text == receipt
            assert ProposalVersion.objects.count() == 1
    assert Proposal.objects.filter(status="submitted").count() == 20
    assert Proposal.objects.values("agency").distinct().count() == 20
    return codes


def files_are_refused(writer: Visitor, code: str) -> None:
    """Too large is 413, a text that calls itself a PDF is 422, and neither costs a typed word."""
    form, _button = writer.open(f"/proposal/{code}/isi/").form_with("Simpan")
    question = [name for name, _ in form.fields if name.startswith("q_")][-1]
    slot = form.files[0]
    for content, status, words in (
        (b"%PDF-1.7" + bytes(10 * 1024 * 1024), 413, "lebih besar dari 10"),
        (b"bukan PDF", 422, "bukan PDF walaupun namanya begitu"),
    ):
        files = {slot: offices.paper(content)}
        page = writer.press("Simpan", status=status, files=files, **{question: "Tetap ada."})
        assert words in page.text
        assert dict(page.form_with("Simpan")[0].fields)[question] == "Tetap ada."
    assert not Proposal.objects.get(code=code).attachments.exists()


def stale_tab_is_refused(writer: Visitor, code: str) -> None:
    """Two tabs on one draft: the second to save is told, and reads both texts."""
    form, _button = writer.open(f"/proposal/{code}/isi/").form_with("Simpan")
    question = [name for name, _ in form.fields if name.startswith("q_")][-1]
    first = writer.fill("Simpan", **{question: "Dari tab pertama."})
    second = writer.fill("Simpan", **{question: "Dari tab kedua."})
    writer.send(first)
    page = writer.send(second, status=409)
    assert "Dari tab pertama." in page.text
    assert dict(page.form_with("Simpan")[0].fields)[question] == "Dari tab kedua."


def close_the_call() -> None:
    Competition.objects.update(closes_at=timezone.now())


def late_submission_is_refused(writer: Visitor) -> None:
    """One who sent in time comes again: the answer says when the door closed and what the clock says now."""
    page = writer.open(f"/proposal/baru/{SLUG}/", status=409)
    closing = Competition.objects.get().closes_at.astimezone(acts.ZONE)
    moment = rf"\w+, {closing.day} \w+ {closing.year} pukul {closing:%H.%M} WIB"
    assert re.search(rf"Pendaftaran sudah ditutup pada {moment}\.", page.text)
    assert re.search(r"diterima server pada .* pukul \d\d\.\d\d WIB \(detik ke-\d+\)", page.text)


def screen_everybody(bureau: Visitor) -> None:
    young = acts.screen(bureau, SLUG, YOUNG, unmet="umur", note="Surat tugas bertanggal 364 hari lalu.")
    assert "berumur 0 tahun 11 bulan. Umur penerapan kurang 1 hari: diterapkan mulai" in young
    twin = acts.screen(bureau, SLUG, TWIN_TITLE, unmet="judul", note="Diserahkan belakangan.")
    assert f"Judul yang sama sudah terdaftar dari {register_name('DISKOPUKMDAG')}." in twin
    for office in PASSED:
        text = acts.screen(bureau, SLUG, office.title)
        assert "Hitungan portal: tidak terpenuhi." not in text
    assert Proposal.objects.filter(status="passed").count() == 18
    reasons = {
        YOUNG: "Penerapan inovasi belum mencapai masa minimal · Surat tugas bertanggal 364 hari lalu.",
        TWIN_TITLE: "Judul sama dengan proposal lain · Diserahkan belakangan.",
    }
    for title, reason in reasons.items():
        bureau.open(f"/panitia/edisi/{SLUG}/seleksi/")
        assert reason in bureau.follow(title).text
    decided = LedgerEvent.objects.filter(kind="screening.decided").values_list("payload", flat=True)
    rejected = [body["unmet"] for body in map(json.loads, decided) if body["outcome"] == "rejected"]
    assert (len(decided), rejected) == (20, [["umur"], ["judul"]])


def seat_three(bureau: Visitor, stage: str, worker, invitation) -> list[Visitor]:
    employers = ("", "", EMPLOYER)
    return [
        jury.empanel(bureau, stage, name, worker, invitation, employer=employer)
        for name, employer in zip(JURORS, employers, strict=True)
    ]


def own_agency_is_barred(bureau: Visitor, stage: str) -> None:
    """The page does not offer the juror's own office's entry, and the address itself refuses."""
    bureau.open(f"/panitia/tahap/{stage}/penugasan/")
    page = bureau.follow(f"Atur juri {RECUSED}")
    offered = [form.action for form in page.forms if "/penugasan/" in form.action]
    assert f"{JURORS[2]}: Juri bekerja atau berperan di instansi pengusul atau induknya." in page.text
    assert len(offered) == 2
    member = Stage.objects.get(code=stage).panel.get(user__name=JURORS[2]).code
    token = dict(page.form_with("Tugaskan")[0].fields)["csrfmiddlewaretoken"]
    forged = ("post", f"{page.address}{member}/", {"csrfmiddlewaretoken": [token]})
    refused = bureau.send(forged, status=409)
    assert f"{JURORS[2]} tidak dapat ditugaskan untuk proposal ini." in refused.text
    assert Conflict.objects.count() == 0  # derived: nobody had to state it


def waive_and_close(bureau: Visitor, stage: str) -> None:
    """53 readings, 52 final: the close waits for the one, until it is waived with a reason."""
    page = bureau.open(f"/panitia/tahap/{stage}/progres/")
    assert "52 / 53" in page.text
    assert not page.has_button("Tutup tahap")
    assert "1 lembar nilai belum final" in page.text
    bureau.follow("Kecualikan")
    bureau.press("Kecualikan lembar ini", status=422)
    page = bureau.press("Kecualikan lembar ini", reason=WAIVER)
    assert "52 / 52" in page.text
    waiver = Waiver.objects.select_related("assignment__entry__proposal", "assignment__member__user").get()
    assert (waiver.reason, waiver.assignment.entry.proposal.title) == (WAIVER, WAIVED)
    assert waiver.assignment.member.user.name == JURORS[1]
    assert ScoreSheet.objects.filter(status="final").count() == 52
    twice = bureau.fill("Tutup tahap")
    assert bureau.send(twice).heading == "Peringkat"
    assert bureau.send(twice).heading == "Peringkat"
    assert LedgerEvent.objects.filter(kind="stage.closed").count() == 1


def ranking_page_agrees(bureau: Visitor, stage: str) -> None:
    page = bureau.open(f"/panitia/tahap/{stage}/peringkat/")
    found = sorted(
        (int(row[0].removesuffix("sama")), title_in(row[1]), row[2])
        for row in page.rows
        if row[0][:1].isdigit()
    )
    assert found == sorted((place.number, place.office.title, place.shown) for place in ranking())
    assert "2 proposal berbagi peringkat." in page.text


def title_in(cell: str) -> str:
    """The title at the start of a cell that says more below it."""
    return max((title for title in BY_TITLE if cell.startswith(title)), key=len)


def publish_twice(bureau: Visitor, stage: str) -> None:
    """The second click leads to the release of the first; a tab that stood open finds its number taken."""
    sent = acts.letter(bureau, stage, number="000.8.6/123/2026")
    stale = acts.letter(bureau, stage, number="000.8.6/124/2026")
    assert bureau.send(sent).heading == "Dokumen hasil"
    where = bureau.page.address
    assert bureau.send(sent).address == where
    assert "Hasil tahap ini sudah diterbitkan." in bureau.send(stale, status=409).text
    assert ResultRelease.objects.count() == 1


def public_page_agrees() -> None:
    page = Visitor().open(f"/kompetisi/{SLUG}/hasil/")
    rows = [row for row in page.rows if row and row[0].isdigit()]
    expected = []
    for above, place in zip([None, *ranking()], ranking(), strict=False):
        note = (
            f"Nilai sama dengan “{above.office.title}”; diputuskan oleh {RUNGS[place.decided_by]}"
            if place.decided_by
            else ""
        )
        expected.append([str(place.number), place.office.title + note, place.shown, place.award])
    found = [[row[0], row[1], row[4], row[5]] for row in rows]
    assert sorted(found) == sorted(expected)
    assert [row[0] for row in found] == [row[0] for row in expected]
    assert "18 proposal dinilai oleh 3 juri" in page.text
    for name in JURORS:
        assert name not in page.text


def payload_agrees() -> None:
    """The release itself, downloaded from the public page: raw points in, the same totals out."""
    visitor = Visitor()
    page = visitor.open(f"/kompetisi/{SLUG}/hasil/")
    body = json.loads(visitor.download(page.link("Unduh berkas rilis")))
    found = {row["title"]: row for row in body["lists"][0]["standings"]}
    assert set(found) == {office.title for office in PASSED}
    for place in ranking():
        row, office = found[place.office.title], place.office
        assert (row["place"], row["award"], row["is_shared"]) == (place.number, place.award, place.is_shared)
        assert row["total"] == shown(office.total, 4, ".")
        decided = row["decided_by"]
        assert (decided["rung"] if decided else "") == place.decided_by
        raw = sorted("".join(str(sheet["points"][code]) for code in CRITERIA) for sheet in row["sheets"])
        assert raw == sorted(office.sheets)
        assert (row["waived"], row["recused"]) == (1 if office.title == WAIVED else 0, 0)
    assert body["jurors"] == ["A", "B", "C"]
    assert [(c["code"], c["weight"], c["maximum"]) for c in body["criteria"]] == [
        (code, 20, 5) for code in CRITERIA
    ]
    assert Fraction(found["Besuk Kiamat"]["total"]) == Fraction("90.6667")


def documents_agree(staff: dict[str, Visitor], codes: dict[str, str]) -> None:
    """The agency's PDF says its place, its total and its award; it names no juror."""
    place = next(place for place in ranking() if place.office.title == "Simpan Budi")
    writer = staff[EMPLOYER]
    page = writer.open(f"/proposal/{codes[place.office.title]}/hasil/")
    text = pdf_text(writer.download(page.link("Laporan nilai")))
    for words in (place.office.title, "Nilai (0–100) 80,00", "Penghargaan Harapan III", "000.8.6/123/2026"):
        assert words in text, text
    assert f"Peringkat {place.number} dari 18 proposal" in text
    for name in JURORS:
        assert name not in text
    waived = BY_TITLE[WAIVED]
    writer = staff[waived.agency]
    page = writer.open(f"/proposal/{codes[WAIVED]}/hasil/")
    text = pdf_text(writer.download(page.link("Laporan nilai")))
    assert "72,00" in text
    assert "1 lembar dikecualikan" in text


def pdf_text(content: bytes) -> str:
    """The words in the order in which they were drawn, each cell whole."""
    command = ["pdftotext", "-raw", "-", "-"]
    drawn = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return " ".join(drawn.split())


def register_name(agency: str) -> str:
    return next(row["nama"] for row in register() if row["kode"] == agency)


def register() -> list[dict[str, str]]:
    with open(acts.REGISTER, newline="") as file:
        return list(csv.DictReader(file))


def participation_is_shown(bureau: Visitor) -> None:
    """20 of the agencies that may enter, counted in the file that was imported."""
    assert len(register()) == 94  # kinds that every group of the preset names between them
    percent = 21  # 2000 / 94 = 21.28
    page = bureau.open(f"/panitia/edisi/{SLUG}/")
    assert f"20 dari 94 instansi ikut serta ({percent} %)." in page.text
    assert "20 dari 20 proposal yang didaftarkan sudah dikirim" in page.text


def agencies_read_their_own_result_only(staff: dict[str, Visitor], codes: dict[str, str]) -> None:
    staff["DLH"].open(f"/proposal/{codes['Lady Song']}/hasil/", status=404)
    staff[TWIN].open(f"/proposal/{codes[TWIN_TITLE]}/hasil/", status=404)
    awarded = Proposal.objects.filter(status="awarded").count()
    assert awarded == 6  # six awards for places 1, 2, 3, 4, 4 and 6
    assert AuditEvent.objects.filter(verb="judging.publish_stage").count() == 1
