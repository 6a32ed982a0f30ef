"""The second person's pages of a session: read the minutes whole, then confirm them or send them back."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from judging.forms.plenary import ConfirmForm
from judging.forms.results import ReasonForm
from judging.models import Plenary
from judging.reads import plenary as reads
from judging.reads import plenary_minutes
from judging.services import looking
from judging.services import plenary as verbs
from judging.views.plenary import HOLD
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404

READ = "judging.read_plenary"
CONFIRM = "judging.confirm_plenary"


def _visible(request: HttpRequest, code: str, permission: str) -> Plenary:
    found = visible_or_404(reads.whole(Plenary.objects.visible_to(request.user)), code=code)
    require(request.user, permission, found)
    request.edition = found.stage.competition
    return found


@access(READ)
@require_GET
def session(request: HttpRequest, code: str) -> HttpResponse:
    """A juror on a phone, the others waiting: reads all of it before saying that it is what was decided."""
    found = _visible(request, code, READ)
    looking.note(stage=found.stage, by=request.user, at=arrival(request))
    return _show(request, found)


def _show(
    request: HttpRequest,
    found: Plenary,
    *,
    form: ConfirmForm | None = None,
    back: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = _said(found)
    shown = plenary_minutes.shown(said["plenary"])
    context = {"stage": found.stage, "plenary": found, "said": said, "shown": shown}
    if found.is_under_way and found.asked_at:
        is_own = found.asked_by_id == request.user.pk
        may_confirm = request.user.has_perm(CONFIRM, found) and not is_own
        context["is_own"] = is_own
        context["form"] = (form or ConfirmForm(plenary=found)) if may_confirm else None
        context["back"] = (back or _back_form()) if _may_send_back(request, found) else None
    return render(request, "judging/plenary_session.html", context, status=status)


def _may_send_back(request: HttpRequest, found: Plenary) -> bool:
    """Who may confirm it, and who writes: to take a text back that is not right after all."""
    return request.user.has_perm(CONFIRM, found) or request.user.has_perm(HOLD, found.stage)


def _said(found: Plenary) -> dict:
    """As the minutes hold it, once there are some."""
    if found.minutes is not None:
        return json.loads(found.minutes.payload)
    return plenary_minutes.said(reads.draft(found), confirmed_by="")


def _back_form(data=None) -> ReasonForm:
    form = ReasonForm(data, action_label=_("Kembalikan kepada sekretaris"), prefix="kembali")
    form.helper.form_tag = False
    return form


@access(CONFIRM)
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    found = _visible(request, code, CONFIRM)
    form = ConfirmForm(request.POST, plenary=found)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    try:
        verbs.confirm(
            plenary=found,
            by=request.user,
            at=arrival(request),
            revision=form.cleaned_data["revision"],
        )
    except Refused as refused:
        messages.error(request, refused.message)
        found = _visible(request, code, CONFIRM)
        return _show(request, found, status=refused.status)
    messages.success(request, _("Sidang pleno disahkan. Berita acaranya sedang dibuat."))
    return redirect("judging:session", code=found.code)


@access(READ)
@require_POST
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    found = _visible(request, code, READ)
    if not _may_send_back(request, found):
        raise PermissionDenied(CONFIRM)
    back = _back_form(request.POST)
    if not back.is_valid():
        return _show(request, found, back=back, status=422)
    verbs.send_back(plenary=found, by=request.user, at=arrival(request), reason=back.cleaned_data["reason"])
    messages.success(request, _("Naskah dikembalikan kepada sekretaris. Alasannya tercatat."))
    return redirect("judging:home")
