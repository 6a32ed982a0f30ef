"""A juror leaves a panel that has begun; the page of the plan then shows what moves, and applies it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from judging.forms.assigning import LeaveForm
from judging.reads import substitutions as reads
from judging.services import assigning_plan
from judging.views.panel import MANAGE, scoring_stage, seated
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival


@access(MANAGE)
def leave(request: HttpRequest, code: str, member_code: str) -> HttpResponse:
    """The bureau, hours after a juror fell ill; must not lose a final sheet."""
    stage = scoring_stage(request, code, MANAGE)
    member = seated(stage, member_code)
    form = LeaveForm(request.POST or None, successors=reads.successors(member))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                plan = assigning_plan.request_substitution(
                    member=member, by=request.user, at=arrival(request), **said
                )
                return redirect("judging:plan", code=stage.code, plan_code=plan.code)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {
        "stage": stage,
        "member": member,
        "form": form,
        "final": reads.finished(member).count(),
        "unfinished": reads.to_hand_on(member),
    }
    return render(request, "judging/assignment_leave.html", context, status=status)
