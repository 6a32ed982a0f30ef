"""What deserves a second look, the evidence of one sheet, and a juror's written explanation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from judging import auditing, calibration
from judging.enums import SheetStatus
from judging.forms.oddities import AskForm, ExplainForm
from judging.models import Assignment
from judging.reads import oddities as reads
from judging.services import oddities as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404

SCORE = "judging.score_assignment"


@require_safe
@access(WATCH)
def oddities(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau or the auditor, before a stage is closed: is there anything to ask a juror about?

    Must not take advice for a verdict: every line says by which rule it stands here, and changes nothing.
    """
    stage = scoring_stage(request, code, WATCH)
    context = {"stage": stage, "found": reads.oddities(stage), "rules": auditing, "limits": calibration}
    return render(request, "judging/oddities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(WATCH)
def oddity(request: HttpRequest, code: str, assignment_code: str) -> HttpResponse:
    """One final sheet beside the others of its entry: is it a slip, or is there a reason to write down?"""
    stage = scoring_stage(request, code, WATCH)
    assignment = visible_or_404(reads.readings(stage), code=assignment_code)
    form = AskForm(request.POST or None)
    if request.method == "POST":
        require(request.user, MANAGE, stage)
        if form.is_valid():
            question = form.cleaned_data["question"]
            verbs.ask(assignment=assignment, by=request.user, at=arrival(request), question=question)
            messages.success(request, _("Permintaan penjelasan dikirim kepada juri."))
            return redirect("judging:oddities", code=stage.code)
    context = {
        "stage": stage,
        "evidence": reads.evidence(stage, assignment),
        "form": form,
        "may_ask": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
    }
    return render(request, "judging/oddity.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(SCORE)
def explain(request: HttpRequest, code: str) -> HttpResponse:
    """A juror, from a letter: what do they ask, and where do I answer? Must not fear for the score."""
    readings = Assignment.objects.visible_to(request.user).filter(sheet__status=SheetStatus.FINAL)
    found = readings.select_related(
        "entry__proposal__agency", "entry__stage__competition", "member__user", "sheet"
    )
    assignment = visible_or_404(found, code=code)
    require(request.user, SCORE, assignment)
    asked = reads.asked(assignment, request.user)
    if asked is None:
        raise Http404
    request.edition = assignment.entry.stage.competition
    form = ExplainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            verbs.explain(assignment=assignment, by=request.user, at=arrival(request), text=text)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Terima kasih. Penjelasan Anda tersimpan; nilai Anda tidak berubah."))
            return redirect("judging:sheet", code)
    context = {"assignment": assignment, "asked": asked, "form": form}
    return render(request, "judging/oddity_explain.html", context, status=422 if form.is_bound else 200)
