"""A result over two stages through the pages, 70 % and 30 %: who presented best does not win.

Every figure is worked out by hand, exactly, and read back from pages, papers and the released file.
"""

import csv
import json
from fractions import Fraction
from io import StringIO

import pytest
from django.utils import timezone

from competitions.models import Competition, Stage
from judging.models import Document, ProposalResult, ResultRelease
from proposals.models import Entry, Proposal
from tests import worlds

from . import bureau as acts
from . import jury
from .pages import Page
from .test_kota_tegal import move, pdf_text
from .test_two_stages import add_criterion, judge, publish, seat
from .visitor import Visitor

pytestmark = pytest.mark.django_db

SLUG = "lomba-berbobot"
DESK, TALK = "Penilaian Proposal", "Presentasi"
SUM = "Nilai akhir = 70 % Penilaian Proposal + 30 % Presentasi"
#: Dian and Candra, five criteria of weight 20 on a scale of 1 to 5: a point is worth 4.
DESK_POINTS = {
    "A": ("55555", "55554"),  # 100 and 96: 98
    "B": ("44444", "44443"),  # 80 and 76: 78
    "C": ("44433", "44444"),  # 72 and 80: 76
    "D": ("33333", "33334"),  # 60 and 64: 62
}
#: Candra and Ayu, weights 70 and 30 on a scale of 1 to 10: a point is worth 7 or 3.
TALK_POINTS = {
    "A": ((5, 5), (5, 6)),  # 50 and 53: 51.5
    "B": ((8, 8), (8, 7)),  # 80 and 77: 78.5
    "C": ((9, 9), (9, 8)),  # 90 and 87: 88.5
    "D": ((10, 10), (10, 9)),  # 100 and 97: 98.5
}
TOTALS = {"A": (98, "103/2"), "B": (78, "157/2"), "C": (76, "177/2"), "D": (62, "197/2")}
#: 68.60 + 15.45, 53.20 + 26.55, 54.60 + 23.55, 43.40 + 29.55; by the presentation alone D, C, B, A.
FINAL = {"A": "84.0500", "C": "79.7500", "B": "78.1500", "D": "72.9500"}
ROWS = [
    ["1", "A", "98,00", "51,50", "84,05", "Juara I"],
    ["2", "C", "76,00", "88,50", "79,75", "Juara II"],
    ["3", "B", "78,00", "78,50", "78,15", "Juara III"],
    ["4", "D", "62,00", "98,50", "72,95", "Harapan I"],
]


def test_a_result_over_two_stages_is_the_weighed_sum_everywhere(worker, invitation):
    bureau = acts.found_the_portal()
    desk, talk = prepare(bureau)
    assert SUM in Visitor().open(f"/kompetisi/{SLUG}/").text
    enter()
    dian = jury.empanel(bureau, desk, "Dian", worker, invitation)
    candra = jury.empanel(bureau, desk, "Candra", worker, invitation)
    judge(bureau, desk, {"Dian": dian, "Candra": candra}, desk_points)
    ayu = jury.empanel(bureau, talk, "Ayu", worker, invitation)
    publish(bureau, desk, "1", button="Tetapkan yang maju")
    seat(bureau, talk, "Candra")
    judge(bureau, talk, {"Candra": candra, "Ayu": ayu}, talk_points)
    the_ranking_adds_up(bureau, talk)
    with worker():
        release = publish(bureau, talk, "2")
    the_release_holds_exact_parts(release, desk)
    the_public_reads_the_sum()
    the_agency_reads_its_bill(release)
    the_papers_say_the_same(bureau, release)


def prepare(bureau: Visitor) -> tuple[str, str]:
    """From preset 1: the desk weighs 70, a presentation 30; other sums cannot be announced."""
    acts.create_edition(bureau, name="Lomba Berbobot")
    settings = f"/panitia/edisi/{SLUG}/pengaturan/"
    bureau.open(f"{settings}tahap/")
    bureau.press("Simpan", **{"rows-2-name": TALK, "rows-2-kind": "scoring"})
    desk, talk = Stage.objects.filter(kind="scoring").order_by("position").values_list("code", flat=True)
    bureau.open(f"{settings}tahap/{talk}/rubrik/")
    scale = {"scale": "1-10", "is_required": "on"}
    add_criterion(bureau, 0, name="Substansi", weight=100, **scale)
    bureau.open(f"{settings}tahap/{talk}/rubrik/")
    add_criterion(bureau, 1, name="Penyampaian", weight=30, **scale, other=70)
    weigh(bureau, settings, desk, 70)
    assert "Bobotnya berjumlah 170; ubah bobot tahap sampai berjumlah 100." in bureau.open(settings).text
    weigh(bureau, settings, talk, 30)
    assert SUM in bureau.open(settings).text
    acts.announce(bureau, SLUG)
    move(announced_at=-40, confirmed_at=-40, opens_at=-40)
    return desk, talk


