from django.shortcuts import render

from agencies import roles
from competitions.filters import CompetitionFilter
from competitions.models import Competition
from competitions.reads import editions
from kipp.lib.lists import FilteredListView
from kipp.lib.web import PUBLIC, access, arrival, visible_or_404


class CompetitionList(FilteredListView):
    access = PUBLIC
    model = Competition
    filterset_class = CompetitionFilter
    template_name = "competitions/competition_list.html"
    ordering = ("-year", "name")
    sorts = {"name": "name", "year": "year", "closes": "closes_at"}

    def get_queryset(self):
        return super().get_queryset().for_list().order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        at = arrival(self.request)
        context["lines"] = [(row, row.phase_at(at), row.closing()) for row in context["object_list"]]
        context["now"] = at
        return context


@access(PUBLIC)
def detail(request, slug):
    competition = visible_or_404(
        Competition.objects.visible_to(request.user).select_related("organiser"), slug=slug
    )
    request.edition = competition
    user = request.user
    context = {
        "page": editions.load(competition, arrival(request)),
        "edition": competition,
        "now": arrival(request),
        "may_enter": not user.is_authenticated or bool(user.agency_ids(roles.ENTRANT_ROLES)),
        "may_manage": user.has_perm("competitions.manage_edition", competition),
    }
    return render(request, "competitions/competition_detail.html", context)
