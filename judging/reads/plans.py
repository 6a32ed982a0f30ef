"""A plan of assignments as a person looks at it before applying it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from competitions.models import Stage
from judging import conflicts
from judging.conflicts import Juror, Pair, Teammate
from judging.enums import PlanSource
from judging.models import AssignmentPlan, PanelMember
from judging.reads import assignment_sheet
from judging.reads.plan_inputs import plan_inputs
from kipp.lib.jobs import JobStatus
from kipp.lib.templatetags import ui
from proposals.models import Entry, TeamMember

BUSY = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})
GREEN, AMBER = 1.10, 1.25
LISTED = 100


@dataclass(frozen=True)
class Uncovered:
    """An entry that stays short: how many readers it has, how many jurors could read it at all, and why."""

    title: str
    agency: str
    readers: int
    free: int
    why: str


@dataclass(frozen=True)
class Move:
    """What a juror who leaves has not finished, and who takes it over; nobody: empty."""

    title: str
    agency: str
    taker: str


@dataclass(frozen=True)
class Namesake:
    """A reading of the plan whose juror bears the name of one of the team: a warning, no conflict."""

    title: str
    juror: str
    mate: str


@dataclass(frozen=True)
class Preview:
    """`loads` are name, readings there would be, and readings there are; `findings` a kind and a sentence."""

    loads: list[tuple[str, int, int]]
    load_finding: str
    findings: list[tuple[str, str]]
    uncovered: list[Uncovered]
    moves: list[Move]
    coming: str
    faults: list[assignment_sheet.Fault]
    namesakes: list[Namesake]
    readings: int
    removed: int
    existing: int
    avoided: int
    short: int
    is_current: bool
    is_appliable: bool


def latest(stage: Stage) -> AssignmentPlan | None:
    """Without what it deals out: ten thousand pairs for a nation."""
    return AssignmentPlan.objects.filter(stage=stage).defer("result", "asked").order_by("-pk").first()


def preview(plan: AssignmentPlan) -> Preview | None:
    """None while there is nothing to look at."""
    if plan.status != JobStatus.READY:
        return None
    result = plan.result
    seats = PanelMember.objects.filter(stage=plan.stage)
    rows = seats.values_list("pk", "user__name", "left_at")
    names = {pk: name for pk, name, _left_at in rows}
    gone = {pk for pk, _name, left_at in rows if left_at} | {plan.leaving_id}
    is_current = plan.applied_at is not None or _is_current(plan)
    new = Counter(member for _entry, member in result["pairs"])
    sitting = [load for pk, load in result["loads"] if pk in names and pk not in gone]
    pairs = {(entry, member) for entry, member in result["pairs"]}
    changes = pairs or result.get("removed") or plan.source == PlanSource.ORPHANS
    faults = assignment_sheet.spoken(result.get("faults", []))
    return Preview(
        loads=_loads(result["loads"], new, names),
        load_finding=_load_finding(sitting),
        findings=_findings(result),
        uncovered=_uncovered(plan),
        moves=_moves(plan, names),
        coming=names.get(plan.asked.get("coming"), ""),
        faults=faults,
        namesakes=_namesakes(plan.stage, names, pairs),
        readings=len(pairs),
        removed=len(result.get("removed", [])),
        existing=result["existing"],
        avoided=result["barred"],
        short=len(result["uncovered"]),
        is_current=is_current,
        is_appliable=bool(is_current and not faults and changes and plan.applied_at is None),
    )


def _is_current(plan: AssignmentPlan) -> bool:
    return plan_inputs(plan.stage, plan.leaving).fingerprint == plan.fingerprint


def _loads(
    loads: list[list[int]], new: Mapping[int, int], names: Mapping[int, str]
) -> list[tuple[str, int, int]]:
    """The busiest first."""
    gone = _("Juri yang sudah keluar")
    rows = [(names.get(member, gone), load, load - new.get(member, 0)) for member, load in loads]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _load_finding(loads: list[int]) -> str:
    """What the bar chart's title says."""
    low, high = min(loads, default=0), max(loads, default=0)
    if low == high:
        return _("Setiap juri membaca %(n)d proposal") % {"n": low}
    return _("Setiap juri membaca %(low)d–%(high)d proposal") % {"low": low, "high": high}