def weigh(bureau: Visitor, settings: str, stage: str, weight: int) -> None:
    bureau.open(f"{settings}tahap/{stage}/")
    bureau.press("Simpan", weight=weight, readers=2)


def enter() -> None:
    """Four entries that passed screening: the way there is another journey's."""
    edition = Competition.objects.get()
    desk = edition.stages.get(name=DESK)
    for title in TOTALS:
        proposal = worlds.make_submitted(edition, status="passed", title=title)
        version = proposal.versions.get()
        Entry.objects.create(stage=desk, proposal=proposal, version=version, admitted_at=timezone.now())
    Competition.objects.update(closes_at=timezone.now())


def desk_points(name: str, title: str) -> str:
    return DESK_POINTS[title][0 if name == "Dian" else 1]


def talk_points(name: str, title: str) -> tuple[int, int]:
    return TALK_POINTS[title][0 if name == "Candra" else 1]


def the_ranking_adds_up(bureau: Visitor, talk: str) -> None:
    """On screen, to print, and as a table to count again."""
    page = bureau.open(f"/panitia/tahap/{talk}/peringkat/")
    assert SUM in page.text
    assert [row[2:5] for row in page.rows[1:]] == [row[2:5] for row in ROWS]
    address = f"/panitia/tahap/{talk}/peringkat/semua/"
    printed = Page(bureau.download(address).decode(), address)
    assert [row[2:5] for row in printed.rows[1:]] == [row[2:5] for row in ROWS]
    table = bureau.download(f"/panitia/tahap/{talk}/peringkat.csv").decode("utf-8-sig")
    head, *lines = csv.reader(StringIO(table))
    assert head[6:9] == ["Penilaian Proposal (70 %)", "Presentasi (30 %)", "Nilai akhir"]
    assert [line[6:9] for line in lines] == [row[2:5] for row in ROWS]


def the_release_holds_exact_parts(release: ResultRelease, desk: str) -> None:
    content = Visitor().download(f"/verifikasi/{release.sha256}/rilis.json")
    rows = json.loads(content)["lists"][0]["standings"]
    assert {row["title"]: row["total"] for row in rows} == FINAL
    assert [row["title"] for row in rows] == list(FINAL)
    assert {row["title"]: row["carried"] for row in rows} == {
        title: {desk: str(first)} for title, (first, _second) in TOTALS.items()
    }
    by_hand = {t: Fraction(70, 100) * a + Fraction(30, 100) * Fraction(b) for t, (a, b) in TOTALS.items()}
    assert by_hand == {title: Fraction(total) for title, total in FINAL.items()}
    found = ProposalResult.objects.filter(release=release).values_list("proposal__title", "total")
    assert {title: str(total) for title, total in found} == FINAL


def the_public_reads_the_sum() -> None:
    page = Visitor().open(f"/kompetisi/{SLUG}/hasil/")
    assert SUM in page.text
    rows = [row for row in page.rows if len(row) == 7 and row[0] != "Peringkat"]
    assert [[row[0], row[1].split()[0], *row[3:7]] for row in rows] == ROWS


def the_agency_reads_its_bill(release: ResultRelease) -> None:
    proposal = Proposal.objects.get(title="C")
    writer = Visitor()
    writer.client.force_login(proposal.created_by)
    page = writer.open(f"/proposal/{proposal.code}/hasil/")
    assert [row for row in page.rows if row[-1] in ("53,2000", "26,5500", "79,7500")] == [
        ["Penilaian Proposal bobot 70 % · rilis 1", "76,0000", "53,2000"],
        ["Presentasi bobot 30 %", "88,5000", "26,5500"],
        ["Nilai akhir", "79,7500"],
    ]


def the_papers_say_the_same(bureau: Visitor, release: ResultRelease) -> None:
    report = Document.objects.get(release=release, proposal__title="C")
    text = pdf_text(bureau.download(f"/dokumen/{report.code}.pdf"))
    lines = ("Penilaian Proposal (rilis 1) 76,0000 70 % 53,2000", "Presentasi 88,5000 30 % 26,5500")
    assert [line in text for line in lines] == [True] * 2
    minutes = Document.objects.get(release=release, kind="ranking")
    text = " ".join(pdf_text(bureau.download(f"/dokumen/{minutes.code}.pdf")).split())
    assert SUM in text
    assert [" ".join(row[2:5]) in text for row in ROWS] == [True] * 4
