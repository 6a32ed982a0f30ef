"""The bureau's pages of visits in the field: the list of a stage, a plan, one visit, its end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from judging.forms.field import CloseForm, PlanForm, SearchForm
from judging.forms.results import ReasonForm
from judging.models import FieldVisit
from judging.reads import field as reads
from judging.reads import field_scores
from judging.services import field_visits as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival, visible_or_404
from proposals.models import Entry

A_PAGE = 25
READ, WRITE = ["GET", "HEAD"], ["GET", "HEAD", "POST"]


def visit_of(request: HttpRequest, code: str, visit_code: str, permission: str) -> FieldVisit:
    """A visit of this stage; the stage comes along with its edition on top of the page."""
    stage = scoring_stage(request, code, permission)
    visit = visible_or_404(reads.visits_of(stage), code=visit_code)
    visit.entry.stage = stage
    return visit


@require_safe
@access(WATCH)
def visits(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau in the weeks of visits: which are planned, who goes, what still waits for somebody?"""
    stage = scoring_stage(request, code, WATCH)
    page = Paginator(reads.visits_of(stage), A_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "stage": stage,
        "page_obj": page,
        "lines": reads.lines(list(page.object_list)),
        "may_manage": request.user.has_perm(MANAGE, stage),
    }
    return render(request, "judging/field_list.html", context)


@require_safe
@access(MANAGE)
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, list of finalists in hand: which entry is visited? Must not plan a second visit to one."""
    stage = scoring_stage(request, code, MANAGE)
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["cari"] if form.is_bound and form.is_valid() else ""
    page = Paginator(reads.entries(stage, words), A_PAGE).get_page(request.GET.get(PAGE))
    context = {"stage": stage, "form": form, "words": words, "page_obj": page}
    return render(request, "judging/field_choose.html", context)


@require_http_methods(WRITE)
@access(MANAGE)
def plan(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """The bureau after a call to the agency; must not send somebody who is in conflict with it."""
    stage = scoring_stage(request, code, MANAGE)
    entries = Entry.objects.filter(stage=stage).select_related("proposal__agency")
    entry = visible_or_404(entries, code=entry_code)
    entry.stage = stage
    form = PlanForm(request.POST or None, entry=entry, candidates=reads.candidates(entry))

    def act() -> FieldVisit:
        return verbs.plan(entry=entry, by=request.user, at=arrival(request), wanted=form.plan())

    return _plan_page(request, entry, form, act, done=_("Kunjungan direncanakan. Sekarang pilih klaimnya."))


@require_http_methods(WRITE)
@access(MANAGE)
def change(request: HttpRequest, code: str, visit_code: str) -> HttpResponse:
    """The puskesmas asks for another day; must not leave anybody with the old one."""
    visit = visit_of(request, code, visit_code, MANAGE)
    entry = visit.entry
    form = PlanForm(request.POST or None, entry=entry, candidates=reads.candidates(entry), visit=visit)

    def act() -> FieldVisit:
        revision = form.cleaned_data["revision"]
        said = {"by": request.user, "at": arrival(request), "wanted": form.plan()}
        return verbs.change(visit=visit, revision=revision, **said)

    done = _("Rencana disimpan. Yang bersangkutan diberi tahu.")
    return _plan_page(request, entry, form, act, done=done, visit=visit)


def _plan_page(request, entry: Entry, form: PlanForm, act, *, done: str, visit=None) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                visit = act()
                messages.success(request, done)
                return redirect("judging:field_visit", entry.stage.code, visit.code)
            except Refused as refused:
                form.add_error(None, [refused.message, *refused.reasons])
                status = refused.status
    context = {"stage": entry.stage, "entry": entry, "visit": visit, "form": form}
    return render(request, "judging/field_plan.html", context, status=status)


@require_safe
@access(WATCH)
def visit(request: HttpRequest, code: str, visit_code: str) -> HttpResponse:
    """The bureau before, during and after a visit: who found what, and what keeps it from being closed?

    Must not take one person's finding for that of both, nor think that a finding changes a score.
    """
    return _show(request, visit_of(request, code, visit_code, WATCH))


@require_http_methods(["POST"])
@access(MANAGE)
def close(request: HttpRequest, code: str, visit_code: str) -> HttpResponse:
    """Both sides have spoken; must not close over an objection that nobody has read."""
    found = visit_of(request, code, visit_code, MANAGE)
    form = CloseForm(request.POST, has_answer=bool(found.agreed_at))
    if not form.is_valid():
        return _show(request, found, form, status=422)
    act = {"by": request.user, "at": arrival(request), **form.cleaned_data}
    try:
        verbs.close(visit=found, **act)
    except Refused as refused:
        form.add_error(None, [refused.message, *refused.reasons])
        return _show(request, found, form, status=refused.status)
    messages.success(request, _("Kunjungan ditutup. Berita acaranya sedang dibuat."))
    return redirect("judging:field_visit", code, visit_code)


def _show(
    request: HttpRequest, found: FieldVisit, form: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    stage = found.entry.stage
    is_open = not (found.closed_at or found.cancelled_at)
    is_hidden = reads.is_hidden_from(request.user, found)
    findings = reads.findings(found)
    may_manage = request.user.has_perm(MANAGE, stage)
    context = {
        "stage": stage,
        "visit": found,
        "state": reads.state(found),
        "findings": findings,
        "is_hidden": is_hidden,
        "blockers": reads.close_blockers(found, findings) if is_open else [],
        "form": form or CloseForm(initial={"revision": found.revision}, has_answer=bool(found.agreed_at)),
        "may_manage": may_manage,
        "is_open": is_open,
        "may_arrange": may_manage and is_open,
        "goes": any(visitor.user == request.user for visitor in found.visitors.all()),
        "sheets": field_scores.final_sheets(found) if found.closed_at and may_manage else [],
    }
    return render(request, "judging/field_visit.html", context, status=status)


@require_http_methods(WRITE)
@access(MANAGE)
def cancel(request: HttpRequest, code: str, visit_code: str) -> HttpResponse:
    """The river is over the road; must not leave two people on their way."""
    found = visit_of(request, code, visit_code, MANAGE)
    form = ReasonForm(request.POST or None, action_label=_("Batalkan kunjungan"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        verbs.cancel(visit=found, by=request.user, at=arrival(request), reason=reason)
        messages.success(request, _("Kunjungan dibatalkan. Petugas dan instansi diberi tahu."))
        return redirect("judging:field_visits", code)
    context = {"stage": found.entry.stage, "visit": found, "form": form}
    return render(request, "judging/field_cancel.html", context, status=422 if form.is_bound else 200)
