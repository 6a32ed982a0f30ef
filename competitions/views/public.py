from django.http import HttpResponse
from django.shortcuts import render

from agencies import roles
from competitions.filters import CompetitionFilter
from competitions.models import Competition, StageRules
from competitions.reads import editions, extensions, stage_rules
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
        "extensions": extensions.shown_to(user, competition),
        "edition": competition,
        "now": arrival(request),
        "may_enter": not user.is_authenticated or bool(user.agency_ids(roles.ENTRANT_ROLES)),
        "may_manage": user.has_perm("competitions.manage_edition", competition),
    }
    return render(request, "competitions/competition_detail.html", context)


@access(PUBLIC)
def rules(request, slug, code):
    """Who doubts a result comes here, in no hurry, to see that nobody made the rules after the scores."""
    frozen = _frozen_rules(request, slug, code)
    stage = editions.lined_stages().select_related("competition").get(pk=frozen.stage_id)
    context = {
        "edition": request.edition,
        "rules": frozen,
        "line": editions.line(stage),
        "is_intact": stage_rules.is_intact(frozen, stage),
    }
    return render(request, "competitions/stage_rules.html", context)


@access(PUBLIC)
def rules_json(request, slug, code):
    """The very bytes that were hashed."""
    frozen = _frozen_rules(request, slug, code)
    answer = HttpResponse(frozen.payload, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="aturan-{frozen.sha256[:12]}.json"'
    return answer


def _frozen_rules(request, slug, code) -> StageRules:
    competition = visible_or_404(Competition.objects.visible_to(request.user), slug=slug)
    request.edition = competition
    return visible_or_404(StageRules.objects.filter(stage__competition=competition), stage__code=code)
