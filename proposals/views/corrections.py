"""The secretariat returns a proposal to be mended, or ends that early."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.corrections import CorrectionForm
from proposals.models import Proposal
from proposals.reads import corrections as reads
from proposals.services import corrections as verbs

SCREEN = "proposals.screen_proposal"


def _screened(request: HttpRequest, slug: str, code: str) -> Proposal:
    rows = Proposal.objects.overseen_by(request.user).for_page()
    proposal = visible_or_404(rows, competition__slug=slug, code=code)
    require(request.user, SCREEN, proposal)
    request.edition = proposal.competition
    return proposal


@access(SCREEN)
def ask(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """An officer who found a missing signature; the agency must know exactly what to mend, and until when."""
    proposal = _screened(request, slug, code)
    page = reads.page(proposal, arrival(request))
    form = CorrectionForm(
        request.POST or None,
        competition=proposal.competition,
        at=arrival(request),
        note=page.suggestion,
        before=page.next_stage.opens_at if page.next_stage else None,
    )
    if request.method != "POST":
        return _show(request, page, form)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        verbs.ask(version=page.version, by=request.user, at=arrival(request), **form.values())
    except Refused as refused:
        return _show(request, page, form, refused=refused, status=refused.status)
    messages.success(request, _("Proposal dikembalikan. Instansi sudah diberi tahu."))
    return redirect("proposals:screening", slug=slug, code=code)


@require_POST
@access(SCREEN)
def lift(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    proposal = _screened(request, slug, code)
    reason = request.POST.get("reason", "")
    try:
        verbs.lift(proposal=proposal, by=request.user, at=arrival(request), reason=reason)
    except Refused as refused:
        page = reads.page(proposal, arrival(request))
        form = CorrectionForm(competition=proposal.competition, at=arrival(request))
        return _show(request, page, form, refused=refused, status=refused.status)
    messages.success(request, _("Perbaikan dicabut. Versi yang terkirim sebelumnya berlaku."))
    return redirect("proposals:screening", slug=slug, code=code)


def _show(
    request: HttpRequest,
    page: reads.ReturnPage,
    form: CorrectionForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "proposal": page.proposal,
        "edition": page.proposal.competition,
        "form": form,
        "refused": refused,
        "now": arrival(request),
    }
    return render(request, "proposals/correction_ask.html", context, status=status)
