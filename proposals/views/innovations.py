"""Innovations over the years: the list, their awards, and which one a draft speaks of."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kipp.lib.lists import FilteredListView
from kipp.lib.web import SIGNED_IN, access, arrival, require, visible_or_404
from proposals.filters import InnovationFilterSet
from proposals.forms.innovations import LinkForm
from proposals.forms.recognition import RecognitionForm, RevocationForm
from proposals.models import Innovation, Proposal
from proposals.reads import innovations as innovation_reads
from proposals.reads import reuse as reuse_reads
from proposals.services import innovations, recognitions

RECOGNISE, REVOKE = "proposals.recognise_innovation", "proposals.revoke_recognition"
EDIT = "proposals.edit_innovation"


class InnovationList(FilteredListView):
    """A new officer: what do we have, and what has it won? The bureau: whom can we send to the province?"""

    access = SIGNED_IN
    model = Innovation
    filterset_class = InnovationFilterSet
    template_name = "proposals/innovation_list.html"
    sorts = {"title": "shown_title", "agency": "agency__name", "year": "last_year"}
    ordering = ("-last_year", "shown_title", "pk")

    def get_queryset(self):
        return innovation_reads.listed(self.request.user).order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["rows"] = innovation_reads.rows(context["page_obj"].object_list, self.request.user)
        return context


def seen_innovation(request, code: str) -> Innovation:
    return visible_or_404(innovation_reads.listed(request.user), code=code)


@access(RECOGNISE)
def recognise(request, code):
    """Somebody with a certificate from elsewhere in hand."""
    innovation = seen_innovation(request, code)
    require(request.user, RECOGNISE, innovation)
    form = RecognitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = arrival(request)
        recognitions.enter(innovation=innovation, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("Penghargaan dicatat."))
        return redirect("judging:innovation", innovation.code)
    context = {"innovation": innovation, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "proposals/innovation_recognise.html", context, status=status)


@access(REVOKE)
def revoke(request, code, recognition_pk):
    """A slip of the one who recorded it, or an award that the bureau withdraws; must say why."""
    innovation = seen_innovation(request, code)
    standing = innovation.recognitions.filter(revoked_at=None)
    recognition = visible_or_404(standing, pk=recognition_pk)
    require(request.user, REVOKE, recognition)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recognitions.revoke(
            recognition=recognition, by=request.user, at=arrival(request), **form.cleaned_data
        )
        messages.success(request, _("Penghargaan dicabut. Alasannya tercatat."))
        return redirect("judging:innovation", innovation.code)
    context = {
        "innovation": innovation,
        "recognition": recognition,
        "error": " ".join(form.errors.get("reason", [])),
        "cancel_url": reverse("judging:innovation", args=[innovation.code]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "proposals/innovation_revoke.html", context, status=status)


@access(EDIT)
def link(request, code):
    """A writer who renamed an innovation, or started it as a new one by mistake."""
    proposals = Proposal.objects.visible_to(request.user).for_page().select_related("innovation")
    proposal = visible_or_404(proposals, code=code)
    require(request.user, EDIT, proposal.innovation)
    earlier = [
        one
        for one in reuse_reads.earlier([proposal.agency], proposal.competition)
        if one.present in (None, proposal) and one.innovation.agency_id == proposal.agency_id
    ]
    form = LinkForm(request.POST or None, earlier=earlier, present=proposal.innovation)
    if request.method == "POST" and form.is_valid():
        row = innovations.link(
            proposal=proposal, innovation=form.chosen(), by=request.user, at=arrival(request)
        )
        messages.success(request, _("Kaitan proposal disimpan."))
        return redirect("judging:innovation", row.innovation.code)
    request.edition = proposal.competition
    context = {"proposal": proposal, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "proposals/innovation_link.html", context, status=status)
