"""Two scoring stages through the pages: a tie at the cut, another rubric and panel, awards at the end."""

import json

import pytest
from django.utils import timezone

from competitions.models import Competition, Stage
from judging.models import ProposalResult, ResultRelease
from proposals.models import Entry, Proposal
from tests import worlds

from . import bureau as acts
from . import jury
from .test_kota_tegal import move
from .visitor import Visitor

pytestmark = pytest.mark.django_db

SLUG = "lomba-dua-tahap"
DESK, STAGE_TWO = "Penilaian Proposal", "Presentasi"
#: Two desk jurors give the same points; five criteria of weight 20: A 100, B 80, C and D 60, E 40.
DESK_POINTS = {"A": "55555", "B": "44444", "C": "33333", "D": "33333", "E": "22222"}
DESK_ROWS = [("1", "A", "100,00"), ("2", "B", "80,00"), ("3", "C", "60,00"), ("3", "D", "60,00")]
#: Weights 70 and 30 on a scale of 1 to 10. Candra, then Ayu.
STAGE_POINTS = {
    "A": ((7, 8), (6, 9)),  # 49 + 24 = 73, 42 + 27 = 69: 71.00
    "B": ((9, 9), (9, 8)),  # 63 + 27 = 90, 63 + 24 = 87: 88.50
    "C": ((8, 8), (8, 7)),  # 56 + 24 = 80, 56 + 21 = 77: 78.50
    "D": ((8, 7), (8, 8)),  # 77, 80: 78.50
}
FINAL_ROWS = [
    ("1", "B", "88,50", "Juara I"),
    ("2", "C", "78,50", "Juara II"),
    ("2", "D", "78,50", "Juara II"),
    ("4", "A", "71,00", "Harapan I"),
]


@pytest.fixture
def bureau():
    return acts.found_the_portal()


def test_two_stages_cut_advance_and_award_at_the_end(bureau, worker, invitation):
    desk, final = prepare(bureau)
    enter()
    dian = jury.empanel(bureau, desk, "Dian", worker, invitation)
    candra = jury.empanel(bureau, desk, "Candra", worker, invitation)
    judge(bureau, desk, {"Dian": dian, "Candra": candra}, lambda _name, title: DESK_POINTS[title])
    assert Entry.objects.filter(stage__code=final).count() == 0
    first = publish(bureau, desk, "1", button="Tetapkan yang maju")
    only_the_first_is_public()
    those_inside_and_level_with_the_cut_go_on(final)
    ayu = jury.empanel(bureau, final, "Ayu", worker, invitation)
    seat(bureau, final, "Candra")
    judge(bureau, final, {"Candra": candra, "Ayu": ayu}, stage_points)
    each_panel_reads_its_own(dian, ayu)
    publish(bureau, final, "2")
    both_are_public(first)


def prepare(bureau: Visitor) -> tuple[str, str]:
    """From preset 1: a second scoring stage that decides, and a cut after three with no way to break ties."""
    acts.create_edition(bureau, name="Lomba Dua Tahap")
    settings = f"/panitia/edisi/{SLUG}/pengaturan/"
    bureau.open(f"{settings}tahap/")
    bureau.press("Simpan", **{"rows-2-name": STAGE_TWO, "rows-2-kind": "scoring"})
    desk, final = Stage.objects.filter(kind="scoring").order_by("position").values_list("code", flat=True)
    page = bureau.open(f"{settings}tahap/{desk}/")
    rungs = {name: "" for name in page.form_with("Simpan")[0].names() if name.startswith("rung_")}
    bureau.press("Simpan", weight=0, readers=2, cut_kind="top_n", cut_count=3, **rungs)
    bureau.open(f"{settings}tahap/{final}/rubrik/")
    scale = {"scale": "1-10", "is_required": "on"}
    add_criterion(bureau, 0, name="Substansi", weight=100, **scale)
    bureau.open(f"{settings}tahap/{final}/rubrik/")
    add_criterion(bureau, 1, name="Penyampaian", weight=30, **scale, other=70)
    bureau.open(f"{settings}tahap/{final}/")
    bureau.press("Simpan", weight=100, readers=2)
    acts.announce(bureau, SLUG)
    move(announced_at=-40, confirmed_at=-40, opens_at=-40)
    return desk, final


def add_criterion(bureau: Visitor, number: int, *, other: int | None = None, **fields) -> None:
    """Fill the empty row of the rubric; `other` is the new weight of the row above."""
    typed = {f"rows-{number}-{name}": value for name, value in fields.items()}
    if other is not None:
        typed[f"rows-{number - 1}-weight"] = other
    bureau.press("Simpan", **typed)


