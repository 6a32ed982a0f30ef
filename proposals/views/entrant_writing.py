"""Write a proposal: the page, and what its script saves."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.models import Question
from kipp.lib.errors import Refused, Stale
from kipp.lib.templatetags.ui import clock
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.entrant import (
    AnswerForm,
    HeaderForm,
    MemberForm,
    MemberFormSet,
    RevisionForm,
    members_of,
)
from proposals.lifecycle import EDITABLE
from proposals.models import Proposal
from proposals.reads import writing as writing_page
from proposals.services import attachments, writing

from . import own_time
from .entrant_whole import SAVED, WholeForm

EDIT = "proposals.edit_proposal"


def own_or_404(request: HttpRequest, code: str, *, for_page: bool = False) -> Proposal:
    """A proposal that this person may write: others' are not found, overseen ones refused.

    A script names whose words it sends: somebody else may have signed in at the same browser meanwhile.
    """
    if request.headers.get("X-Writer", request.user.code) != request.user.code:
        sentence = _("Di peramban ini %(name)s yang masuk, bukan Anda. Keluar dulu, lalu masuk lagi di sini.")
        raise Refused(sentence % {"name": request.user.name}, status=401)
    rows = Proposal.objects.visible_to(request.user).with_share_of(request.user)
    rows = rows.for_page() if for_page else rows.select_related("competition", "agency")
    proposal = visible_or_404(rows, code=code)
    require(request.user, EDIT, proposal)
    return proposal.as_of(arrival(request)).as_written()


@access(EDIT)
def edit(request, code):
    """The evening before the deadline, on a slow line; must never lose a word nor miss what is lacking."""
    proposal = own_or_404(request, code, for_page=True)
    if request.method == "POST":
        return _save_form(request, proposal)
    if proposal.status not in EDITABLE:
        return redirect("proposals:detail", proposal.code)
    return _page(request, proposal)


@require_safe
@access(EDIT)
def progress(request, code):
    """The contents rail and what is still missing, for the script to refresh after a save."""
    proposal = own_or_404(request, code, for_page=True)
    page = writing_page.page(proposal, arrival(request))
    return render(request, "proposals/edit_progress.html", {"page": page, "proposal": proposal})


@require_POST
@access(EDIT)
def save_answer(request, code, question_pk):
    proposal = own_or_404(request, code)
    form = AnswerForm(posted(request))
    if not form.is_valid():
        return invalid(form.errors)
    at = arrival(request)
    try:
        saved = writing.save_answer(
            proposal=proposal, question_id=question_pk, by=request.user, at=at, **form.cleaned_data
        )
    except Question.DoesNotExist:
        raise Http404 from None
    except Stale as stale:
        return _stale(stale, proposal, {"text": stale.current.text}, stale.current.saved_by.name)
    return _saved(saved, proposal, at, words=saved.words)


@require_POST
@access(EDIT)
def save_header(request, code):
    proposal = own_or_404(request, code)
    sent = posted(request)
    form = HeaderForm(sent, proposal=proposal, only=set(sent) & set(HeaderForm.base_fields))
    revision = RevisionForm(sent)
    if not (form.is_valid() and revision.is_valid()):
        return invalid(form.errors or revision.errors)
    at = arrival(request)
    try:
        saved = writing.save_header(
            proposal=proposal,
            by=request.user,
            at=at,
            revision=revision.cleaned_data["revision"],
            changes=form.changes(),
        )
    except Stale as stale:
        return _stale(stale, proposal, header_texts(stale.current))
    return _saved(saved, proposal, at, asks_anew="track" in sent and _asks_by_track(proposal))


@require_POST
@access(EDIT)
def save_team(request, code):
    proposal = own_or_404(request, code)
    sent = posted(request)
    forms = [MemberForm(row if isinstance(row, dict) else {}) for row in _rows(sent)]
    revision = RevisionForm(sent)
    wrong = next((form.errors for form in (*forms, revision) if not form.is_valid()), None)
    if wrong:
        return invalid(wrong)
    at = arrival(request)
    try:
        saved = writing.save_team(
            proposal=proposal,
            by=request.user,
            at=at,
            revision=revision.cleaned_data["revision"],
            members=members_of(forms),
        )
    except Stale as stale:
        rows = list(stale.current.team.values(*MemberForm.base_fields))
        return _stale(stale, proposal, {"members": rows})
    return _saved(saved, proposal, at)


def _save_form(request: HttpRequest, proposal: Proposal):
    """A browser without scripts sends everything at once; what can be saved is saved."""
    sent = WholeForm(request, proposal)
    try:
        sent.save(by=request.user, at=arrival(request))
    except Refused as refused:
        return _page(request, proposal, sent, refusal=refused.message, status=refused.status)
    if sent.status == SAVED:
        messages.success(request, _("Semua isian tersimpan."))
        return redirect("proposals:edit", proposal.code)
    return _page(request, own_or_404(request, proposal.code, for_page=True), sent, status=sent.status)


def _page(request: HttpRequest, proposal: Proposal, sent: WholeForm | None = None, *, refusal="", status=200):
    page = writing_page.page(proposal, arrival(request), sent.typed() if sent else None)
    own_time.show(request, proposal)
    context = {
        "page": page,
        "proposal": proposal,
        "header": sent.header if sent else HeaderForm(proposal=proposal),
        "team": sent.team if sent else MemberFormSet(prefix="team", initial=_members(page)),
        "sent": sent,
        "refusal": refusal,
        "limit": settings.MAX_UPLOAD_BYTES,
        "too_large": attachments.too_large().message,
    }
    return render(request, "proposals/proposal_edit.html", context, status=status)


def _asks_by_track(proposal: Proposal) -> bool:
    return proposal.competition.sections.filter(track__isnull=False).exists()


def _members(page: writing_page.WritingPage) -> list[dict[str, str]]:
    return [{name: getattr(row, name) for name in MemberForm.base_fields} for row in page.draft.team]


def posted(request: HttpRequest) -> dict:
    """The body of a script's request, or of a plain form."""
    if request.content_type != "application/json":
        return request.POST
    try:
        sent = json.loads(request.body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise Refused(_("Permintaan ini tidak dapat dibaca."), status=422)
    return sent


def _rows(sent: dict) -> list:
    rows = sent.get("members", [])
    return rows[: MemberFormSet.max_num] if isinstance(rows, list) else []


def _saved(saved: writing.Saved, proposal: Proposal, at, **more) -> JsonResponse:
    answer = {"revision": saved.revision, "saved_at": clock(at, proposal.competition.zone), **more}
    return JsonResponse(answer)


def invalid(errors) -> JsonResponse:
    message = " ".join(str(error) for listed in errors.values() for error in listed)
    return JsonResponse({"message": message}, status=422)


def _stale(stale: Stale, proposal: Proposal, values: dict, by: str = "") -> JsonResponse:
    """Both texts stand on the page; the person chooses."""
    current = {
        "revision": stale.current.revision,
        "values": values,
        "by": by,
        "saved_at": clock(stale.current.saved_at, proposal.competition.zone),
    }
    return JsonResponse({"message": str(stale.message), "current": current}, status=409)


def header_texts(proposal: Proposal) -> dict[str, str]:
    """The fields as a browser holds them."""
    return {
        "title": proposal.title,
        "category": str(proposal.category_id or ""),
        "track": str(proposal.track_id or ""),
        "started_on": proposal.started_on.isoformat() if proposal.started_on else "",
        "video_url": proposal.video_url,
        "team_kind": proposal.team_kind,
        "is_truthful": "on" if proposal.is_truthful else "",
    }
