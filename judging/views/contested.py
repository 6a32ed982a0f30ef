"""Entries whose jurors are far apart: the list, and further readers for one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competitions.models import Stage
from judging.models import PanelMember
from judging.reads import contested as reads
from judging.services import contested as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival, visible_or_404
from proposals.models import Entry

A_PAGE = 25


@require_safe
@access(WATCH)
def contested(request: HttpRequest, code: str) -> HttpResponse:
    """The chair, before a stage is closed: where do the jurors disagree so much that one more should read?

    Must not take a wide gap for a wrong score: nothing is changed here.
    """
    stage = scoring_stage(request, code, WATCH)
    lines = reads.contested(stage)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "stage": stage,
        "page_obj": page,
        "rows": reads.shown(list(page.object_list)),
        "open_count": sum(not line.is_settled for line in lines),
        "may_manage": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
    }
    return render(request, "judging/contested_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(MANAGE)
def readers(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """One contested entry: who should read it too? Must not add somebody who is in conflict with it."""
    stage = scoring_stage(request, code, MANAGE)
    entries = Entry.objects.filter(stage=stage).select_related("proposal__agency", "stage")
    entry = visible_or_404(entries, code=entry_code)
    if request.method != "POST":
        return _show(request, stage, entry)
    members = PanelMember.objects.filter(stage=stage, code__in=request.POST.getlist("juri"))
    chosen = list(members.select_related("user").order_by("user__name"))
    try:
        verbs.add_readers(entry=entry, members=chosen, by=request.user, at=arrival(request))
    except Refused as refused:
        return _show(request, stage, entry, refused)
    names = ", ".join(member.user.name for member in chosen)
    sentence = _("%(names)s ditugaskan membaca “%(title)s”.")
    messages.success(request, sentence % {"names": names, "title": entry.proposal.title})
    return redirect("judging:contested", code=stage.code)


def _show(request: HttpRequest, stage: Stage, entry: Entry, refused: Refused | None = None) -> HttpResponse:
    lines = reads.shown(reads.contested(stage, only=entry))
    row = lines[0] if lines else None
    found = reads.candidates(stage, entry) if row and not stage.is_closed else []
    chosen = request.POST.getlist("juri") if refused else []
    offered = {one.member.code for one in found[: row.line.contest.more if row else 0]}
    ticked = set(chosen) if refused else offered
    context = {
        "stage": stage,
        "entry": entry,
        "row": row,
        "candidates": [(one, one.member.code in ticked) for one in found],
        "refused": refused,
    }
    return render(
        request, "judging/contested_readers.html", context, status=refused.status if refused else 200
    )
