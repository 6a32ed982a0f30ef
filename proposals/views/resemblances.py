"""Texts that resemble one another: the edition's list, and one proposal side by side with the others."""

import django_filters as filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, require
from proposals.models import Resemblance
from proposals.reads import resemblances as reads
from proposals.services import reading

from .screening import VIEW, overseen_edition, screened_proposal


class ResemblanceFilterSet(filters.FilterSet):
    q = filters.CharFilter(label=_("Cari judul"), method="by_title", max_length=100)

    class Meta:
        model = Resemblance
        fields: list[str] = []

    def by_title(self, rows, name, value):
        return rows.filter(version__proposal__title__icontains=value)


class ResemblanceList(FilteredListView):
    access = "competitions.oversee_edition"
    model = Resemblance
    filterset_class = ResemblanceFilterSet
    template_name = "proposals/resemblance_list.html"

    def get_permission_object(self):
        return overseen_edition(self.request, self.kwargs["slug"])

    def get_queryset(self):
        return reads.listing(self.request.edition, self.request.user)

    def get_context_data(self, **kwargs):
        edition = self.request.edition
        extra = {"edition": edition, "comparing": reads.still_comparing(edition)}
        return super().get_context_data(**kwargs) | extra


@require_safe
@access(VIEW)
def resemblances(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    proposal = screened_proposal(request, slug, code)
    require(request.user, VIEW, proposal)
    reading.note(subject=f"proposal:{proposal.code}", by=request.user, at=arrival(request))
    context = {
        "edition": proposal.competition,
        "proposal": proposal,
        "likenesses": reads.likenesses(proposal, request.user),
        "is_compared": reads.is_compared(proposal),
    }
    return render(request, "proposals/resemblance_detail.html", context)
