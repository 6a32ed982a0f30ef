"""A final sheet goes back to its juror, from the page that shows how far the stage is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from judging.forms.results import ReasonForm
from judging.models import ScoreSheet
from judging.reads import field_scores
from judging.services import scoring_sheets
from judging.views.panel import MANAGE, scoring_stage
from kipp.lib.web import access, arrival, visible_or_404


@access(MANAGE)
def sheet_reopen(request: HttpRequest, code: str, assignment_code: str) -> HttpResponse:
    """A juror has called: one number is wrong. Must not give back another sheet than that one."""
    stage = scoring_stage(request, code, MANAGE)
    sheets = ScoreSheet.objects.filter(assignment__entry__stage=stage).select_related(
        "assignment__entry__proposal", "assignment__member__user"
    )
    sheet = visible_or_404(sheets, assignment__code=assignment_code)
    found = field_scores.reason_from(request.GET.get("kunjungan", ""), sheet.assignment.entry)
    form = ReasonForm(
        request.POST or None, initial={"reason": found}, action_label=_("Buka kembali lembar ini")
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        scoring_sheets.reopen(sheet=sheet, by=request.user, at=arrival(request), reason=reason)
        messages.success(request, _("Lembar nilai dibuka kembali; juri diberi tahu lewat surat."))
        return redirect("judging:progress", code=stage.code)
    context = {"stage": stage, "sheet": sheet, "form": form}
    return render(request, "judging/sheet_reopen.html", context, status=422 if form.is_bound else 200)
