"""Preset 2 through the pages alone: 40 SKPD, 12 register, 11 present, one does not come and is no zero.

The figures of that year, 12 registered, 11 presented and 30 % of all SKPD, come out of the participation
page, of the public's page and of the release.
"""

import hashlib
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.models import Competition, LedgerEvent, Stage
from judging.models import Document, ProposalResult, ResultRelease
from proposals.models import Entry, Proposal

from . import bureau as acts
from . import jury, offices
from .pekalongan import BODIES, BY_TITLE, JURORS, NO_SHOW, OFFICES, register, total
from .tegal import shown
from .test_kota_tegal import pdf_text
from .visitor import Visitor

pytestmark = pytest.mark.django_db

NAME = "Lomba Inovasi antar SKPD 2026"
SLUG = "lomba-inovasi-antar-skpd-2026"
WHY = "Tidak datang sampai acara ditutup."


def test_a_city_holds_a_presentation_day_with_a_no_show(worker, invitation):
    bureau = acts.found_the_portal()
    import_the_register(bureau)
    assert acts.create_edition(bureau, name=NAME, preset="korpri-pekalongan-2018") == SLUG
    acts.announce(bureau, SLUG)
    Competition.objects.update(
        **{name: F(name) - timedelta(days=40) for name in ("announced_at", "confirmed_at", "opens_at")}
    )
    staff = offices.invite_everybody(bureau, [office.agency for office in OFFICES], worker, invitation)
    nobody_has_entered_yet(bureau)
    codes = enter(staff)
    Competition.objects.update(closes_at=timezone.now())
    for office in OFFICES:
        acts.screen(bureau, SLUG, office.title)
    stage = Stage.objects.get(kind="scoring").code
    jurors = [jury.empanel(bureau, stage, name, worker, invitation) for name in JURORS]
    jury.plan_and_apply(bureau, stage, worker)
    the_order_is_drawn(bureau, stage, staff, codes)
    the_day_is_recorded(bureau, stage)
    for number, juror in enumerate(jurors):
        score(juror, number)
    absence_is_refused_once_a_sheet_is_final(bureau, stage)
    close(bureau, stage)
    ranking_has_the_no_show_apart(bureau, stage)
    with worker():
        bureau.send(acts.letter(bureau, stage, number="002/KORPRI/2026"))
    participation_page_agrees(bureau)
    public_pages_agree()
    payload_agrees()
    minutes_say_who_did_not_come(bureau)
    no_show_has_no_score(staff, codes)
    for command in ("verify", "check_invariants"):
        call_command(command, stdout=StringIO())


def import_the_register(bureau: Visitor) -> None:
    bureau.open("/panitia/impor/")
    file = offices.paper(register(), "skpd.csv")
    bureau.press("Unggah", kind="agencies", files={"file": file})
    assert bureau.press(f"Impor {len(BODIES)} baris").heading == "Impor selesai"


def nobody_has_entered_yet(bureau: Visitor) -> None:
    page = bureau.open("/panitia/partisipasi/")
    assert "0 dari 40 instansi ikut serta (0 %)" in page.text


def enter(staff: dict[str, Visitor]) -> dict[str, str]:
    codes = {}
    for office in OFFICES:
        writer = staff[office.agency]
        code = codes[office.title] = offices.start(writer, SLUG, office.title)
        offices.write(writer, code, office)
        assert writer.send(offices.review(writer, code)).heading == "Proposal sudah diterima"
    assert Proposal.objects.filter(status="submitted").count() == 12
    return codes


def name_of(title: str) -> str:
    return f"SKPD {BY_TITLE[title].agency}"


