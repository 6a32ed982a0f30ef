"""Pairs of jurors kept apart."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.forms.apart import ApartForm
from judging.models import Apart
from judging.services import apart as verbs
from judging.views.panel import MANAGE, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival


@access(MANAGE)
def keep_apart(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, having heard that two jurors are married; must say why, for it thins out the plan."""
    stage = scoring_stage(request, code, MANAGE)
    form = ApartForm(request.POST or None, stage=stage)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                verbs.keep(stage=stage, by=request.user, at=arrival(request), **form.cleaned_data)
                messages.success(request, _("Kedua juri tidak akan diberi proposal yang sama."))
                return redirect("judging:panel", code=stage.code)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    return render(request, "judging/panel_apart.html", {"stage": stage, "form": form}, status=status)


@access(MANAGE)
@require_POST
def release_apart(request: HttpRequest, code: str, pair_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    pairs = Apart.objects.filter(first__stage=stage).select_related("first__user", "second__user")
    if pair := pairs.filter(code=pair_code).first():  # a second click finds the pair gone already
        verbs.release(pair=pair, by=request.user, at=arrival(request))
        messages.success(request, _("Kedua juri boleh membaca proposal yang sama lagi."))
    return redirect("judging:panel", code=stage.code)
