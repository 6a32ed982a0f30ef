"""Beside the desk: the history of one proposal, and the sentences for reasons."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kipp.lib.errors import Stale
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.screening_letters import ReasonTextsForm
from proposals.models import Proposal
from proposals.reads import screening as desk_reads
from proposals.reads import screening_history as reads
from proposals.services import screening_reasons as reasons

from .screening import VIEW, overseen_edition

RUN = "competitions.manage_edition"
PAGE = 50


@access(VIEW)
def screening_history(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Who did what with a proposal, and who saw it."""
    edition = overseen_edition(request, slug)
    submitted = Proposal.objects.overseen_by(request.user).filter(competition=edition)
    proposal = visible_or_404(submitted.select_related("agency"), code=code)
    proposal.competition = edition
    require(request.user, VIEW, proposal)
    only_seen = request.GET.get("hanya") == "dibuka"
    names = reads.files(proposal)
    page = Paginator(reads.events(proposal, names, only_seen=only_seen), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "edition": edition,
        "proposal": proposal,
        "lines": reads.lines(list(page.object_list), names),
        "page_obj": page,
        "only_seen": only_seen,
    }
    return render(request, "proposals/screening_history.html", context)


@access(RUN)
def screening_reasons(request: HttpRequest, slug: str) -> HttpResponse:
    """The sentences of one edition, one a line."""
    edition = overseen_edition(request, slug)
    require(request.user, RUN, edition)
    texts = [sentence.text for sentence in desk_reads.reason_texts(edition.pk)]
    initial = {"texts": "\n".join(texts), "standing": reasons.fingerprint(texts)}
    form = ReasonTextsForm(request.POST or None, initial=initial)
    status, stored = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reasons.save(edition=edition, by=request.user, at=arrival(request), **form.cleaned_data)
            except Stale as stale:
                status, stored, form = stale.status, stale.current, _again(request, initial["standing"])
            else:
                messages.success(request, _("Kalimat alasan disimpan."))
                return redirect("proposals:screening_reasons", slug=slug)
    context = {"edition": edition, "form": form, "stored": stored}
    return render(request, "proposals/screening_reasons.html", context, status=status)


def _again(request: HttpRequest, standing: str) -> ReasonTextsForm:
    """What was typed, against the list that stands now: whoever sends it again has seen both."""
    data = request.POST.copy()
    data["standing"] = standing
    return ReasonTextsForm(data)
