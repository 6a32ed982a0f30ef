"""Those who tie at the cut: who goes on is said by the plenary or a draw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from judging.forms.shortlist import TiesForm
from judging.reads import shortlist as reads
from judging.services import shortlist
from judging.views.results import overseen_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require


@access("judging.publish_stage")
def ties(request: HttpRequest, code: str) -> HttpResponse:
    """In the plenary, the panel looking on: writes what was decided, must not decide it for them."""
    stage = overseen_stage(request, code)
    require(request.user, "judging.publish_stage", stage)
    found = reads.shortlist(stage)
    form = TiesForm(request.POST or None, ties=list(found.ties), initial={"snapshot": found.snapshot})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            shortlist.decide_ties(
                stage=stage,
                by=request.user,
                at=arrival(request),
                snapshot=form.cleaned_data["snapshot"],
                reason=form.cleaned_data["reason"],
                order=form.order(),
                seed=form.seed_given(),
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
        else:
            messages.success(request, _("Keputusan tercatat; berita acaranya sedang dibuat."))
            return redirect("judging:publish", code=stage.code)
    context = {"stage": stage, "form": form, "shortlist": found}
    return render(request, "judging/ties.html", context, status=status)
