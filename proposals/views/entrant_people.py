"""The people of a proposal: who answers for it, who of other agencies works along."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.people import HandOnForm, ShareForm
from proposals.models import Proposal
from proposals.reads import people as reads
from proposals.services import people as verbs

MANAGE = "proposals.manage_proposal"


@access(MANAGE)
def people(request, code):
    """A writer whose colleague of another office should help; must not open more than this proposal."""
    proposal = _managed(request, code)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.share(proposal=proposal, by=request.user, at=arrival(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.message)
        else:
            messages.success(request, _("Orang ini sekarang ikut bekerja pada proposal."))
            return redirect("proposals:people", code)
    return _page(request, proposal, share=form)


@require_POST
@access(MANAGE)
def hand_on(request, code):
    """Somebody who leaves the post; must hand over all of it, to the right person."""
    proposal = _managed(request, code)
    form = HandOnForm(request.POST, colleagues=reads.colleagues(proposal))
    if not form.is_valid():
        return _page(request, proposal, hand_on=form)
    proposals = reads.owned_with(proposal) if form.cleaned_data["takes_all"] else [proposal]
    moved = verbs.hand_on(
        proposals=proposals, to=form.cleaned_data["to"], by=request.user, at=arrival(request)
    )
    sentence = ngettext("%(count)s proposal dialihkan.", "%(count)s proposal dialihkan.", len(moved))
    messages.success(request, sentence % {"count": len(moved)})
    return redirect("proposals:people", code)


@require_POST
@access(MANAGE)
def unshare(request, code, user_code):
    proposal = _managed(request, code)
    rows = proposal.collaborators.select_related("proposal", "user")
    collaborator = visible_or_404(rows, user__code=user_code)
    verbs.unshare(collaborator=collaborator, by=request.user, at=arrival(request))
    messages.success(request, _("%(name)s tidak ikut lagi.") % {"name": collaborator.user.name})
    return redirect("proposals:people", code)


def _managed(request, code) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).for_page().select_related("owner", "created_by")
    proposal = visible_or_404(rows, code=code)
    require(request.user, MANAGE, proposal)
    return proposal


def _page(request, proposal, *, share=None, hand_on=None):
    page = reads.page(proposal)
    request.edition = proposal.competition
    context = {
        "proposal": proposal,
        "page": page,
        "share": share or ShareForm(),
        "hand_on": hand_on or HandOnForm(colleagues=reads.colleagues(proposal)),
    }
    is_wrong = any(form is not None and form.errors for form in (share, hand_on))
    return render(request, "proposals/proposal_people.html", context, status=422 if is_wrong else 200)