def enter() -> None:
    """Five entries that passed screening: the way there is the other journey's."""
    edition = Competition.objects.get()
    desk = edition.stages.get(name=DESK)
    for title in DESK_POINTS:
        proposal = worlds.make_submitted(edition, status="passed", title=title)
        version = proposal.versions.get()
        Entry.objects.create(stage=desk, proposal=proposal, version=version, admitted_at=timezone.now())
    Competition.objects.update(closes_at=timezone.now())


def seat(bureau: Visitor, stage: str, name: str) -> None:
    """A juror of the first stage, found by name, sits in the second."""
    bureau.open(f"/panitia/tahap/{stage}/panel/tambah/")
    bureau.press("Cari", cari=name)
    bureau.press("Jadikan juri")


def judge(bureau: Visitor, stage: str, jurors: dict[str, Visitor], points) -> None:
    """Everybody reads everything by hand, and the stage is closed."""
    for title in [entry.proposal.title for entry in entries(stage)]:
        bureau.open(f"/panitia/tahap/{stage}/penugasan/")
        bureau.follow(f"Atur juri {title}")
        for _juror in jurors:
            bureau.press("Tugaskan")
    for name, juror in jurors.items():
        for title, link in own_readings(juror, stage):
            fields = jury.open_sheet(juror, link)
            juror.press("Selesai", **dict(zip(fields, points(name, title), strict=True)))
    bureau.open(f"/panitia/tahap/{stage}/progres/")
    bureau.press("Tutup tahap")


def entries(stage: str):
    return Entry.objects.filter(stage__code=stage).select_related("proposal")


def own_readings(juror: Visitor, stage: str) -> list[tuple[str, str]]:
    """What is on the juror's desk of one stage: those that are not final yet."""
    page = juror.open("/juri/")
    codes = entries(stage).values_list("assignments__code", flat=True)
    return [(text, link) for text, link in page.links if text in DESK_POINTS and link.split("/")[2] in codes]


def stage_points(name: str, title: str) -> tuple[int, int]:
    return STAGE_POINTS[title][0 if name == "Candra" else 1]


def publish(bureau: Visitor, stage: str, number: str, button: str = "Terbitkan") -> ResultRelease:
    bureau.send(acts.letter(bureau, stage, number=number, button=button))
    return ResultRelease.objects.get(stage__code=stage)


def public_tables() -> list[list[list[str]]]:
    """The lines of each published stage: place, title, total, award."""
    page = Visitor().open(f"/kompetisi/{SLUG}/hasil/")
    tables: list[list[list[str]]] = []
    for row in page.rows:
        if row[0] == "Peringkat":
            tables.append([])
        elif row:
            tables[-1].append([row[0], row[1], row[4], row[5]])
    return tables


def only_the_first_is_public() -> None:
    (table,) = public_tables()
    assert [tuple(row[:3]) for row in sorted(table)] == [*DESK_ROWS, ("5", "E", "40,00")]
    assert {row[1]: row[3] for row in table} == {**dict.fromkeys("ABCD", "Maju"), "E": ""}
    assert not Proposal.objects.filter(status="awarded").exists()


def those_inside_and_level_with_the_cut_go_on(final: str) -> None:
    """The cut is three; C and D are level on the third place, and both go on with the version they sent."""
    assert sorted(entry.proposal.title for entry in entries(final)) == ["A", "B", "C", "D"]
    assert all(entry.version == entry.proposal.versions.get() for entry in entries(final))
    assert Proposal.objects.get(title="E").status == "not_awarded"


def each_panel_reads_its_own(dian: Visitor, ayu: Visitor) -> None:
    assert stages_on(dian) == [DESK]
    assert stages_on(ayu) == [STAGE_TWO]
    criteria = json.loads(ResultRelease.objects.get().payload)["criteria"]
    assert [(row["weight"], row["maximum"]) for row in criteria] == 5 * [(20, 5)]


def stages_on(juror: Visitor) -> list[str]:
    text = juror.open("/juri/").text
    return [name for name in (DESK, STAGE_TWO) if f"{name} Lomba Dua Tahap" in text]


def both_are_public(first: ResultRelease) -> None:
    latest, former = public_tables()
    assert sorted(tuple(row) for row in latest) == FINAL_ROWS
    assert [tuple(row[:3]) for row in sorted(former)] == [*DESK_ROWS, ("5", "E", "40,00")]
    assert {row[3] for row in former} == {"Maju", ""}
    assert ResultRelease.objects.get(pk=first.pk).payload == first.payload
    statuses = dict(Proposal.objects.values_list("title", "status"))
    assert statuses == {**dict.fromkeys("ABCD", "awarded"), "E": "not_awarded"}
    assert ProposalResult.objects.exclude(award="").values("release").distinct().count() == 1
    criteria = json.loads(ResultRelease.objects.get(stage__name=STAGE_TWO).payload)["criteria"]
    assert [(row["name"], row["weight"], row["maximum"]) for row in criteria] == [
        ("Substansi", 70, 10),
        ("Penyampaian", 30, 10),
    ]
