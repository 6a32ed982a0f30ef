"""A panel that sat before sits again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from judging.reads import panel as reads
from judging.reads import substitutions
from judging.services import panel as verbs
from judging.views.panel import MANAGE, scoring_stage
from kipp.lib.web import access, arrival, visible_or_404


@access(MANAGE)
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau in the second year, with the same jurors; must see who they are before they sit again."""
    stage = scoring_stage(request, code, MANAGE)
    sources = reads.earlier_panels(stage)
    if request.method == "GET":
        context = {"stage": stage, "sources": reads.with_jurors(stage, sources)}
        context["has_begun"] = substitutions.has_begun(stage)
        return render(request, "judging/panel_copy.html", context)
    source = visible_or_404(sources, code=request.POST.get("source", ""))
    act = {"by": request.user, "at": arrival(request), "reason": request.POST.get("reason", "")}
    seated = verbs.copy(stage=stage, source=source, **act)
    done = ngettext("%(n)d juri ditambahkan.", "%(n)d juri ditambahkan.", seated) % {"n": seated}
    messages.success(request, done)
    return redirect("judging:panel", code=stage.code)
