"""Forty SKPD, twelve of which enter; what three jurors gave to eleven presentations, and what comes of it.

The first criterion weighs 40, the others 20 each, on a scale of 1 to 5: a sheet is worth 8 times the first
digit and 4 times each of the others.
"""

from dataclasses import dataclass
from fractions import Fraction

from .tegal import Office

KINDS = {
    "setda": 1,
    "sekretariat": 1,
    "inspektorat": 1,
    "dinas": 26,
    "badan": 6,
    "kecamatan": 4,
    "blud": 1,
}
JURORS = ("Dr. Ani Juri", "Bagus Penguji", "Cici Panel")
CATEGORY = "Inovasi SKPD"
NO_SHOW = "Pojok Baca Keliling"


@dataclass(frozen=True)
class Body:
    code: str
    kind: str

    @property
    def name(self) -> str:
        return f"SKPD {self.code}"


BODIES = [
    Body(f"{kind.upper()}-{number:02d}", kind)
    for kind, count in KINDS.items()
    for number in range(1, count + 1)
]

#: Eight dinas, two badan, one kecamatan and the hospital.
ENTRIES = {
    "DINAS-01": ("Batik Difabel", ("5555", "5555", "5545")),
    "DINAS-02": ("Kampung Wirausaha", ("5454", "5544", "5444")),
    # the same total as the one above, and less on the criterion that is compared first
    "BADAN-01": ("Dana Bergulir Warga", ("4555", "4555", "4545")),
    "DINAS-03": ("Antar Jemput Surat", ("4444", "4444", "4444")),
    "DINAS-04": ("Bank Sampah Kelurahan", ("4434", "4343", "4433")),
    "BLUD-01": ("Kartu Antre Lansia", ("3444", "3444", "3444")),
    "KECAMATAN-01": ("Loket Bahasa Isyarat", ("3344", "3344", "3344")),
    "DINAS-05": ("Kebun Atap Sekolah", ("3333", "3333", "3333")),
    "DINAS-06": ("Arisan Jamban", ("3232", "3232", "3232")),
    "DINAS-07": ("Papan Keluhan", ("2222", "2222", "2222")),
    "BADAN-02": ("Buku Tamu Bersama", ("1111", "1111", "1111")),
    "DINAS-08": (NO_SHOW, ("", "", "")),
}
OFFICES = [Office(code, title, CATEGORY, points) for code, (title, points) in ENTRIES.items()]
BY_TITLE = {office.title: office for office in OFFICES}


def total(office: Office) -> Fraction:
    sums = [8 * first + 4 * sum(rest) for first, *rest in (map(int, sheet) for sheet in office.sheets)]
    return Fraction(sum(sums), len(sums))


def register() -> bytes:
    rows = [f"{body.code},{body.name},{body.kind}," for body in BODIES]
    return "\n".join(["kode,nama,jenis,induk", *rows]).encode()
