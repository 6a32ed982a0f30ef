"""Panels, readings, sheets and scores."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from competitions.enums import StageKind
from competitions.models import Criterion, Stage
from judging.enums import SheetStatus
from judging.models import Assignment, AssignmentPlan, PanelMember, Score, ScoreSheet
from judging.reads.conflicts import conflicting_pairs
from kipp.invariants.registry import Register
from kipp.lib.jobs import JobStatus
from proposals.enums import Attendance
from proposals.models import Entry

invariant = Register()
CHECKS = invariant.checks

FINAL = Q(status=SheetStatus.FINAL)


@invariant(_("Panel juri hanya ada di tahap penilaian."))
def panels_judge_scoring_stages():
    return PanelMember.objects.exclude(stage__kind=StageKind.SCORING).values_list("code", flat=True)


@invariant(_("Penugasan mempertemukan juri dan entri dari tahap yang sama."))
def assignments_stay_inside_their_stage():
    return Assignment.objects.exclude(member__stage=F("entry__stage")).values_list("code", flat=True)


@invariant(_("Tidak ada juri yang ditugasi membaca proposal yang berbenturan kepentingan dengannya."))
def no_assignment_stands_in_conflict() -> Iterator[str]:
    """Until a result is out: whoever takes a post in an entrant's agency later has judged without it."""
    for stage in Stage.objects.filter(kind=StageKind.SCORING, published_at=None):
        standing = Assignment.objects.filter(entry__stage=stage).standing()
        pairs = {
            (entry, member): code for code, entry, member in standing.values_list("code", "entry", "member")
        }
        yield from (pairs[pair] for pair in conflicting_pairs(stage) if pair in pairs)


@invariant(_("Juri yang sudah keluar tidak meninggalkan bacaan yang ditunggu."))
def nobody_waits_for_a_juror_who_left():
    left = Assignment.objects.exclude(member__left_at=None)
    return left.unfinished().values_list("code", flat=True)


@invariant(_("Lembar nilai memakai rubrik dari tahapnya."))
def sheets_use_a_rubric_of_their_stage():
    foreign = ScoreSheet.objects.exclude(rubric__stage=F("assignment__entry__stage"))
    return foreign.values_list("assignment__code", flat=True)


@invariant(_("Nilai sebuah lembar hanya untuk kriteria dari rubriknya."))
def scores_belong_to_the_rubric_of_their_sheet():
    foreign = Score.objects.exclude(criterion__rubric=F("sheet__rubric"))
    return foreign.values_list("sheet__assignment__code", flat=True)


@invariant(_("Setiap lembar memuat satu baris untuk setiap kriteria."))
def sheets_have_a_row_for_every_criterion():
    wanted = dict(Criterion.objects.values("rubric").annotate(n=Count("pk")).values_list("rubric", "n"))
    rows = ScoreSheet.objects.annotate(n=Count("scores")).values_list("assignment__code", "rubric", "n")
    return (code for code, rubric, n in rows.iterator() if n != wanted.get(rubric, 0))


@invariant(_("Lembar final memuat nilai untuk semua kriteria wajib."))
def final_sheets_are_complete():
    empty = Score.objects.filter(sheet=OuterRef("pk"), criterion__is_required=True, points=None)
    return ScoreSheet.objects.filter(FINAL, Exists(empty)).values_list("assignment__code", flat=True)


@invariant(_("Lembar final memuat nilai untuk sedikitnya satu kriteria berbobot."))
def final_sheets_weigh_something():
    given = Score.objects.filter(sheet=OuterRef("pk"), criterion__weight__gt=0, points__isnull=False)
    return ScoreSheet.objects.filter(FINAL).exclude(Exists(given)).values_list("assignment__code", flat=True)


@invariant(_("Nilai terletak di dalam skala kriterianya."))
def points_stand_on_the_scale():
    outside = Q(points__lt=F("criterion__points_min")) | Q(points__gt=F("criterion__points_max"))
    return Score.objects.filter(outside).values_list("sheet__assignment__code", flat=True)


@invariant(_("Lembar nilai dibuka sebelum disimpan, dan disimpan sebelum final."))
def sheet_instants_ascend():
    wrong = Q(saved_at__lt=F("opened_at")) | Q(finalised_at__lt=F("opened_at"))
    return ScoreSheet.objects.filter(wrong).values_list("assignment__code", flat=True)


@invariant(_("Penugasan yang dikecualikan tidak mempunyai lembar final."))
def waived_assignments_have_no_final_sheet():
    waived = ScoreSheet.objects.filter(FINAL, assignment__waiver__isnull=False)
    return waived.values_list("assignment__code", flat=True)


@invariant(_("Tahap yang ditutup tidak menunggu lembar nilai."))
def closed_stages_await_no_sheet():
    waiting = Assignment.objects.filter(entry__stage__closed_at__isnull=False).unfinished()
    return waiting.values_list("code", flat=True)


@invariant(_("Setiap entri dari tahap yang ditutup mempunyai lembar yang dihitung, atau tidak hadir."))
def entries_of_closed_stages_were_scored():
    counting = Assignment.objects.filter(entry=OuterRef("pk")).standing()
    final = counting.filter(sheet__status=SheetStatus.FINAL)
    closed = Entry.objects.filter(stage__closed_at__isnull=False).exclude(attendance=Attendance.ABSENT)
    return closed.exclude(Exists(final)).values_list("code", flat=True)


@invariant(_("Yang tidak hadir tidak mempunyai lembar final yang dihitung."))
def absent_entries_have_no_final_sheet():
    counting = Assignment.objects.filter(entry=OuterRef("pk"), recused_at=None, waiver=None)
    final = counting.filter(sheet__status=SheetStatus.FINAL)
    return Entry.objects.filter(Exists(final), attendance=Attendance.ABSENT).values_list("code", flat=True)


@invariant(_("Kehadiran yang tercatat menyebut siapa yang mencatatnya; hanya ketidakhadiran berketerangan."))
def attendance_is_recorded_by_somebody():
    recorded = ~Q(attendance=Attendance.UNKNOWN)
    wrong = (recorded & Q(attendance_at=None)) | (~recorded & Q(attendance_at__isnull=False))
    has_note = ~Q(attendance_note="")
    wrong |= (has_note & ~Q(attendance=Attendance.ABSENT)) | (~has_note & Q(attendance=Attendance.ABSENT))
    return Entry.objects.filter(wrong).values_list("code", flat=True)


@invariant(_("Tidak ada lembar yang difinalkan sesudah tahapnya ditutup."))
def sheets_were_final_before_their_stage_closed():
    late = ScoreSheet.objects.filter(finalised_at__gt=F("assignment__entry__stage__closed_at"))
    return late.values_list("assignment__code", flat=True)


@invariant(_("Rencana penugasan yang diterapkan sudah selesai disusun."))
def applied_plans_are_ready():
    applied = AssignmentPlan.objects.filter(applied_at__isnull=False)
    return applied.filter(~Q(status=JobStatus.READY) | Q(result=None)).values_list("code", flat=True)
