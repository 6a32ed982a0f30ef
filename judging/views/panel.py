"""The panel of a scoring stage: who sits, who is in conflict, who is added or leaves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import User
from competitions.enums import StageKind
from competitions.models import Stage
from judging.forms.panel import CapForm, InviteForm, SearchForm
from judging.forms.results import ReasonForm
from judging.models import PanelMember
from judging.reads import panel as reads
from judging.reads import substitutions
from judging.services import conflicts
from judging.services import panel as verbs
from judging.views.results import overseen_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404

WATCH = "judging.watch_stage"
MANAGE = "judging.manage_panel"
PAGE = 20
SHOWN_ONCE = "panel_invitation_link"


def scoring_stage(request: HttpRequest, code: str, permission: str) -> Stage:
    """Only a stage that scores has jurors."""
    stage = overseen_stage(request, code)
    if stage.kind != StageKind.SCORING:
        raise Http404
    require(request.user, permission, stage)
    return stage


def seated(stage: Stage, member_code: str) -> PanelMember:
    members = PanelMember.objects.filter(stage=stage).select_related("user__employer", "stage__competition")
    return visible_or_404(members, code=member_code)


@access(WATCH)
def panel(request: HttpRequest, code: str) -> HttpResponse:
    stage = scoring_stage(request, code, WATCH)
    context = {
        "stage": stage,
        "seats": reads.seats(stage),
        "stated": reads.stated_conflicts(stage),
        "apart": reads.kept_apart(stage),
        "may_manage": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
        "new_link": request.session.pop(SHOWN_ONCE, None),
    }
    return render(request, "judging/panel_list.html", context)


@access(MANAGE)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Find somebody who has an account (by GET), or invite somebody new (by POST)."""
    stage = scoring_stage(request, code, MANAGE)
    search = SearchForm(request.GET or None)
    has_begun = substitutions.has_begun(stage)
    form = InviteForm(request.POST or None, needs_reason=has_begun)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _invite(request, stage, form)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    words = search.words() if search.is_bound else ""
    page = Paginator(reads.directory(stage, words), PAGE).get_page(request.GET.get("page"))
    context = {"stage": stage, "search": search, "words": words, "form": form, "has_begun": has_begun}
    context |= {"page_obj": page, "found": [(person, reads.known_fields(person)) for person in page]}
    return render(request, "judging/panel_add.html", context, status=status)


def _invite(request: HttpRequest, stage: Stage, form: InviteForm) -> HttpResponse:
    member, link = verbs.invite(stage=stage, by=request.user, at=arrival(request), **form.cleaned_data)
    request.session[SHOWN_ONCE] = {"email": member.user.email, "link": link}
    messages.success(request, _("%(name)s menjadi juri; undangannya dikirim.") % {"name": member.user.name})
    return redirect("judging:panel", code=stage.code)


@access(MANAGE)
@require_POST
def seat(request: HttpRequest, code: str, user_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    user = visible_or_404(User.objects.visible_to(request.user), code=user_code)
    reason = request.POST.get("reason", "")
    verbs.seat(stage=stage, user=user, by=request.user, at=arrival(request), reason=reason)
    messages.success(request, _("%(name)s menjadi juri.") % {"name": user.name})
    return redirect("judging:panel", code=stage.code)


@access(WATCH)
def member(request: HttpRequest, code: str, member_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE if request.method == "POST" else WATCH)
    juror = seated(stage, member_code)
    form = CapForm(request.POST or None, initial={"load_cap": juror.load_cap})
    if request.method == "POST" and form.is_valid():
        verbs.set_load_cap(
            member=juror, by=request.user, at=arrival(request), load_cap=form.cleaned_data["load_cap"]
        )
        messages.success(request, _("Batas bacaan disimpan."))
        return redirect("judging:panel", code=stage.code)
    barred, doubts = reads.conflicts_and_doubts_of(juror)
    context = {
        "stage": stage,
        "member": juror,
        "form": form,
        "conflicts": barred,
        "doubts": doubts,
        "former_posts": juror.user.former_posts.select_related("agency"),
        "readings": reads.readings_of(juror),
        "may_manage": request.user.has_perm(MANAGE, stage) and not stage.is_closed and not juror.left_at,
        "has_begun": substitutions.has_begun(stage),
        "substitution": substitutions.latest(juror) if juror.left_at else None,
    }
    return render(request, "judging/panel_member.html", context, status=422 if form.is_bound else 200)


@access(MANAGE)
@require_POST
def remove(request: HttpRequest, code: str, member_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    juror = PanelMember.objects.filter(stage=stage, code=member_code).select_related("user").first()
    if juror is not None:  # a second click finds the seat gone already
        verbs.remove(member=juror, by=request.user, at=arrival(request))
        messages.success(request, _("%(name)s dikeluarkan dari panel.") % {"name": juror.user.name})
    return redirect("judging:panel", code=stage.code)


@access(MANAGE)
def lift(request: HttpRequest, code: str, conflict_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    conflict = visible_or_404(reads.stated_conflicts(stage), code=conflict_code)
    form = ReasonForm(request.POST or None, action_label=_("Cabut benturan kepentingan"))
    if request.method == "POST" and form.is_valid():
        conflicts.lift(
            conflict=conflict, by=request.user, at=arrival(request), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Benturan kepentingan dicabut. Tugaskan juri itu lagi bila perlu."))
        return redirect("judging:panel", code=stage.code)
    context = {"stage": stage, "conflict": conflict, "form": form}
    return render(request, "judging/panel_lift.html", context, status=422 if form.is_bound else 200)
