"""The bureau's way from scores to a published result."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from competitions.models import Stage
from judging.forms.results import PublishForm
from judging.models import ResultRelease
from judging.reads import carried, plenaries, release_draft
from judging.reads import closing as closing_reads
from judging.reads import minutes as minutes_reads
from judging.reads import shortlist as shortlist_reads
from judging.reads.ranking import ranking as read_ranking
from judging.services import looking, publishing
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404

PAGE = 25


def overseen_stage(request: HttpRequest, code: str) -> Stage:
    """The stage on whose pages one is; puts its edition on top of the page."""
    stages = Stage.objects.overseen_by(request.user).for_page().prefetch_related("competition__extensions")
    stage = visible_or_404(stages, code=code)
    request.edition = stage.competition
    return stage


@access("judging.watch_stage")
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.watch_stage", stage)
    looking.note(stage=stage, by=request.user, at=arrival(request))
    table = read_ranking(stage)
    rows = table.contested_rows if request.GET.get("hanya") == "selisih" else table.rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "stage": stage,
        "ranking": table,
        "page_obj": page,
        "rows": page.object_list,
        "release": release_draft.current_release(stage) if stage.published_at else None,
        "papers": minutes_reads.papers(stage) if stage.is_closed else [],
        "following": release_draft.next_scoring_stage(stage)
        if stage.is_closed and not stage.published_at
        else None,
        "corrected": carried.names(carried.corrected_under(stage)) if stage.published_at else "",
        "may_publish": request.user.has_perm("judging.publish_stage", stage),
        "only_contested": request.GET.get("hanya") == "selisih",
    }
    return render(request, "judging/ranking.html", context)


@access("judging.publish_stage")
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """The mayor's office waits: publish once and right. Before the last stage this sets the shortlist."""
    stage = overseen_stage(request, code)
    require(request.user, "judging.publish_stage", stage)
    former = release_draft.current_release(stage)
    number = former.number + 1 if former else 1
    initial = {
        "expected_number": number,
        "letter_on": arrival(request).astimezone(stage.competition.tz).date(),
    }
    following = release_draft.next_scoring_stage(stage)
    form = PublishForm(
        request.POST or None,
        is_correction=_is_correction(request, former),
        is_shortlist=following is not None,
        initial=initial,
    )
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            release = publishing.publish(
                stage=stage,
                by=request.user,
                at=arrival(request),
                letter=form.letter(),
                reason=form.cleaned_data.get("reason", ""),
                expected_number=form.cleaned_data["expected_number"],
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
        else:
            messages.success(request, _("Hasil diterbitkan. Dokumen sedang dibuat di latar belakang."))
            return redirect("judging:documents", code=release.code)
    blockers = closing_reads.publish_blockers(stage)
    context = {
        "stage": stage,
        "form": form,
        "former": former,
        "blockers": blockers,
        "coverage": closing_reads.coverage(stage),
        "following": following,
        "corrected": carried.names(carried.corrected_under(stage)),
        "held": plenaries.confirmed(stage),
    }
    if following is not None:
        context["shortlist"] = None if blockers else shortlist_reads.shortlist(stage)
        return render(request, "judging/shortlist.html", context, status=status)
    context["top"] = read_ranking(stage).rows[:5]
    return render(request, "judging/publish.html", context, status=status)


def _is_correction(request: HttpRequest, former: ResultRelease | None) -> bool:
    """What was sent is what its page said it was, whatever was published meanwhile."""
    if request.method == "POST":
        return request.POST.get("expected_number") != "1"
    return former is not None
