"""The published participation figure, for the public and the press."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from competitions.models import Competition
from judging.reads import published_participation as reads
from kipp.lib.web import PUBLIC, access, visible_or_404


@access(PUBLIC)
def public_participation(request: HttpRequest, slug: str) -> HttpResponse:
    """A reporter who wants one number and the list behind it; nothing of drafts."""
    competition = visible_or_404(Competition.objects.visible_to(request.user), slug=slug)
    request.edition = competition
    context = {"competition": competition, "found": reads.of_edition(competition)}
    return render(request, "judging/public_participation.html", context)
