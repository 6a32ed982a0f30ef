"""The assignment as a spreadsheet: handed out, and taken back to be looked at as a plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.services.spreadsheets import MOST_BYTES
from judging.forms.assigning import SheetForm
from judging.reads import assignment_sheet
from judging.services import assigning_plan
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib import exports
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival


@access(WATCH)
def download(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Every entry of the stage with the addresses of its readers, to be changed and sent back."""
    stage = scoring_stage(request, code, WATCH)
    if kind not in exports.TYPES:
        raise Http404
    sheets = {_("Penugasan"): assignment_sheet.rows(stage)}
    return exports.hand_out(kind, f"penugasan-{stage.competition.slug}-{stage.position}", sheets)


@access(MANAGE)
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, whose head has dealt the readings in Excel; must not assign what nobody has looked at."""
    stage = scoring_stage(request, code, MANAGE)
    form = SheetForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            data = file.read(MOST_BYTES + 1)
            try:
                plan = assigning_plan.request_sheet(
                    stage=stage, by=request.user, at=arrival(request), file_name=file.name, data=data
                )
                return redirect("judging:plan", code=stage.code, plan_code=plan.code)
            except Refused as refused:
                form.add_error("file" if refused.status != 409 else None, refused.message)
                status = refused.status
    return render(request, "judging/assignment_upload.html", {"stage": stage, "form": form}, status=status)
