"""What was sent, version by version, and what changed from one to another."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.models import Proposal, ProposalVersion
from proposals.reads import versions as reads
from proposals.services import reading

VIEW, EDIT, SCREENING = (
    "proposals.view_proposal",
    "proposals.edit_proposal",
    "proposals.view_screening",
)


def _opened(request: HttpRequest, code: str) -> Proposal:
    """Whoever may see the proposal."""
    proposal = visible_or_404(Proposal.objects.visible_to(request.user).for_page(), code=code)
    require(request.user, VIEW, proposal)
    return proposal.as_of(arrival(request))


def _show(request: HttpRequest, proposal: Proposal) -> None:
    """The edition stands on top; a look from outside the agency is written down."""
    request.edition = proposal.competition
    if not request.user.has_perm(EDIT, proposal):
        reading.note(subject=f"proposal:{proposal.code}", by=request.user, at=arrival(request))


@require_safe
@access(VIEW)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """An officer who returned a proposal: was everything mended, and nothing else changed?"""
    proposal = _opened(request, code)
    _show(request, proposal)
    is_own = request.user.has_perm(EDIT, proposal)
    found = reads.choices(proposal, arrival(request), with_unsent=is_own)
    chosen = request.GET
    context = {
        "proposal": proposal,
        "is_own": is_own,
        "may_screen": request.user.has_perm(SCREENING, proposal),
        "page": reads.comparison(found, chosen.get("dari", ""), chosen.get("ke", "")),
        "shows_all": chosen.get("semua") == "ya",
    }
    return render(request, "proposals/version_compare.html", context)


@require_safe
@access(VIEW)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    proposal = _opened(request, code)
    last = ProposalVersion.objects.filter(proposal=OuterRef("proposal")).order_by("-number")
    rows = proposal.versions.select_related("submitted_by", "correction", "screening")
    rows = rows.annotate(last_number=Subquery(last.values("number")[:1]))
    found = visible_or_404(rows, number=number)
    _show(request, proposal)
    oversees = request.user.has_perm(SCREENING, proposal)
    context = {
        "proposal": proposal,
        "is_own": request.user.has_perm(EDIT, proposal),
        "page": reads.page(found, arrival(request), with_findings=oversees),
        "may_screen": oversees,
    }
    return render(request, "proposals/version_detail.html", context)
