"""The bureau's way from scores to a published result."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Stage
from judging.forms.results import PublishForm, ReasonForm
from judging.models import Assignment, ResultRelease
from judging.reads import closing as closing_reads
from judging.reads import progress as progress_reads
from judging.reads import release_draft
from judging.reads.ranking import ranking as read_ranking
from judging.services import closing, publishing
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
def progress(request: HttpRequest, code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.watch_stage", stage)
    page = Paginator(progress_reads.entries(stage), PAGE).get_page(request.GET.get("page"))
    jurors = progress_reads.by_juror(stage)
    context = {
        "stage": stage,
        "coverage": closing_reads.coverage(stage),
        "jurors": jurors,
        "behind": sum(line.awaited > 0 for line in jurors),
        "page_obj": page,
        "entries": progress_reads.with_readings(stage, list(page.object_list)),
        "blockers": closing_reads.close_blockers(stage),
        "may_close": request.user.has_perm("judging.close_stage", stage),
        "may_manage": request.user.has_perm("judging.manage_panel", stage) and not stage.is_closed,
        "at": arrival(request),
    }
    return render(request, "judging/progress.html", context)


@access("judging.close_stage")
def waive(request: HttpRequest, code: str, assignment_code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.close_stage", stage)
    readings = Assignment.objects.filter(entry__stage=stage).select_related(
        "entry__proposal", "entry__stage", "member__user"
    )
    assignment = visible_or_404(readings, code=assignment_code)
    form = ReasonForm(request.POST or None, action_label=_("Kecualikan lembar ini"))
    if request.method == "POST" and form.is_valid():
        closing.waive(
            assignment=assignment, by=request.user, at=arrival(request), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Lembar nilai dikecualikan. Alasannya tercatat."))
        return redirect("judging:progress", code=stage.code)
    context = {"stage": stage, "assignment": assignment, "form": form}
    return render(request, "judging/waiver_form.html", context, status=422 if form.is_bound else 200)


@access("judging.close_stage")
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.close_stage", stage)
    closing.close(stage=stage, by=request.user, at=arrival(request))
    messages.success(request, _("Tahap ditutup. Nilai tidak berubah lagi; periksa peringkat di bawah ini."))
    return redirect("judging:ranking", code=stage.code)


@access("judging.publish_stage")
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.publish_stage", stage)
    form = ReasonForm(request.POST or None, action_label=_("Buka kembali tahap"))
    if request.method == "POST" and form.is_valid():
        closing.reopen(stage=stage, by=request.user, at=arrival(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("Tahap dibuka kembali. Alasannya tercatat."))
        return redirect("judging:progress", code=stage.code)
    return render(
        request,
        "judging/stage_reopen.html",
        {"stage": stage, "form": form},
        status=422 if form.is_bound else 200,
    )


@access("judging.watch_stage")
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.watch_stage", stage)
    table = read_ranking(stage)
    rows = table.contested_rows if request.GET.get("hanya") == "selisih" else table.rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "stage": stage,
        "ranking": table,
        "page_obj": page,
        "rows": page.object_list,
        "coverage": closing_reads.coverage(stage),
        "release": release_draft.current_release(stage),
        "may_publish": request.user.has_perm("judging.publish_stage", stage),
        "only_contested": request.GET.get("hanya") == "selisih",
    }
    return render(request, "judging/ranking.html", context)


@access("judging.publish_stage")
def publish(request: HttpRequest, code: str) -> HttpResponse:
    stage = overseen_stage(request, code)
    require(request.user, "judging.publish_stage", stage)
    former = release_draft.current_release(stage)
    number = former.number + 1 if former else 1
    initial = {
        "expected_number": number,
        "letter_on": arrival(request).astimezone(stage.competition.tz).date(),
    }
    form = PublishForm(request.POST or None, is_correction=_is_correction(request, former), initial=initial)
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
    context = {
        "stage": stage,
        "form": form,
        "former": former,
        "blockers": closing_reads.publish_blockers(stage),
        "coverage": closing_reads.coverage(stage),
        "top": read_ranking(stage).rows[:5],
        "following": release_draft.next_scoring_stage(stage),
    }
    return render(request, "judging/publish.html", context, status=status)


def _is_correction(request: HttpRequest, former: ResultRelease | None) -> bool:
    """What was sent is what its page said it was, whatever was published meanwhile."""
    if request.method == "POST":
        return request.POST.get("expected_number") != "1"
    return former is not None
