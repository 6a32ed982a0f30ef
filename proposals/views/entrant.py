"""An agency's own proposals: the list, a new one, and one with what comes next."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from competitions.models import Competition
from kipp.lib.lists import FilteredListView
from kipp.lib.web import SIGNED_IN, access, arrival, require, visible_or_404
from proposals.filters import OwnProposalFilterSet
from proposals.forms.entrant import StartForm
from proposals.models import Proposal
from proposals.reads import detail as detail_page
from proposals.reads import listing, reuse
from proposals.services import gate, reading, starting

from . import own_time

START, VIEW, EDIT = "proposals.start_proposal", "proposals.view_proposal", "proposals.edit_proposal"


class OwnProposalList(FilteredListView):
    """Staff of an agency, days before the deadline; must not miss which draft still lacks something."""

    access = SIGNED_IN
    model = Proposal
    filterset_class = OwnProposalFilterSet
    template_name = "proposals/proposal_list.html"
    sorts = {"title": "title", "status": "status", "saved": "saved_at"}
    ordering = ("-saved_at", "pk")

    def get_queryset(self):
        own = Proposal.objects.entered_by(self.request.user)
        return own.for_page().order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["now"] = arrival(self.request)
        context["rows"] = listing.rows(context["page_obj"].object_list, context["now"])
        return context


@access(START)
def start(request, slug):
    """Staff who found the call; must not file under the wrong agency."""
    editions = Competition.objects.visible_to(request.user).prefetch_related("extensions")
    competition = visible_or_404(editions, slug=slug)
    require(request.user, START)
    at = arrival(request)
    form = StartForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        proposal = starting.start(competition=competition, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("Draf dibuat. Semua yang Anda tulis tersimpan sendiri."))
        return redirect("proposals:edit", proposal.code)
    if not form.is_bound:
        gate.require_open_for_some(competition, form.fields["agency"].queryset, at)
    request.edition = competition
    own = form.fields["agency"].queryset
    context = {"form": form, "competition": competition, "earlier": reuse.earlier(own, competition)}
    return render(request, "proposals/proposal_start.html", context, status=422 if form.is_bound else 200)


@access(VIEW)
def detail(request, code):
    """The agency after sending, and the organiser who looks something up: where does it stand?"""
    rows = Proposal.objects.visible_to(request.user).with_share_of(request.user).for_page()
    proposal = visible_or_404(rows, code=code)
    require(request.user, VIEW, proposal)
    at = arrival(request)
    proposal.as_of(at)
    is_own = request.user.has_perm(EDIT, proposal)
    if not is_own:
        reading.note(subject=f"proposal:{proposal.code}", by=request.user, at=at)
    request.edition = proposal.competition
    if is_own:
        own_time.show(request, proposal)
    context = {
        "status_kind": detail_page.status_kind(proposal.status),
        "page": detail_page.page(proposal, at),
        "proposal": proposal,
        "is_own": is_own,
        "may_manage": request.user.has_perm("proposals.manage_proposal", proposal),
        "may_submit": request.user.has_perm("proposals.submit_proposal", proposal),
    }
    return render(request, "proposals/proposal_detail.html", context)
