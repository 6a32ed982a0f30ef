"""What the offices do: they come in by their letters, write, and send."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.proposals.paper import make_pdf

from .bureau import join
from .tegal import Office
from .visitor import Visitor

WORDS = "mempercepat layanan dari tiga hari menjadi satu jam bagi 1.200 warga."
OLD_ENOUGH = date(2021, 3, 1)


def paper(content: bytes | None = None, name: str = "pernyataan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or make_pdf(), content_type="application/pdf")


def invite_everybody(bureau: Visitor, agencies: list[str], worker, invitation) -> dict[str, Visitor]:
    """A list of people, uploaded: everybody on it gets a letter with a link."""
    rows = [f"Staf {agency},staf@{agency.lower()}.example,{agency},staff" for agency in agencies]
    table = "\n".join(["nama,email,instansi,peran", *rows]).encode()
    bureau.open("/panitia/impor/")
    bureau.press("Unggah", kind="people", files={"file": paper(table, "orang.csv")})
    with worker():
        bureau.press(f"Impor {len(agencies)} baris")
    return {agency: join(invitation(f"staf@{agency.lower()}.example")) for agency in agencies}


def start(staff: Visitor, slug: str, title: str) -> str:
    """A new draft; returns the code of the proposal."""
    staff.open(f"/proposal/baru/{slug}/")
    return staff.press("Buat draf", title=title).address.split("/")[2]


def write(staff: Visitor, code: str, office: Office, *, started_on: date = OLD_ENOUGH) -> None:
    """Everything on one page, as a browser without scripts sends it; no to what would ask for more."""
    page = staff.open(f"/proposal/{code}/isi/")
    form, _button = page.form_with("Simpan")
    asked = [name for name in form.names() if name.startswith("q_")]
    answers = {name: _answer(form.boxes.get(name, [])) or f"{office.title} {WORDS}" for name in asked}
    staff.press(
        "Simpan",
        category=office.category,
        track="Umum",
        started_on=started_on.isoformat(),
        is_truthful="on",
        **{"team-0-name": f"Inovator {office.agency}"},
        **answers,
        files={name: paper() for name in form.files},
    )


def _answer(offered: list[str]) -> str:
    return "tidak" if "tidak" in offered else next(iter(offered), "")


def review(staff: Visitor, code: str) -> tuple:
    """Look at what will be sent, understand the warnings if there are any; returns what pressing sends."""
    page = staff.open(f"/proposal/{code}/kirim/")
    form, _button = page.form_with("Kirim proposal")
    return staff.fill("Kirim proposal", **dict.fromkeys(form.boxes, "on"))