def _findings(result: Mapping) -> list[tuple[str, str]]:
    """How well the scores of these panels can be compared, and how much their jurors know: kind, sentence."""
    found = [_connection(result["components"]), _calibration(result["calibration_cost"])]
    knowledgeable = result.get("knowledgeable")
    readings = result["existing"] + len(result["pairs"])
    if knowledgeable is not None and readings:
        share = ui.number(100 * knowledgeable / readings)
        sentence = _("%(share)s %% bacaan oleh juri yang ahli atau terkait dengan kategorinya.")
        found.append(("info", sentence % {"share": share}))
    return [finding for finding in found if finding[1]]


def _connection(islands: int) -> tuple[str, str]:
    if islands == 1:
        return "success", _("Panel terhubung: nilai semua juri dapat dibandingkan.")
    if not islands:
        return "info", ""
    sentence = _(
        "Juri terbagi dalam %(n)d kelompok yang tidak punya bacaan bersama, jadi nilainya tidak dapat "
        "disetarakan. Tambahkan juri per proposal, atau tugaskan satu juri untuk proposal kelompok lain."
    )
    return "warning", sentence % {"n": islands}


def _calibration(cost: str | None) -> tuple[str, str]:
    """What it would cost to take severe and mild jurors into account, and what that number means."""
    if cost is None:
        return "warning", ""
    facts = {"cost": ui.number(float(cost), 3), "share": ui.number(100 * (float(cost) - 1), 1)}
    meaning = _(
        "Biaya penyetaraan %(cost)s: bila ketegasan setiap juri diperhitungkan, ragam nilai bertambah "
        "paling banyak %(share)s %%."
    )
    if float(cost) <= GREEN:
        kind, verdict = "success", _("Nilai antarjuri dapat dibandingkan dengan baik.")
    elif float(cost) <= AMBER:
        kind, verdict = "info", _("Nilai antarjuri cukup dapat dibandingkan.")
    else:
        kind, verdict = (
            "warning",
            _("Nilai antarjuri sulit dibandingkan: juri terlalu jarang membaca proposal yang sama."),
        )
    return kind, f"{verdict} {meaning % facts}"


def _uncovered(plan: AssignmentPlan) -> list[Uncovered]:
    """In order of title, the first of them. A substitution only moves readings: its own list says which."""
    if plan.source == PlanSource.ORPHANS:
        return []
    short = {entry: (readers, free) for entry, readers, free in plan.result["uncovered"]}
    wanted = plan.result["readers"]
    return [
        Uncovered(title, agency, *short[pk], why=_why_short(plan, short[pk][1], wanted))
        for pk, title, agency in _named(plan, short)[:LISTED]
    ]


def _why_short(plan: AssignmentPlan, free: int, wanted: int) -> str:
    if free < wanted:
        return _("Terlalu sedikit juri yang tidak berbenturan.")
    if plan.source == PlanSource.SHEET:
        return _("Lembar kerja tidak menambah juri untuknya.")
    return _("Batas bacaan juri sudah penuh, atau pasangan juri dipisahkan.")


def _moves(plan: AssignmentPlan, names: Mapping[int, str]) -> list[Move]:
    takers = {entry: names.get(member, "") for entry, member in plan.result["pairs"]}
    orphans = plan.result.get("orphans", [])
    return [Move(title, agency, takers.get(pk, "")) for pk, title, agency in _named(plan, orphans)]


def _named(plan: AssignmentPlan, entries: Collection[int]) -> list[tuple[int, str, str]]:
    """Key, title and agency, in order of title."""
    rows = Entry.objects.filter(stage=plan.stage, pk__in=list(entries)).order_by("proposal__title")
    return list(rows.values_list("pk", "proposal__title", "proposal__agency__name")) if entries else []


def _namesakes(stage: Stage, names: dict[int, str], pairs: set[Pair]) -> list[Namesake]:
    """In order of title; one query."""
    rows = TeamMember.objects.filter(proposal__entries__stage=stage).order_by("proposal__title", "pk")
    mates = list(rows.values_list("proposal__entries", "email", "name", "proposal__title"))
    titles = {entry: title for entry, _email, _name, title in mates}
    jurors = [Juror(member, "", name, frozenset()) for member, name in names.items()]
    found = conflicts.namesakes(jurors, [Teammate(*mate[:3]) for mate in mates])
    return [
        Namesake(titles[entry], names[member], mate)
        for (entry, member), mate in found.items()
        if (entry, member) in pairs
    ]
