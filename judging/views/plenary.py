"""The secretary's pages of a session: agenda, attendance, what is decided of each entry."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competitions.forms.moments import on_wall
from competitions.models import Stage
from judging.forms.plenary import AttendanceForm, DecisionForm, OpenForm
from judging.forms.presentations import RevisionForm
from judging.forms.results import ReasonForm
from judging.models import Plenary
from judging.reads import agenda as agenda_reads
from judging.reads import plenaries
from judging.reads import plenary as reads
from judging.services import looking
from judging.services import plenary as verbs
from judging.views.panel import WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival, visible_or_404
from proposals.models import Entry

HOLD = "judging.hold_plenary"
A_PAGE = 25


def held(stage: Stage) -> Plenary:
    """The session under way, with all that belongs to it."""
    found = reads.whole(Plenary.objects.filter(stage=stage).under_way()).first()
    if found is None:
        raise Http404
    found.stage = stage
    return found


@access(WATCH)
@require_GET
def plenary(request: HttpRequest, code: str) -> HttpResponse:
    """The secretary types while the chair speaks and all read along; must not put words into their mouths."""
    stage = scoring_stage(request, code, WATCH)
    looking.note(stage=stage, by=request.user, at=arrival(request))
    sessions = list(reads.whole(stage.plenaries.order_by("-number")).defer("minutes__payload"))
    found = next((row for row in sessions if row.is_under_way), None)
    context = {
        "stage": stage,
        "may_hold": request.user.has_perm(HOLD, stage),
        "earlier": [row for row in sessions if row is not found],
        "plenary": found,
    }
    if found is None:
        context["blockers"] = reads.open_blockers(stage)
        context["is_required"] = plenaries.is_required(stage)
    else:
        found.stage = stage
        context |= _agenda(request, found)
    return render(request, "judging/plenary.html", context)


def _agenda(request: HttpRequest, found: Plenary) -> dict[str, object]:
    draft = reads.draft(found)
    items = agenda_reads.agenda(draft)
    words, part = request.GET.get("cari", "").strip(), request.GET.get("lihat", agenda_reads.ASKED)
    chosen = agenda_reads.chosen(items, part, words)
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get(PAGE))
    return {
        "draft": draft,
        "sent_back": None if found.asked_at else reads.sent_back(found),
        "blockers": reads.ask_blockers(draft),
        "decided": [item for item in items if item.decision],
        "page_obj": page,
        "rows": page.object_list,
        "words": words,
        "part": part,
        "parts": [
            (name, label, len(agenda_reads.chosen(items, name, "")))
            for name, label in (
                (agenda_reads.ASKED, _("Perlu dibahas")),
                (agenda_reads.INSIDE, _("Di atas batas")),
                (agenda_reads.ALL, _("Semua")),
            )
        ],
    }


@access(HOLD)
@require_http_methods(["GET", "POST"])
def open_session(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, the day before or with everybody seated: opens a session over the ranking as it stands."""
    stage = scoring_stage(request, code, HOLD)
    zone = stage.competition.zone
    form = OpenForm(request.POST or None, zone=zone, initial={"held_at": on_wall(arrival(request), zone)})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            verbs.open_session(stage=stage, by=request.user, at=arrival(request), **form.cleaned_data)
            return redirect("judging:plenary_attendance", code=stage.code)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {"stage": stage, "form": form, "blockers": reads.open_blockers(stage)}
    return render(request, "judging/plenary_open.html", context, status=status)


@access(HOLD)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """As people take their seats: who is here, who leads; must not mark as present who is not."""
    stage = scoring_stage(request, code, HOLD)
    found = held(stage)
    form = AttendanceForm(request.POST or None, plenary=found)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = {name: data[name] for name in ("revision", "held_at", "place")}
        try:
            verbs.describe(plenary=found, by=request.user, at=arrival(request), seats=form.seats(), **told)
            messages.success(request, _("Waktu, tempat, dan kehadiran disimpan."))
            return redirect("judging:plenary", code=stage.code)
        except Refused as refused:
            status = _refused(form, refused, found)
    context = {"stage": stage, "plenary": found, "form": form, "is_stale": status == 409}
    context["facts"] = [form["held_at"], form["place"]]
    return render(request, "judging/plenary_attendance.html", context, status=status)


def _refused(form: forms.Form, refused: Refused, found: Plenary) -> int:
    """Say why, keep every word, and take the revision that is now shown beside them."""
    form.add_error(None, refused.message)
    if refused.status == 409:
        form.data = form.data.copy()
        form.data["revision"] = found.revision
    return refused.status


def _item(found: Plenary, proposal_code: str) -> agenda_reads.Item:
    item = agenda_reads.one(reads.draft(found), proposal_code)
    if item is None:
        raise Http404
    return item


def _entry(stage: Stage, proposal_code: str) -> Entry:
    entries = Entry.objects.filter(stage=stage).select_related("proposal__agency")
    return visible_or_404(entries, proposal__code=proposal_code)


@access(HOLD)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str, proposal_code: str) -> HttpResponse:
    """One entry, as the chair concludes: the place and the reason that were spoken, and nothing else."""
    stage = scoring_stage(request, code, HOLD)
    found = held(stage)
    item = _item(found, proposal_code)
    form = DecisionForm(request.POST or None, plenary=found, decision=item.decision)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            verbs.rule(
                plenary=found,
                entry=_entry(stage, proposal_code),
                by=request.user,
                at=arrival(request),
                **form.cleaned_data,
            )
            messages.success(request, _("Keputusan atas “%(title)s” tercatat.") % {"title": item.facts.title})
            return redirect(f"{reverse('judging:plenary', args=[stage.code])}#keputusan")
        except Refused as refused:
            status = _refused(form, refused, found)
    context = {"stage": stage, "plenary": found, "item": item, "form": form, "is_stale": status == 409}
    return render(request, "judging/plenary_decide.html", context, status=status)


@access(HOLD)
@require_POST
def strike(request: HttpRequest, code: str, proposal_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, HOLD)
    found = held(stage)
    entry = _entry(stage, proposal_code)
    verbs.strike(
        plenary=found, entry=entry, by=request.user, at=arrival(request), revision=_revision(request)
    )
    messages.success(request, _("Keputusan atas “%(title)s” dihapus.") % {"title": entry.proposal.title})
    return redirect(f"{reverse('judging:plenary', args=[stage.code])}#keputusan")


@access(HOLD)
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """All is said: from here on nothing changes until a second person has read it."""
    stage = scoring_stage(request, code, HOLD)
    found = verbs.ask(plenary=held(stage), by=request.user, at=arrival(request), revision=_revision(request))
    messages.success(
        request,
        _("Pengesahan diminta. Orang lain yang hadir, atau penanggung jawab, membaca dan mengesahkannya."),
    )
    return redirect("judging:session", code=found.code)


@access(HOLD)
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """The session broke up, or was opened by mistake; must not be taken for one that decided nothing."""
    stage = scoring_stage(request, code, HOLD)
    found = held(stage)
    form = ReasonForm(request.POST or None, action_label=_("Hentikan sidang"))
    if request.method == "POST" and form.is_valid():
        verbs.drop(plenary=found, by=request.user, at=arrival(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("Sidang dihentikan. Alasannya tercatat."))
        return redirect("judging:plenary", code=stage.code)
    context = {"stage": stage, "plenary": found, "form": form}
    return render(request, "judging/plenary_drop.html", context, status=422 if form.is_bound else 200)


def _revision(request: HttpRequest) -> int:
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Muat ulang halaman, lalu ulangi."), status=422)
    return form.cleaned_data["revision"]
