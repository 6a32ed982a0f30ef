"""Two people in one proposal: who is here, both texts side by side, and what gave way to another."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kipp.lib.errors import Refused
from kipp.lib.templatetags.ui import clock
from kipp.lib.web import access, arrival
from proposals.forms.entrant import MemberForm
from proposals.forms.together import AsideForm, CompareForm, PresenceForm
from proposals.lifecycle import EDITABLE
from proposals.models import Answer, Proposal
from proposals.reads import together
from proposals.services import gate, history
from proposals.services import presence as presences

from .entrant_writing import EDIT, header_texts, invalid, own_or_404, posted


@require_POST
@access(EDIT)
def presence(request, code):
    """The page calls every quarter of a minute: who else is here, and what they saved meanwhile."""
    proposal = own_or_404(request, code)
    form = PresenceForm(posted(request))
    if not form.is_valid():
        return invalid(form.errors)
    if form.cleaned_data["left"]:
        presences.leave(proposal=proposal, by=request.user)
        return HttpResponse(status=204)
    at = arrival(request)
    presences.note(proposal=proposal, by=request.user, at=at, place=form.cleaned_data["place"])
    people = [
        {"name": row.user.name, "place": row.place} for row in together.company(proposal, request.user, at)
    ]
    news = {
        f"q_{answer.question_id}": _saved_text(answer, proposal)
        for answer in together.newer_answers(proposal, form.known_answers())
    }
    header = None
    if (known := form.known_header()) is not None and proposal.revision > known:
        header = _saved_header(proposal)
    return JsonResponse({"people": people, "news": news, "header": header, "refusal": _refusal(proposal, at)})


@require_POST
@access(EDIT)
def compare(request, code, question_pk):
    """Both texts and what differs, as a piece of the page."""
    proposal = own_or_404(request, code)
    form = CompareForm(posted(request))
    if not form.is_valid():
        return invalid(form.errors)
    answer = _answer_or_404(proposal, question_pk)
    comparison = together.Comparison(answer, form.cleaned_data["base"], form.cleaned_data["text"])
    context = {"comparison": comparison, "answer": answer, "zone": proposal.competition.zone}
    return render(request, "proposals/edit_compare.html", context)


@require_POST
@access(EDIT)
def set_aside(request, code, question_pk):
    """A text that its writer gives up for the one that stands."""
    proposal = own_or_404(request, code)
    form = AsideForm(posted(request))
    if not form.is_valid():
        return invalid(form.errors)
    history.set_aside(
        proposal=proposal,
        answer=_answer_or_404(proposal, question_pk),
        by=request.user,
        at=arrival(request),
        text=form.cleaned_data["text"],
    )
    return JsonResponse({"message": _("Tulisan Anda disimpan di riwayat isian.")})


@require_safe
@access(EDIT)
def answer_history(request, code, question_pk):
    proposal = own_or_404(request, code, for_page=True)
    wanted = request.GET.get("versi", "")
    answer = _answer_or_404(proposal, question_pk)
    page = together.History(answer, int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None)
    if wanted and page.chosen is None:
        raise Http404
    request.edition = proposal.competition
    context = {
        "page": page,
        "proposal": proposal,
        "answer": answer,
        "current": together.as_payload(answer, answer.text),
        "is_editable": proposal.status in EDITABLE,
    }
    return render(request, "proposals/answer_history.html", context)


@require_POST
@access(EDIT)
def restore(request, code, question_pk, version_pk):
    proposal = own_or_404(request, code)
    versions = _answer_or_404(proposal, question_pk).versions
    version = versions.filter(pk=version_pk).first()
    if version is None:
        raise Http404
    history.restore(proposal=proposal, version=version, by=request.user, at=arrival(request))
    messages.success(request, _("Isian lama dipakai lagi. Isian sebelumnya tersimpan di riwayat."))
    return redirect("proposals:answer_history", proposal.code, question_pk)


def _answer_or_404(proposal: Proposal, question_pk: int) -> Answer:
    rows = proposal.answers.select_related("question", "saved_by")
    answer = rows.filter(question=question_pk).first()
    if answer is None:
        raise Http404
    return answer


def _saved_text(answer: Answer, proposal: Proposal) -> dict[str, object]:
    return {
        "revision": answer.revision,
        "values": {"text": answer.text},
        "by": answer.saved_by.name,
        "saved_at": clock(answer.saved_at, proposal.competition.zone),
    }


def _saved_header(proposal: Proposal) -> dict[str, object]:
    members = list(proposal.team.values(*MemberForm.base_fields))
    return {
        "revision": proposal.revision,
        "values": {**header_texts(proposal), "members": members},
        "by": "",
        "saved_at": clock(proposal.saved_at, proposal.competition.zone),
    }


def _refusal(proposal: Proposal, at) -> str:
    """Why nothing can be saved any more, told before somebody types on."""
    try:
        gate.require_editable(proposal, at)
    except Refused as refused:
        return str(refused)
    return ""
