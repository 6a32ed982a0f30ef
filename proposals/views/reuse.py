"""A new proposal of an innovation that the agency wrote about before."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from competitions.models import Competition
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.reuse import AgainForm
from proposals.models import Innovation, Proposal
from proposals.reads import reuse as reuse_reads
from proposals.services import gate, starting

START = "proposals.start_proposal"


@access(START)
def start_again(request, slug, code):
    """A year later; must see what comes along and what is asked anew before anything is copied."""
    editions = Competition.objects.visible_to(request.user).prefetch_related("extensions")
    competition = visible_or_404(editions, slug=slug)
    own = Innovation.objects.entered_by(request.user).filter(code=code)
    proposals = list(reuse_reads.with_sources(Proposal.objects.filter(innovation__in=own)))
    if not proposals:
        raise Http404
    innovation = proposals[0].innovation
    require(request.user, START)
    at = arrival(request)
    gate.require_open(competition, innovation.agency, at)
    present = next((row for row in proposals if reuse_reads.takes_part(row, competition)), None)
    if present is not None and request.method != "POST":
        messages.info(request, _("Inovasi ini sudah punya proposal pada edisi ini."))
        return redirect("proposals:detail", present.code)
    preview = reuse_reads.preview([row for row in proposals if row != present] or proposals, competition)
    form = AgainForm(request.POST or None, user=request.user, preview=preview)
    if request.method == "POST" and form.is_valid():
        proposal = starting.start(
            competition=competition,
            agency=innovation.agency,
            innovation=innovation,
            by=request.user,
            at=at,
            **form.cleaned_data,
        )
        messages.success(request, _("Draf dibuat. Semua yang Anda tulis tersimpan sendiri."))
        return redirect("proposals:edit", proposal.code)
    request.edition = competition
    context = {"form": form, "competition": competition, "innovation": innovation, "preview": preview}
    status = 422 if form.is_bound else 200
    return render(request, "proposals/innovation_reuse.html", context, status=status)
