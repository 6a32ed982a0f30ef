"""A city runs its edition in the browser: from an empty database to published score reports.

Three agencies, three jurors, preset 1. The totals that the pages must show are computed by hand below.
"""

import re
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.proposals.paper import make_pdf
from tests.services import REDIS

from .desk import Desk
from .portal import Portal

PASSWORD = "kata-sandi-panjang-9"
EDITION = "kipp-kota-tegal-2024"
AGENCIES = {"DINKES": "Lady Song", "DISDUKCAPIL": "Junjang Adminduk", "DLH": "Jogja Resik Toya"}
CATEGORIES = {
    "Lady Song": "Kesehatan",
    "Junjang Adminduk": "Tata Kelola Pemerintahan",
    "Jogja Resik Toya": "Energi dan Lingkungan Hidup",
}
JURORS = ("Juri Satu", "Juri Dua", "Juri Tiga")
#: Points per title and juror, in the order of the rubric; five criteria of weight 20 on a scale of 5,
#: so that a sheet is worth 4 times the sum of its points.
POINTS = {
    "Lady Song": {"Juri Satu": "55444", "Juri Dua": "54444", "Juri Tiga": "44443"},
    "Junjang Adminduk": {"Juri Satu": "33343", "Juri Dua": "43333", "Juri Tiga": "33333"},
    "Jogja Resik Toya": {"Juri Satu": "22333", "Juri Dua": "32232", "Juri Tiga": "22222"},
}
#: 4 x (22 + 21 + 19) / 3 = 82.67; 4 x (16 + 16 + 15) / 3 = 62.67; 4 x (13 + 12 + 10) / 3 = 46.67
TOTALS = {"Lady Song": "82,67", "Junjang Adminduk": "62,67", "Jogja Resik Toya": "46,67"}


@pytest.fixture(params=["embedded", pytest.param("services", marks=pytest.mark.services)])
def portal(request, tmp_path):
    """Both profiles: SQLite and a queue of files, or PostgreSQL and Redis."""
    variables = {}
    if request.param == "services":
        variables = {
            "DATABASE_URL": request.getfixturevalue("postgres")[1],
            "CELERY_BROKER_URL": REDIS,
            "CACHE_URL": REDIS,
        }
    portal = Portal(tmp_path, **variables)
    yield portal
    portal.stop()


@pytest.mark.browser
def test_a_city_runs_its_edition_from_an_empty_database_to_published_reports(portal, browser, tmp_path):
    bureau = Desk(browser, portal.address)
    found_the_portal(bureau, portal.first_link)
    import_agencies(bureau)
    prepare_and_announce(bureau)
    portal.let_time_pass(announced_at=40, opens_at=40)
    staff = {code: join(browser, portal, invite(bureau, code)) for code in AGENCIES}
    for code, title in AGENCIES.items():
        write_and_submit(staff[code], title, tmp_path)
    portal.let_time_pass(closes_at=30)
    late_submission_is_refused(staff["DINKES"])
    for title in AGENCIES.values():
        screen(bureau, title)
    jurors = {name: empanel(bureau, browser, portal, name) for name in JURORS}
    assign(bureau)
    for name, juror in jurors.items():
        score_everything(juror, name)
    close_and_publish(bureau)
    documents(bureau)
    public_result(Desk(browser, portal.address))
    own_report(staff["DINKES"], "Lady Song")
    assert portal.manage("verify")
    for desk in [bureau, *staff.values(), *jurors.values()]:
        assert desk.said == []


def found_the_portal(bureau: Desk, link: str) -> None:
    bureau.open(link)
    bureau.page.fill("[name=agency_name]", "Bagian Organisasi")
    bureau.page.fill("[name=agency_code]", "BAG-ORG")
    bureau.page.fill("[name=name]", "Ratna Kusuma")
    bureau.page.fill("[name=email]", "ratna@tegal.example")
    bureau.page.fill("[name=password1]", PASSWORD)
    bureau.page.fill("[name=password2]", PASSWORD)
    submit(bureau)
    bureau.heading("Ratna Kusuma")


def submit(desk: Desk) -> None:
    desk.page.locator("main form button[type=submit], main form input[type=submit]").last.click()


def import_agencies(bureau: Desk) -> None:
    bureau.open("/panitia/impor/")
    bureau.page.check("input[value=agencies]")
    bureau.page.set_input_files("input[type=file]", "competitions/presets/agencies-tegal.csv")
    bureau.press("Unggah dan periksa")
    bureau.press("Impor 94 baris")
    bureau.heading("Impor selesai")


