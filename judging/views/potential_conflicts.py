"""Potential conflicts of a stage: looked at one by one, pinned when they are real."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from judging.reads import potential_conflicts as reads
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.web import access

PAGE = 50


@access(WATCH)
@require_GET
def potential_conflicts(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau before the readings go out; must not take a shared name for proof, nor overlook one."""
    stage = scoring_stage(request, code, WATCH)
    found = reads.doubts(stage, reads.look(stage))
    context = {
        "stage": stage,
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_manage": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
    }
    return render(request, "judging/panel_potential.html", context)
