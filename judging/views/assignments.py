"""Who reads what: the list, one entry by hand, and plans."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Stage
from judging.enums import PlanSource
from judging.forms.panel import EntryFilter, PlanForm
from judging.forms.results import ReasonForm
from judging.models import Assignment, AssignmentPlan
from judging.reads import assignments as reads
from judging.reads import closing, field_scores, plans
from judging.services import assigning_plan, conflicts
from judging.services import assignments as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage, seated
from kipp.lib.errors import Refused
from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, visible_or_404
from proposals.models import Entry


class AssignmentList(FilteredListView):
    access = WATCH
    model = Entry
    filterset_class = EntryFilter
    template_name = "judging/assignment_list.html"
    ordering = ("reader_count", "proposal__title", "pk")
    sorts = {"judul": "proposal__title", "instansi": "proposal__agency__name", "juri": "reader_count"}

    def get_permission_object(self):
        self.stage = scoring_stage(self.request, self.kwargs["code"], WATCH)
        return self.stage

    def get_queryset(self):
        return reads.for_list(self.stage).order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        extra = {
            "stage": self.stage,
            "coverage": closing.coverage(self.stage),
            "loads": reads.loads(self.stage),
            "conflicted": reads.conflicted(self.stage),
            "latest_plan": plans.latest(self.stage),
            "may_manage": self.request.user.has_perm(MANAGE, self.stage) and not self.stage.is_closed,
        }
        return super().get_context_data(**kwargs) | extra


def _entry(stage: Stage, entry_code: str) -> Entry:
    entries = Entry.objects.filter(stage=stage).select_related("proposal__agency", "proposal__category")
    return visible_or_404(entries, code=entry_code)


@access(MANAGE)
def entry(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """One entry by hand: its readers, who else could read it, and who cannot and why."""
    stage = scoring_stage(request, code, MANAGE)
    return _show_entry(request, stage, _entry(stage, entry_code))


def _show_entry(
    request: HttpRequest, stage: Stage, row: Entry, refused: Refused | None = None
) -> HttpResponse:
    context = {
        "stage": stage,
        "entry": row,
        "readings": reads.readings_of(row),
        "candidates": reads.candidates(stage, row),
        "tallies": field_scores.tallies(row),
        "refused": refused,
    }
    status = refused.status if refused else 200
    return render(request, "judging/assignment_entry.html", context, status=status)


@access(MANAGE)
@require_POST
def assign(request: HttpRequest, code: str, entry_code: str, member_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    row, juror = _entry(stage, entry_code), seated(stage, member_code)
    try:
        verbs.assign(entry=row, member=juror, by=request.user, at=arrival(request))
    except Refused as refused:
        return _show_entry(request, stage, row, refused)
    messages.success(request, _("%(name)s ditugaskan.") % {"name": juror.user.name})
    return redirect("judging:assignment_entry", code=stage.code, entry_code=row.code)


@access(MANAGE)
@require_POST
def unassign(request: HttpRequest, code: str, assignment_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    readings = Assignment.objects.filter(entry__stage=stage).select_related("entry__proposal", "member__user")
    reading = visible_or_404(readings, code=assignment_code)
    try:
        verbs.unassign(assignment=reading, by=request.user, at=arrival(request))
    except Refused as refused:
        return _show_entry(request, stage, _entry(stage, reading.entry.code), refused)
    messages.success(request, _("Penugasan %(name)s dilepas.") % {"name": reading.member.user.name})
    return redirect("judging:assignment_entry", code=stage.code, entry_code=reading.entry.code)


@access(MANAGE)
def pin(request: HttpRequest, code: str, entry_code: str, member_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    row, juror = _entry(stage, entry_code), seated(stage, member_code)
    form = ReasonForm(request.POST or None, action_label=_("Tetapkan benturan kepentingan"))
    if request.method == "POST" and form.is_valid():
        conflicts.pin(
            proposal=row.proposal,
            user=juror.user,
            by=request.user,
            at=arrival(request),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Benturan kepentingan tercatat."))
        return redirect("judging:assignment_entry", code=stage.code, entry_code=row.code)
    context = {"stage": stage, "entry": row, "member": juror, "form": form}
    return render(request, "judging/assignment_pin.html", context, status=422 if form.is_bound else 200)


@access(MANAGE)
def plan_request(request: HttpRequest, code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    form = PlanForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            seed = form.cleaned_data["seed"]
            try:
                made = assigning_plan.request(stage=stage, by=request.user, at=arrival(request), seed=seed)
                return redirect("judging:plan", code=stage.code, plan_code=made.code)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {"stage": stage, "form": form, "coverage": closing.coverage(stage)}
    return render(request, "judging/assignment_plan_request.html", context, status=status)


def _plan(stage: Stage, plan_code: str) -> AssignmentPlan:
    rows = AssignmentPlan.objects.filter(stage=stage)
    rows = rows.select_related("stage__competition", "requested_by", "applied_by", "leaving__user")
    return visible_or_404(rows, code=plan_code)


@access(WATCH)
def plan(request: HttpRequest, code: str, plan_code: str) -> HttpResponse:
    """The bureau, before hundreds of readings are given out; must not apply what leaves proposals uncovered
    without having seen it. While the worker is busy, only the part that tells so is asked for again.
    """
    stage = scoring_stage(request, code, WATCH)
    row = _plan(stage, plan_code)
    context = {
        "stage": stage,
        "plan": row,
        "preview": plans.preview(row),
        "again_url": _again(row),
        "may_manage": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
    }
    part = "#working" if request.htmx and row.status in plans.BUSY else ""
    answer = render(request, f"judging/assignment_plan.html{part}", context)
    if request.htmx and not part:
        answer["HX-Refresh"] = "true"
    return answer


def _again(row: AssignmentPlan) -> str:
    """Where another plan of this kind is asked for."""
    if row.source == PlanSource.ORPHANS:
        return reverse("judging:panel_leave", args=[row.stage.code, row.leaving.code])
    page = "assignment_upload" if row.source == PlanSource.SHEET else "plan_request"
    return reverse(f"judging:{page}", args=[row.stage.code])


@access(MANAGE)
@require_POST
def plan_apply(request: HttpRequest, code: str, plan_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    done = assigning_plan.apply(plan=_plan(stage, plan_code), by=request.user, at=arrival(request))
    if done.source == PlanSource.ORPHANS:
        messages.success(request, _("Pergantian dicatat; juri yang bersangkutan diberi tahu."))
    else:
        messages.success(request, _("Rencana diterapkan. Juri dapat mulai begitu tahap dibuka."))
    return redirect("judging:assignments", code=stage.code)


@access(MANAGE)
@require_POST
def plan_undo(request: HttpRequest, code: str, plan_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    assigning_plan.undo(plan=_plan(stage, plan_code), by=request.user, at=arrival(request))
    messages.success(request, _("Rencana dibatalkan; penugasannya dilepas."))
    return redirect("judging:assignments", code=stage.code)