def prepare_and_announce(bureau: Desk) -> None:
    now = datetime.now(ZoneInfo("Asia/Jakarta"))
    bureau.open("/panitia/edisi/baru/?preset=kota-tegal-2024")
    bureau.fill(
        Nama_edisi="KIPP Kota Tegal 2024",
        Pendaftaran_dibuka=f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M}",
        Pendaftaran_ditutup=f"{now + timedelta(days=20):%Y-%m-%dT%H:%M}",
    )
    bureau.press("Buat edisi")
    bureau.heading("Pengaturan edisi")
    bureau.follow("Ketentuan yang masih berupa usulan")
    bureau.heading("Ketentuan yang perlu dikonfirmasi")
    for box in bureau.page.locator("main input[type=checkbox]").all():
        box.check()
    bureau.press("Konfirmasi semua ketentuan")
    bureau.follow("Umumkan edisi")
    bureau.press("Umumkan sekarang")
    bureau.heading("KIPP Kota Tegal 2024")


def invite(bureau: Desk, agency: str) -> str:
    email = f"staf@{agency.lower()}.example"
    bureau.open("/panitia/undangan/baru/")
    bureau.fill(Nama_lengkap=f"Staf {agency}", Alamat_email=email)
    bureau.page.check("input[value=staff]")
    bureau.page.fill("[name=agency]", agency)
    bureau.page.keyboard.press("Escape")
    submit(bureau)
    bureau.sees(email)
    return invitation_link(bureau)


def invitation_link(desk: Desk) -> str:
    return re.search(r"http://[^\s<\"]+/undangan/[\w-]+/", desk.page.content()).group()


def join(browser, portal: Portal, link: str) -> Desk:
    desk = Desk(browser, portal.address)
    desk.open(link)
    desk.page.fill("[name=password1]", PASSWORD)
    desk.page.fill("[name=password2]", PASSWORD)
    submit(desk)
    desk.heading("Selamat datang")
    return desk


def write_and_submit(staff: Desk, title: str, folder: Path) -> None:
    staff.open(f"/proposal/baru/{EDITION}/")
    staff.fill(Judul_inovasi=title)
    staff.press("Buat draf")
    staff.heading(title)
    main = staff.page.locator("main")
    main.locator("[name=category]").select_option(label=CATEGORIES[title])
    main.locator("[name=track]").select_option(label="Umum")
    main.locator("[name=started_on]").fill("2021-03-01")
    main.locator("[name=team-0-name]").fill("Siti Aminah")
    for no in staff.page.get_by_role("radio", name="Tidak", exact=True).all():
        no.check()
    staff.page.get_by_role("checkbox", name="3. Kehidupan Sehat dan Sejahtera").check()
    for area in main.locator("textarea[name^=q_]").all():
        if area.is_visible():
            area.fill(f"{title} mempercepat layanan dari tiga hari menjadi satu jam.")
    staff.page.check("[name=is_truthful]")
    paper = folder / "pernyataan.pdf"
    paper.write_bytes(make_pdf())
    for number, name in enumerate(
        [b.get_attribute("name") for b in main.locator("input[type=file]").all()], 1
    ):
        staff.page.set_input_files(f"[name={name}]", paper)
        expect(main.get_by_role("link", name="pernyataan.pdf", exact=True)).to_have_count(number)
    staff.follow("Tinjau dan kirim")
    staff.press("Kirim proposal")
    staff.heading("Proposal sudah diterima")
    staff.sees(title)


def late_submission_is_refused(staff: Desk) -> None:
    """After the deadline the page says the server's time with its zone, and takes nothing."""
    staff.open(f"/proposal/baru/{EDITION}/")
    staff.sees("WIB")
    expect(staff.page.locator("main").get_by_role("button", name="Buat draf")).to_have_count(0)
    staff.said.clear()  # the browser reports the refusal's status


def screen(bureau: Desk, title: str) -> None:
    bureau.open(f"/panitia/edisi/{EDITION}/seleksi/")
    bureau.follow(title)
    bureau.sees("Sudah diterapkan paling sedikit 12 bulan")
    for line in bureau.page.locator("input[type=radio][name^=met_]").all():
        if line.locator("xpath=..").inner_text().strip() == "Terpenuhi":
            line.check()
    bureau.press("Loloskan")
    bureau.open(f"/panitia/edisi/{EDITION}/seleksi/")
    expect(bureau.page.locator("main tr", has_text=title)).to_contain_text("Lolos")


