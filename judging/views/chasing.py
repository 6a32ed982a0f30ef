"""Remind the jurors whose sheets are awaited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competitions.models import Stage
from judging.reads import chasing as reads
from judging.services import chasing as verbs
from judging.views.panel import MANAGE, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival


@require_http_methods(["GET", "HEAD", "POST"])
@access(MANAGE)
def chasing(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, three days before the deadline: whom does the letter reach, and what does it say?

    Must not write to somebody who has finished. Everybody who is behind is ticked; one takes ticks away.
    """
    stage = scoring_stage(request, code, MANAGE)
    if request.method != "POST":
        return _show(request, stage)
    chosen = request.POST.getlist("pilih")
    try:
        batch = verbs.send_now(stage=stage, by=request.user, at=arrival(request), jurors=chosen)
    except Refused as refused:
        return _show(request, stage, refused, chosen)
    sentence = (
        _("Pengingat sudah ditulis. Baca, lalu kirim.")
        if batch.is_held
        else _("Pengingat sedang dikirim. Penerima juga melihatnya di portal.")
    )
    messages.success(request, sentence)
    return redirect("agencies:batch", code=batch.code)


def _show(
    request: HttpRequest, stage: Stage, refused: Refused | None = None, chosen: list[str] | None = None
) -> HttpResponse:
    at = arrival(request)
    found = reads.behind(stage)
    context = {
        "stage": stage,
        "rows": [(one, chosen is None or one.member.code in chosen) for one in found],
        "letter": verbs.preview(stage, found[0], at) if found else None,
        "first": found[0] if found else None,
        "next_at": reads.next_round(stage, found, at),
        "refused": refused,
        "at": at,
    }
    return render(request, "judging/chasing.html", context, status=refused.status if refused else 200)
