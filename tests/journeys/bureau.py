"""What the bureau does in its pages, from the empty portal to the published result."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from agencies.services import first_run

from .visitor import Visitor

PASSWORD = "kata-sandi-panjang-9"
ZONE = ZoneInfo("Asia/Jakarta")
REGISTER = "competitions/presets/agencies-tegal.csv"


def found_the_portal() -> Visitor:
    bureau = Visitor()
    bureau.open(first_run.first_run_link(timezone.now()))
    bureau.press(
        "Mulai",
        agency_name="Bagian Organisasi",
        agency_code="BAG-ORG",
        name="Ratna Kusuma",
        email="ratna@tegal.example",
        password1=PASSWORD,
        password2=PASSWORD,
    )
    return bureau


def create_edition(bureau: Visitor, *, name: str, preset: str = "kota-tegal-2024") -> str:
    """From a preset to an edition in preparation; returns its slug."""
    now = datetime.now(ZONE)
    bureau.open(f"/panitia/edisi/baru/?preset={preset}")
    page = bureau.press(
        "Buat edisi",
        name=name,
        opens_at=f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        closes_at=f"{now + timedelta(days=20):%Y-%m-%dT%H:%M}",
    )
    return page.address.split("/")[3]


def announce(bureau: Visitor, slug: str) -> None:
    settings = f"/panitia/edisi/{slug}/pengaturan/"
    page = bureau.open(f"{settings}usulan/")
    form, _button = page.form_with("Konfirmasi semua")
    bureau.press("Konfirmasi semua", **dict.fromkeys(form.boxes, "on"))
    bureau.open(f"{settings}umumkan/")
    bureau.press("Umumkan sekarang")


def join(link: str) -> Visitor:
    """Somebody opens their invitation and chooses a password."""
    guest = Visitor()
    guest.open(link)
    guest.press("Buat akun dan masuk", password1=PASSWORD, password2=PASSWORD)
    return guest


def screen(bureau: Visitor, slug: str, title: str, *, unmet: str = "", note: str = "") -> str:
    """Look at every line of one proposal and decide; `unmet` is the line that is not met.

    Returns what the page said before the decision.
    """
    bureau.open(f"/panitia/edisi/{slug}/seleksi/")
    page = bureau.follow(title)
    form, _button = page.form_with("Loloskan")
    lines = [name.removeprefix("met_") for name in form.boxes if name.startswith("met_")]
    answers = {f"met_{code}": "tidak" if code == unmet else "ya" for code in lines}
    if unmet:
        answers[f"note_{unmet}"] = note
    bureau.press("Tidak loloskan" if unmet else "Loloskan", **answers)
    return page.text


def letter(bureau: Visitor, stage: str, *, number: str, button: str = "Terbitkan") -> tuple:
    """The letter that announces the result, filled in; returns what pressing sends."""
    bureau.open(f"/panitia/tahap/{stage}/terbitkan/")
    return bureau.fill(
        button,
        letter_number=number,
        letter_on="2026-06-01",
        signer="Drs. Contoh",
        signer_post="Sekretaris Daerah",
    )