def the_order_is_drawn(bureau: Visitor, stage: str, staff: dict[str, Visitor], codes: dict[str, str]) -> None:
    """Twelve turns of twenty minutes, five apart, in one room; everybody reads their own."""
    bureau.open(f"/panitia/tahap/{stage}/jadwal/atur/")
    page = bureau.press("Simpan jadwal", starts_at="2026-12-01T08:00", room_1="Aula")
    assert "12.35–12.55 WIB" in page.text
    bureau.open(f"/panitia/tahap/{stage}/jadwal/undi/")
    bureau.press("Undi urutan", seed="4-1-7")
    page = bureau.press("Umumkan jadwal")
    assert "Jadwal diumumkan." in page.text
    first = sorted(BY_TITLE, key=lambda title: hashlib.sha256(f"4-1-7{codes[title]}".encode()).hexdigest())[0]
    page = staff[BY_TITLE[first].agency].open(f"/proposal/{codes[first]}/presentasi/")
    assert "Selasa, 1 Desember 2026 pukul 08.00 WIB" in page.text


def the_day_is_recorded(bureau: Visitor, stage: str) -> None:
    """Eleven taps, one wrong row corrected, and one who never came."""
    page = bureau.open(f"/panitia/tahap/{stage}/kehadiran/")
    assert "0 dari 12 pengusul sudah hadir" in page.text
    wrong = "Papan Keluhan"
    bureau.press(f"Catat tidak hadir {name_of(wrong)}", keterangan="Salah baris.")
    bureau.press(f"Ubah: hadir {name_of(wrong)}")
    for title in set(BY_TITLE) - {wrong, NO_SHOW}:
        bureau.press(f"Hadir {name_of(title)}")
    page = bureau.press(f"Catat tidak hadir {name_of(NO_SHOW)}", status=422)
    assert "Tulis keterangan mengapa pengusulnya tidak hadir." in page.text
    page = bureau.press(f"Catat tidak hadir {name_of(NO_SHOW)}", keterangan=WHY)
    assert "11 dari 12 pengusul sudah hadir" in page.text
    assert WHY in page.text
    assert LedgerEvent.objects.filter(kind="attendance.recorded").count() == 13
    assert AuditEvent.objects.filter(verb="attendance.recorded").count() == 13
    assert list(Entry.objects.filter(attendance="absent").values_list("proposal__title", flat=True)) == [
        NO_SHOW
    ]


def score(juror: Visitor, number: int) -> None:
    """The eleven that were presented stand on the desk; the twelfth does not."""
    page = juror.open("/juri/")
    desk = [(text, link) for text, link in page.links if text in BY_TITLE]
    assert sorted(text for text, _link in desk) == sorted(set(BY_TITLE) - {NO_SHOW})
    for title, link in desk:
        fields = jury.open_sheet(juror, link)
        juror.press("Selesai", **dict(zip(fields, BY_TITLE[title].points[number], strict=True)))


def absence_is_refused_once_a_sheet_is_final(bureau: Visitor, stage: str) -> None:
    title = "Batik Difabel"
    bureau.open(f"/panitia/tahap/{stage}/kehadiran/")
    page = bureau.press(f"Catat tidak hadir {name_of(title)}", status=409, keterangan="Keliru.")
    assert f"“{title}” sudah mempunyai 3 lembar nilai final" in page.text
    assert page.link("Buka halaman Kemajuan") == f"/panitia/tahap/{stage}/progres/"


def close(bureau: Visitor, stage: str) -> None:
    page = bureau.open(f"/panitia/tahap/{stage}/progres/")
    assert "33 / 33" in page.text
    bureau.press("Tutup tahap")


def ranking_has_the_no_show_apart(bureau: Visitor, stage: str) -> None:
    page = bureau.open(f"/panitia/tahap/{stage}/peringkat/")
    placed = [row for row in page.rows if row[0][:1].isdigit()]
    assert [row[2] for row in placed] == [shown(total(office)) for office in OFFICES[:-1]]
    (apart,) = [row for row in page.rows if len(row) > 1 and row[1].startswith(NO_SHOW)]
    assert (apart[0], len(apart)) == ("–", 2)
    assert "1 tidak hadir, di luar peringkat." in page.text


