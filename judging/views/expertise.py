"""Expertise: a juror's own, and the grid of a panel."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.models import User
from competitions.models import Competition
from judging.forms.expertise import ExpertiseForm
from judging.reads import expertise as reads
from judging.reads import integrity
from judging.reads import panel as panel_reads
from judging.services import expertise as verbs
from judging.views.panel import MANAGE, scoring_stage
from kipp.lib.errors import Stale
from kipp.lib.web import SIGNED_IN, access, arrival, visible_or_404

PAGE = 20


@access(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """A juror on the first visit, in half a minute; must not believe that it is an examination."""
    edition = visible_or_404(integrity.editions_judged_by(request.user), slug=slug)
    request.edition = edition
    form = _form(request, edition, [request.user])
    if request.method == "POST" and _saved(request, edition, form):
        return redirect("judging:queue")
    status = 422 if form.errors else 200
    return render(request, "judging/expertise_own.html", {"edition": edition, "form": form}, status=status)


@access(MANAGE)
@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, before a plan is made, from a list of letters; must not give one juror another's field."""
    stage = scoring_stage(request, code, MANAGE)
    page = Paginator(panel_reads.people_of(stage), PAGE).get_page(request.GET.get("page"))
    form = _form(request, stage.competition, list(page))
    if request.method == "POST" and _saved(request, stage.competition, form):
        return _to_page(code, page)
    context = {"stage": stage, "form": form, "page_obj": page}
    return render(request, "judging/panel_expertise.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, edition: Competition, users: list[User]) -> ExpertiseForm:
    levels = reads.levels_of(edition, users)
    return ExpertiseForm(
        request.POST or None,
        users=users,
        categories=reads.categories_of(edition),
        levels=levels,
        stamp=reads.stamp(levels),
    )


def _saved(request: HttpRequest, edition: Competition, form: ExpertiseForm) -> bool:
    if not form.is_valid():
        return False
    act = {"by": request.user, "at": arrival(request), "seen": form.cleaned_data["stamp"]}
    try:
        verbs.save(competition=edition, levels=form.levels(), **act)
    except Stale as stale:
        form.add_error(None, stale.message)
        form.data = form.data.copy()
        form.data["stamp"] = reads.stamp(stale.current)
        return False
    messages.success(request, _("Keahlian disimpan."))
    return True


def _to_page(code: str, page: Page) -> HttpResponse:
    return redirect(f"{reverse('judging:panel_expertise', args=[code])}?page={page.number}")
