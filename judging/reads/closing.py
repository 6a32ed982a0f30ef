"""What keeps a stage open, in sentences: shown as a to-do list, and what the verb refuses with."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.enums import StageKind
from competitions.models import Stage
from competitions.reads import paths
from judging.enums import SheetStatus
from judging.models import Assignment, ScoreSheet
from judging.reads import carried, plenaries
from proposals.enums import Attendance
from proposals.models import Entry
from proposals.reads import corrections


@dataclass(frozen=True)
class Blocker:
    """One thing to do first; `page` names the page where it is done, `stage` the code of another stage."""

    text: str
    page: str
    stage: str = ""


@dataclass(frozen=True)
class AwaitedJuror:
    code: str
    name: str
    sheets: int


def close_blockers(stage: Stage, at: datetime, done: "Coverage | None" = None) -> list[Blocker]:
    """A page that has counted the stage's readings hands its counts over."""
    if stage.is_closed:
        return [Blocker(_("Tahap ini sudah ditutup."), "ranking")]
    if stage.kind != StageKind.SCORING:
        return [Blocker(_("Tahap ini tidak memakai lembar nilai."), "edition")]
    done = done or coverage(stage)
    if not done.entries:
        return [Blocker(_("Belum ada proposal yang masuk ke tahap ini."), "screening")]
    return [*_awaited_entrants(stage, at), *_awaited_sheets(done), *_entries_without_a_sheet(done)]


def _awaited_entrants(stage: Stage, at: datetime) -> list[Blocker]:
    """Nobody whose own time still runs finds the door closed: what they send must be able to enter."""
    if not paths.is_entered_first(stage):
        return []
    return [Blocker(text, "screening") for text in corrections.awaited(stage.competition, at)]


def _awaited_sheets(done: "Coverage") -> list[Blocker]:
    waiting = done.awaited
    if not waiting:
        return []
    text = ngettext(
        "%(n)d lembar nilai belum final. Tunggu juri, atau kecualikan dengan alasan.",
        "%(n)d lembar nilai belum final. Tunggu juri, atau kecualikan dengan alasan.",
        waiting,
    )
    return [Blocker(text % {"n": waiting}, "waivers")]


def awaited(stage: Stage) -> QuerySet[Assignment]:
    """Readings the stage still waits for, juror by juror, with what a list needs to name them."""
    found = Assignment.objects.filter(entry__stage=stage).unfinished()
    return found.select_related("entry__proposal__agency", "member__user", "sheet").order_by(
        "member__user__name", "member", "position", "pk"
    )


def awaited_jurors(stage: Stage) -> list[AwaitedJuror]:
    """Whose sheets the stage waits for, the most first."""
    rows = Assignment.objects.filter(entry__stage=stage).unfinished().order_by()
    rows = rows.values_list("member__code", "member__user__name").annotate(n=Count("pk"))
    return [AwaitedJuror(*row) for row in rows.order_by("-n", "member__user__name", "member__code")]


def _entries_without_a_sheet(done: "Coverage") -> list[Blocker]:
    """An entry that nobody will have scored when all is final needs another juror; an absent one does not."""
    bare = done.bare_entries
    if not bare:
        return []
    text = ngettext(
        "%(n)d proposal tidak mempunyai juri. Tugaskan juri untuknya.",
        "%(n)d proposal tidak mempunyai juri. Tugaskan juri untuknya.",
        bare,
    )
    return [Blocker(text % {"n": bare}, "assignments")]


def publish_blockers(stage: Stage) -> list[Blocker]:
    if stage.kind != StageKind.SCORING:
        return [Blocker(_("Tahap ini tidak menghasilkan peringkat."), "edition")]
    if not stage.is_closed:
        return [Blocker(_("Tutup tahap penilaian lebih dahulu."), "progress")]
    if earlier := _awaited_parts(stage):
        return earlier
    held_back = plenaries.holding_back(stage)
    return [Blocker(held_back, "plenary")] if held_back else []


def _awaited_parts(stage: Stage) -> list[Blocker]:
    """What earlier stages give to the final score counts as it was published."""
    text = _("Terbitkan %(stage)s lebih dahulu: nilainya %(weight)s %% dari nilai akhir.")
    return [
        Blocker(text % {"stage": before.name, "weight": before.weight}, "publish", before.code)
        for before in carried.weighed_before(stage)
        if before.published_at is None
    ]


def reopen_blockers(stage: Stage) -> list[Blocker]:
    """A selection that was announced is undone by its own means: here only what jurors scored opens again."""
    if stage.kind != StageKind.SCORING:
        return [Blocker(_("Hanya tahap penilaian yang dapat dibuka kembali di sini."), "edition")]
    if not stage.is_closed:
        return [Blocker(_("Tahap ini masih terbuka."), "progress")]
    later = Stage.objects.filter(competition=stage.competition_id, position__gt=stage.position)
    shared = ScoreSheet.objects.filter(
        assignment__entry__stage__in=later, assignment__entry__proposal__entries__stage=stage
    )
    if not shared.exists():
        return []
    text = _("Juri sudah menilai di tahap berikutnya, jadi nilai tahap ini tidak dapat berubah lagi.")
    return [Blocker(text, "ranking")]


@dataclass(frozen=True)
class Coverage:
    """How far a stage is: `final` of `standing` sheets; entries with too few readers, with none at all, and
    those not presented."""

    entries: int
    standing: int
    final: int
    waived: int
    recused: int
    thin_entries: int
    bare_entries: int
    absent: int

    @property
    def awaited(self) -> int:
        return self.standing - self.final


def coverage(stage: Stage) -> Coverage:
    final = Q(assignments__sheet__status=SheetStatus.FINAL, assignments__recused_at=None)
    stands = Q(assignments__recused_at=None, assignments__waiver=None, assignments__isnull=False)
    stands &= ~Q(attendance=Attendance.ABSENT)
    rows = (
        Entry.objects.filter(stage=stage)
        .annotate(
            standing=Count("assignments", filter=stands),
            final=Count("assignments", filter=stands & final),
            waived=Count("assignments", filter=Q(assignments__waiver__isnull=False)),
            recused=Count("assignments", filter=Q(assignments__recused_at__isnull=False)),
        )
        .values_list("standing", "final", "waived", "recused", "attendance")
    )
    counted = list(rows)
    return Coverage(
        entries=len(counted),
        standing=sum(row[0] for row in counted),
        final=sum(row[1] for row in counted),
        waived=sum(row[2] for row in counted),
        recused=sum(row[3] for row in counted),
        thin_entries=sum(row[0] < stage.readers and row[4] != Attendance.ABSENT for row in counted),
        bare_entries=sum(row[0] == 0 and row[4] != Attendance.ABSENT for row in counted),
        absent=sum(row[4] == Attendance.ABSENT for row in counted),
    )


def is_late(stage: Stage, at: datetime) -> bool:
    return stage.closes_at is not None and at > stage.closes_at and not stage.is_closed