def stage_page(bureau: Desk, link: str) -> None:
    bureau.open(f"/panitia/edisi/{EDITION}/")
    bureau.page.locator("aside").get_by_role("link", name=re.compile(link)).click()


def empanel(bureau: Desk, browser, portal: Portal, name: str) -> Desk:
    stage_page(bureau, "Panel juri")
    bureau.follow("Tambah juri")
    bureau.page.fill("[name=name]", name)
    bureau.page.fill("[name=email]", f"{name.lower().replace(' ', '.')}@kampus.example")
    bureau.page.fill("[name=institution]", "Universitas Contoh")
    bureau.press("Undang dan jadikan juri")
    bureau.sees(name)
    juror = join(browser, portal, invitation_link(bureau))
    juror.open("/juri/")
    juror.follow("Baca dan tanda tangani")
    juror.page.check("[name=agrees]")
    juror.page.fill("[name=name]", name)
    juror.press("Tanda tangani")
    juror.sees("Salinan pernyataan dikirim")
    return juror


def assign(bureau: Desk) -> None:
    """A plan by the worker, looked at, then applied: 3 proposals x 3 jurors."""
    stage_page(bureau, "Penugasan")
    bureau.follow("Bagikan otomatis")
    bureau.press("Susun rencana")
    bureau.page.get_by_role("button", name="Terapkan 9 bacaan").click(timeout=90_000)
    stage_page(bureau, "Penugasan")
    bureau.sees("Lady Song")


def score_everything(juror: Desk, name: str) -> None:
    juror.open("/juri/")
    juror.follow("Mulai menilai")
    for number in range(len(AGENCIES)):
        if number == 0:
            juror.press("Saya tidak memiliki benturan kepentingan")
        juror.page.wait_for_selector(".criterion.is-current")
        title = juror.page.locator("h1").inner_text().strip()
        juror.page.keyboard.type(POINTS[title][name])
        juror.page.keyboard.press("Enter")
        if number < len(AGENCIES) - 1:
            juror.press("Saya tidak memiliki benturan kepentingan")
    juror.sees("Terima kasih")


def close_and_publish(bureau: Desk) -> None:
    stage_page(bureau, "Kemajuan")
    bureau.sees("9 / 9")
    bureau.press("Tutup tahap")
    bureau.heading("Peringkat")
    for title, total in TOTALS.items():
        expect(bureau.page.locator("main tr", has_text=title)).to_contain_text(total)
    bureau.follow("Terbitkan hasil")
    bureau.fill(
        Nomor_surat="000.8.6/123/2024",
        Nama_penanda_tangan="Drs. Contoh",
        Jabatan_penanda_tangan="Sekretaris Daerah",
    )
    bureau.press("Terbitkan")
    bureau.heading("Dokumen hasil")


def documents(bureau: Desk) -> None:
    """One berita acara and three reports come from the worker while the page shows how far it is."""
    expect(bureau.page.locator("#dokumen")).to_contain_text("4 dari 4", timeout=90_000)
    with bureau.page.expect_download() as waiting:
        bureau.follow("Unduh semua")
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert len(archive.namelist()) == 4


def public_result(anybody: Desk) -> None:
    anybody.open(f"/kompetisi/{EDITION}/hasil/")
    rows = anybody.page.locator("main tbody tr").all()
    shown = {row.locator("th").inner_text().split("\n")[0].strip(): row.inner_text() for row in rows}
    assert list(shown) == list(TOTALS)
    for title, total in TOTALS.items():
        assert total in shown[title]
    anybody.page.locator("summary").click()
    anybody.follow("Periksa keaslian")
    anybody.sees("Asli")


def own_report(staff: Desk, title: str) -> None:
    """The PDF an agency gets says what the hand-made sum says, and names no juror."""
    staff.open("/proposal/")
    staff.follow(title)
    staff.follow("Hasil penilaian")
    staff.sees(TOTALS[title])
    with staff.page.expect_download() as waiting:
        staff.follow("Laporan nilai")
    text = subprocess.run(
        ["pdftotext", "-layout", waiting.value.path(), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert TOTALS[title] in text
    assert "Juri A" in text
    for name in JURORS:
        assert name not in text
