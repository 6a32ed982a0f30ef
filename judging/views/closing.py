"""The end of a scoring stage: go on without what will not come, close, and undo a close."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.forms.closing import WaiversForm
from judging.forms.results import ReasonForm
from judging.models import Assignment
from judging.reads import closing as reads
from judging.services import closing
from judging.views.results import overseen_stage
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival, require, visible_or_404

A_PAGE = 100  # more than a juror usually reads: one page holds all that is missing of one


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
def waivers(request: HttpRequest, code: str) -> HttpResponse:
    """The evening of the deadline, one juror is ill: their sheets at once, and never a sheet too many."""
    stage = overseen_stage(request, code)
    require(request.user, "judging.close_stage", stage)
    jurors = reads.awaited_jurors(stage)
    juror = next((line for line in jurors if line.code == request.GET.get("juri")), None)
    found = reads.awaited(stage).filter(member__code=juror.code) if juror else reads.awaited(stage)
    page = Paginator(found, A_PAGE).get_page(request.GET.get(PAGE))
    readings = list(page.object_list)
    form = WaiversForm(request.POST or None, readings=readings, is_ticked=juror is not None)
    if request.method == "POST" and form.is_valid():
        picked, reason = form.picked(), form.cleaned_data["reason"]
        closing.waive_many(
            stage=stage, assignments=picked, by=request.user, at=arrival(request), reason=reason
        )
        sentence = _("%(n)d lembar nilai dikecualikan. Alasannya tercatat.") % {"n": len(picked)}
        messages.success(request, sentence)
        return redirect("judging:progress", code=stage.code)
    context = {"stage": stage, "form": form, "page_obj": page, "jurors": jurors, "juror": juror}
    return render(request, "judging/waivers.html", context, status=422 if form.is_bound else 200)


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
    """A number turned out to be wrong after the close; must not undo what the next stage stands on."""
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
        {"stage": stage, "form": form, "blockers": reads.reopen_blockers(stage)},
        status=422 if form.is_bound else 200,
    )
