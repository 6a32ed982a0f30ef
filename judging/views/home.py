"""The first screen of everybody, and the bureau's way into its editions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.models import Notice, User
from competitions.models import Competition
from judging.reads import board
from judging.reads.duties import duties
from kipp.lib.web import PUBLIC, access, arrival, require, visible_or_404

NOTICES = 3


@access(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    at = arrival(request)
    editions = Competition.objects.visible_to(request.user).for_list()[:6]
    cards = [(edition, edition.phase_at(at), edition.closing()) for edition in editions]
    context = {"cards": cards, "at": at}
    if request.user.is_authenticated:
        context |= {"duties": duties(request.user, at), "notices": _latest_notices(request.user)}
    return render(request, "judging/home.html", context)


def _latest_notices(user: User) -> list[Notice]:
    """No query for those who have read everything: how many are unread is known already."""
    if not user.unread_notices:
        return []
    return list(Notice.objects.visible_to(user).unread().newest_first()[:NOTICES])


@access("competitions.create_edition")
def bureau_home(request: HttpRequest) -> HttpResponse:
    at = arrival(request)
    editions = Competition.objects.overseen_by(request.user).for_list()
    if not editions:
        require(request.user, "competitions.create_edition")
    cards = [(edition, edition.phase_at(at), edition.closing()) for edition in editions]
    return render(request, "judging/bureau_home.html", {"cards": cards, "at": at})


@access("competitions.oversee_edition")
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    at = arrival(request)
    overseen = Competition.objects.overseen_by(request.user).select_related("organiser")
    competition = visible_or_404(overseen.prefetch_related("extensions", "stages", "groups"), slug=slug)
    require(request.user, "competitions.oversee_edition", competition)
    request.edition = competition
    may_publish = request.user.has_perm("competitions.announce_edition", competition)
    context = {
        "competition": competition,
        "steps": board.steps(competition, at, may_publish=may_publish),
        "funnel": board.funnel(competition),
        "may_manage": request.user.has_perm("competitions.manage_edition", competition),
        "at": at,
    }
    return render(request, "judging/edition.html", context)
