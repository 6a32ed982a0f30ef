"""What keeps a stage open, in sentences: shown as a to-do list, and what the verb refuses with."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.enums import StageKind
from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import Assignment
from proposals.models import Entry


@dataclass(frozen=True)
class Blocker:
    """One thing to do first; `page` names the page where it is done."""

    text: str
    page: str


def close_blockers(stage: Stage) -> list[Blocker]:
    if stage.is_closed:
        return [Blocker(_("Tahap ini sudah ditutup."), "ranking")]
    if stage.kind != StageKind.SCORING:
        return [Blocker(_("Tahap ini tidak memakai lembar nilai."), "edition")]
    if not stage.entries.exists():
        return [Blocker(_("Belum ada proposal yang masuk ke tahap ini."), "screening")]
    return [*_awaited_sheets(stage), *_entries_without_a_sheet(stage)]


def _awaited_sheets(stage: Stage) -> list[Blocker]:
    waiting = Assignment.objects.filter(entry__stage=stage).unfinished().count()
    if not waiting:
        return []
    text = ngettext(
        "%(n)d lembar nilai belum final. Tunggu juri, atau kecualikan dengan alasan.",
        "%(n)d lembar nilai belum final. Tunggu juri, atau kecualikan dengan alasan.",
        waiting,
    )
    return [Blocker(text % {"n": waiting}, "progress")]


def _entries_without_a_sheet(stage: Stage) -> list[Blocker]:
    """An entry that nobody will have scored when all is final needs another juror."""
    standing = Assignment.objects.filter(entry=OuterRef("pk")).standing()
    bare = Entry.objects.filter(stage=stage).exclude(Exists(standing)).count()
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
    return []


@dataclass(frozen=True)
class Coverage:
    """How far a stage is: `final` of `standing` sheets; entries with too few readers."""

    entries: int
    standing: int
    final: int
    waived: int
    recused: int
    thin_entries: int

    @property
    def awaited(self) -> int:
        return self.standing - self.final


def coverage(stage: Stage) -> Coverage:
    final = Q(assignments__sheet__status=SheetStatus.FINAL, assignments__recused_at=None)
    stands = Q(assignments__recused_at=None, assignments__waiver=None, assignments__isnull=False)
    rows = (
        Entry.objects.filter(stage=stage)
        .annotate(
            standing=Count("assignments", filter=stands),
            final=Count("assignments", filter=stands & final),
            waived=Count("assignments", filter=Q(assignments__waiver__isnull=False)),
            recused=Count("assignments", filter=Q(assignments__recused_at__isnull=False)),
        )
        .values_list("standing", "final", "waived", "recused")
    )
    counted = list(rows)
    return Coverage(
        entries=len(counted),
        standing=sum(row[0] for row in counted),
        final=sum(row[1] for row in counted),
        waived=sum(row[2] for row in counted),
        recused=sum(row[3] for row in counted),
        thin_entries=sum(row[0] < stage.readers for row in counted),
    )


def is_late(stage: Stage, at: datetime) -> bool:
    return stage.closes_at is not None and at > stage.closes_at and not stage.is_closed
