"""Twenty offices of Kota Tegal, what three jurors gave, and what must come out of it by hand.

Five criteria of weight 20 on a scale of 1 to 5: a sheet is worth 4 times the sum of its points.
"""

from dataclasses import dataclass
from fractions import Fraction

JURORS = ("Dr. Ayu Lestari", "Bambang Wartawan", "Citra Dewi")
EMPLOYER = "DISHUB"  # of the third juror, who may therefore not read what it entered
CRITERIA = ("kebaruan", "kemanfaatan", "transferabilitas", "efektivitas", "keberlanjutan")
CATEGORIES = (
    "Kesehatan",
    "Pendidikan",
    "Pertumbuhan Ekonomi dan Kesempatan Kerja",
    "Pengentasan Kemiskinan",
    "Pemberdayaan Masyarakat",
    "Inklusi Sosial",
    "Energi dan Lingkungan Hidup",
    "Tata Kelola Pemerintahan",
    "Penegakan Hukum",
    "Ketahanan Bencana",
)
AWARDS = {1: "Juara I", 2: "Juara II", 3: "Juara III", 4: "Harapan I", 5: "Harapan II", 6: "Harapan III"}


@dataclass(frozen=True)
class Office:
    """An agency with its entry. `points` has a sheet a juror, a digit a criterion; "" does not count."""

    agency: str
    title: str
    category: str
    points: tuple[str, str, str] = ("", "", "")

    @property
    def sheets(self) -> list[str]:
        return [sheet for sheet in self.points if sheet]

    @property
    def total(self) -> Fraction:
        return Fraction(4 * sum(int(digit) for sheet in self.sheets for digit in sheet), len(self.sheets))

    def mean(self, criterion: int) -> Fraction:
        return Fraction(sum(int(sheet[criterion]) for sheet in self.sheets), len(self.sheets))

    @property
    def lowest(self) -> int:
        return min(4 * sum(map(int, sheet)) for sheet in self.sheets)

    @property
    def strength(self) -> tuple:
        """What the ranking compares: the total, then the declared rungs in their order."""
        return (self.total, *(self.mean(number) for number in range(5)), self.lowest)


RECUSED, WAIVED = "Simpan Budi", "Siandung Esmaku"
UNFINISHED = "43"  # what the second juror had given to the waived entry when the bureau went on
YOUNG, TWIN, TWIN_TITLE = "Muda Benar", "SMPN-07", "Tape PASAR!"

PASSED = (
    Office("DINKES", "Lady Song", CATEGORIES[0], ("55555", "55554", "55545")),
    # 72 points each: the mean of the first criterion decides, 5 against 14/3
    Office("DISDUKCAPIL", "Junjang Adminduk", CATEGORIES[7], ("55455", "55545", "54555")),
    Office("DLH", "Jogja Resik Toya", CATEGORIES[6], ("45555", "55545", "55554")),
    # the same three sheets from other jurors: no rung decides, and the place is shared
    Office("DISKOPUKMDAG", "Tape Pasar", CATEGORIES[2], ("55444", "44555", "54545")),
    Office("RSUD-KARDINAH", "Besuk Kiamat", CATEGORIES[0], ("44555", "54545", "55444")),
    # 80.00 three times: 4.5 on the second criterion; then every mean is 4, and the lowest sheet decides
    Office(EMPLOYER, RECUSED, CATEGORIES[7], ("45444", "44434", "")),
    Office("DINSOS", "Rumah Diapers", CATEGORIES[3], ("44444", "44444", "44444")),
    Office("SMPN-01", "Si Bapak On", CATEGORIES[1], ("55555", "33333", "44444")),
    # 72.00 twice: 3.5 against 3 on the second criterion
    Office("PKM-SLEROK", WAIVED, CATEGORIES[0], ("44343", "", "43434")),
    Office("PERUMDA-AIR", "Kopi Roro", CATEGORIES[6], ("43434", "43434", "43434")),
    Office("SATPOLPP", "Lapor Hendi", CATEGORIES[8], ("43344", "34333", "33443")),
    # 62.67 twice: 10/3 against 3 on the first criterion
    Office("KEC-MARGADANA", "Kader Gegana Pedes", CATEGORIES[4], ("33333", "43333", "33343")),
    Office("DP3AP2KB", "Permata Cintaku", CATEGORIES[5], ("33333", "33433", "34333")),
    Office("BPBD", "Sumpah Beruang", CATEGORIES[9], ("33323", "33233", "23333")),
    Office("DISARPUS", "Ampera Kito", CATEGORIES[1], ("32233", "23323", "33223")),
    Office("BPR", "Segar Kagemi", CATEGORIES[2], ("22323", "23232", "32222")),
    Office("PKM-BANDUNG", "Permata Ibu", CATEGORIES[0], ("22222", "22232", "12222")),
    Office("DISKOMINFO", "Warga Bertanya", CATEGORIES[7], ("11111", "21111", "11211")),
)
REJECTED = (
    Office(TWIN, TWIN_TITLE, CATEGORIES[2]),
    Office("DPMPTSP", YOUNG, CATEGORIES[2]),
)
OFFICES = PASSED + REJECTED
BY_TITLE = {office.title: office for office in OFFICES}


@dataclass(frozen=True)
class Place:
    number: int
    office: Office
    shown: str  # the total as people read it
    award: str
    decided_by: str = ""  # the rung that put it below the one above
    is_shared: bool = False


def ranking() -> list[Place]:
    """Places by plain fractions: equal strength shares a place, and the places after it stay empty."""
    ordered = sorted(PASSED, key=lambda office: office.title)
    ordered.sort(key=lambda office: office.strength, reverse=True)
    places = []
    for office in ordered:
        number = 1 + sum(other.strength > office.strength for other in PASSED)
        shared = sum(other.strength == office.strength for other in PASSED) > 1
        rung = _rung(places[-1].office, office) if places else ""
        places.append(Place(number, office, shown(office.total), AWARDS.get(number, ""), rung, shared))
    return places


def _rung(above: Office, below: Office) -> str:
    """The first rung on which two equal totals differ."""
    if above.total != below.total or above.strength == below.strength:
        return ""
    rungs = zip((*CRITERIA, "lowest_juror"), above.strength[1:], below.strength[1:], strict=True)
    return next(rung for rung, higher, lower in rungs if higher != lower)


def shown(total: Fraction, decimals: int = 2, comma: str = ",") -> str:
    """Half up, as people round."""
    units = (total * 10**decimals + Fraction(1, 2)).__floor__()
    return f"{units // 10**decimals}{comma}{units % 10**decimals:0{decimals}d}"