def participation_page_agrees(bureau: Visitor) -> None:
    page = bureau.open(f"/panitia/partisipasi/?edisi={SLUG}")
    assert "12 dari 40 instansi ikut serta (30 %); yang terendah" in page.text
    kinds = {row[0]: row[1:] for row in page.rows if len(row) == 8}
    assert kinds["Semua"] == ["40", "28", "0", "0", "9", "3", "12 (30 %)"]
    assert kinds["Dinas"] == ["26", "18", "0", "0", "6", "2", "8 (31 %)"]
    assert kinds["Badan"] == ["6", "4", "0", "0", "1", "1", "2 (33 %)"]
    page = bureau.open(f"/panitia/edisi/{SLUG}/")
    assert "12 dari 40 instansi ikut serta (30 %)." in page.text


def public_pages_agree() -> None:
    visitor = Visitor()
    page = visitor.open(f"/kompetisi/{SLUG}/hasil/")
    placed = [row for row in page.rows if row and row[0].isdigit()]
    assert [(row[0], row[4]) for row in placed] == [
        (str(place), shown(total(office))) for place, office in enumerate(OFFICES[:-1], start=1)
    ]
    assert [row[5] for row in placed][:4] == ["Juara I", "Juara II", "Juara III", ""]
    (apart,) = [row for row in page.rows if len(row) == 6 and row[1] == NO_SHOW]
    assert (apart[0], apart[4], apart[5]) == ("–", "–", "Tidak hadir")
    assert "11 proposal dinilai oleh 3 juri" in page.text
    assert "1 proposal tidak dinilai karena pengusulnya tidak hadir" in page.text
    assert WHY not in page.text
    page = visitor.follow("Berapa instansi yang ikut serta")
    assert "12 dari 40 instansi ikut serta (30 %)." in page.text
    assert "11 Proposal yang dinilai" in page.text
    assert "1 Terdaftar, tetapi tidak hadir" in page.text
    for office in OFFICES:
        assert f"SKPD {office.agency}" in page.text
    assert "SKPD DINAS-20" not in page.text


def payload_agrees() -> None:
    visitor = Visitor()
    page = visitor.open(f"/kompetisi/{SLUG}/hasil/")
    body = json.loads(visitor.download(page.link("Unduh berkas rilis")))
    (ranked,) = body["lists"]
    assert [row["title"] for row in ranked["standings"]] == [office.title for office in OFFICES[:-1]]
    assert [row["title"] for row in ranked["absent"]] == [NO_SHOW]
    assert set(ranked["absent"][0]) == {"code", "title", "agency", "category", "group"}
    block = body["participation"]
    assert (block["owed"], block["entered"], block["percent"]) == (40, 12, "30.00")
    assert {row["kind"]: (row["owed"], row["entered"]) for row in block["kinds"]} == {
        "setda": (1, 0),
        "sekretariat": (1, 0),
        "inspektorat": (1, 0),
        "dinas": (26, 8),
        "badan": (6, 2),
        "kecamatan": (4, 1),
        "blud": (1, 1),
    }


def minutes_say_who_did_not_come(bureau: Visitor) -> None:
    document = Document.objects.get(kind="ranking")
    text = pdf_text(bureau.download(f"/dokumen/{document.code}.pdf"))
    assert f"{NO_SHOW} {name_of(NO_SHOW)}" in text
    assert "Tidak hadir" in text
    assert "Sebanyak 11 proposal dinilai oleh 3 juri." in text


def no_show_has_no_score(staff: dict[str, Visitor], codes: dict[str, str]) -> None:
    results = ProposalResult.objects.filter(release=ResultRelease.objects.get())
    assert results.count() == 11
    assert not results.filter(proposal__title=NO_SHOW).exists()
    assert Document.objects.filter(kind="report").count() == 11
    writer = staff[BY_TITLE[NO_SHOW].agency]
    writer.open(f"/proposal/{codes[NO_SHOW]}/hasil/", status=404)
    page = writer.open(f"/proposal/{codes[NO_SHOW]}/")
    assert "Tidak hadir" in page.text
    page = writer.open("/instansi/")
    assert "Lolos seleksi administrasi" in page.text
