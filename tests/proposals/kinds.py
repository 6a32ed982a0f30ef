"""A section that asks one question of every kind."""

from decimal import Decimal

from competitions.models import Competition, Question, Section

SDGS = [f"SDG {number}" for number in range(1, 18)]
CITIES = [f"Kota {letter}" for letter in "ABCDEFGH"]
FIELDS = {
    "nama": {"kind": "short", "label": "Nama singkat inovasi"},
    "sudah": {"kind": "yesno", "label": "Sudah direplikasi?"},
    "bidang": {"kind": "choice", "label": "Bidang", "options": ["Pelayanan", "Tata kelola", "Lainnya"]},
    "kota": {"kind": "choice", "label": "Kota", "options": CITIES},
    "sdg": {"kind": "choices", "label": "Tujuan pembangunan", "options": SDGS},
    "biaya": {"kind": "number", "label": "Biaya", "unit": "juta rupiah", "minimum": Decimal("0.5")},
    "tanggal": {"kind": "date", "label": "Tanggal peluncuran"},
    "situs": {"kind": "link", "label": "Alamat situs"},
    "hasil": {"kind": "table", "label": "Hasil", "options": ["Ukuran", "Sebelum", "Sesudah"]},
}
#: What somebody may answer to each, as it stands in the database.
ANSWERS = {
    "nama": "LAPOR CEPAT",
    "sudah": "ya",
    "bidang": "Tata kelola",
    "kota": "Kota C",
    "sdg": "SDG 3\nSDG 16",
    "biaya": "1.250,5",
    "tanggal": "2024-02-29",
    "situs": "https://contoh.go.id/lapor",
    "hasil": "Lama antre\t120 menit\t10 menit\nKeluhan\t40\t",
}


def ask_every_kind(edition: Competition, **changes) -> dict[str, Question]:
    section = Section.objects.create(competition=edition, position=9, code="lengkap", title="Semua jenis")
    return {
        code: Question.objects.create(
            section=section, position=position, code=code, **{"is_required": False, **fields, **changes}
        )
        for position, (code, fields) in enumerate(FIELDS.items(), 1)
    }
