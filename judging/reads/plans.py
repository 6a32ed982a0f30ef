"""A plan of assignments as a person looks at it before applying it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from competitions.models import Stage
from judging import conflicts
from judging.conflicts import Juror, Pair, Teammate
from judging.models import AssignmentPlan, PanelMember
from judging.reads.assignments import plan_inputs
from kipp.lib.jobs import JobStatus
from proposals.models import Entry, TeamMember

BUSY = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})
GREEN, AMBER = 1.10, 1.25


@dataclass(frozen=True)
class Uncovered:
    """An entry that stays short, and how many jurors could read it at all."""

    title: str
    agency: str
    readers: int
    free: int


@dataclass(frozen=True)
class Namesake:
    """A reading of the plan whose juror bears the name of one of the team: a warning, no conflict."""

    title: str
    juror: str
    mate: str


@dataclass(frozen=True)
class Preview:
    loads: list[tuple[str, int]]
    uncovered: list[Uncovered]
    namesakes: list[Namesake]
    readings: int
    existing: int
    avoided: int
    entries: int
    islands: int
    calibration: tuple[str, str]
    is_current: bool

    @property
    def load_finding(self) -> str:
        """What the bar chart's title says."""
        counts = [load for _name, load in self.loads] or [0]
        if min(counts) == max(counts):
            return _("Setiap juri membaca %(n)d proposal") % {"n": counts[0]}
        return _("Juri membaca %(low)d sampai %(high)d proposal") % {"low": min(counts), "high": max(counts)}


def latest(stage: Stage) -> AssignmentPlan | None:
    return AssignmentPlan.objects.filter(stage=stage).order_by("-pk").first()


def preview(plan: AssignmentPlan) -> Preview | None:
    """None while there is nothing to look at."""
    if plan.status != JobStatus.READY:
        return None
    result = plan.result
    names = dict(PanelMember.objects.filter(stage=plan.stage).values_list("pk", "user__name"))
    short = {entry: (readers, free) for entry, readers, free in result["uncovered"]}
    rows = Entry.objects.filter(stage=plan.stage, pk__in=short).order_by("proposal__title")
    return Preview(
        loads=sorted(
            ((names.get(member, _("Juri yang sudah keluar")), load) for member, load in result["loads"]),
            key=lambda row: (-row[1], row[0]),
        ),
        uncovered=[
            Uncovered(title, agency, *short[pk])
            for pk, title, agency in rows.values_list("pk", "proposal__title", "proposal__agency__name")
        ],
        namesakes=_namesakes(plan.stage, names, {tuple(pair) for pair in result["pairs"]}),
        readings=len(result["pairs"]),
        existing=result["existing"],
        avoided=result["barred"],
        entries=result["entries"],
        islands=result["components"],
        calibration=_calibration(result["calibration_cost"]),
        is_current=plan.applied_at is not None or plan_inputs(plan.stage).fingerprint == plan.fingerprint,
    )


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


def _calibration(cost: str | None) -> tuple[str, str]:
    """A kind and a sentence: how well the panels of this plan can be compared with each other."""
    if cost is None:
        return "warning", _("Nilai antarjuri tidak dapat disetarakan: sebagian juri tidak saling terhubung.")
    if float(cost) <= GREEN:
        return "success", _("Nilai antarjuri dapat dibandingkan dengan baik.")
    if float(cost) <= AMBER:
        return "info", _("Nilai antarjuri cukup dapat dibandingkan.")
    return "warning", _("Nilai antarjuri sulit dibandingkan: juri terlalu jarang membaca proposal yang sama.")
