"""The form as an entrant of a chosen track sees it, for the bureau that builds it."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competitions.models import Competition
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.entrant import HeaderForm, MemberFormSet
from proposals.reads import form_preview
from proposals.services import attachments

MANAGE = "competitions.manage_edition"


@require_safe
@access(MANAGE)
def show(request, slug):
    """`?jalur=` is the track; a track that is not of this edition is the first."""
    editions = Competition.objects.overseen_by(request.user).select_related("organiser")
    competition = visible_or_404(editions, slug=slug)
    request.edition = competition
    require(request.user, MANAGE, competition)
    tracks = list(competition.tracks.all())
    wanted = request.GET.get("jalur")
    track = next((row for row in tracks if str(row.pk) == wanted), tracks[0] if tracks else None)
    page = form_preview.page(competition, track, arrival(request))
    header = HeaderForm(proposal=page.proposal)
    header.fields["track"].choices = [(row.pk, row.name) for row in tracks]  # read once
    context = {
        "page": page,
        "proposal": page.proposal,
        "competition": competition,
        "tracks": tracks,
        "chosen": track,
        "header": header,
        "team": MemberFormSet(prefix="team"),
        "limit": settings.MAX_UPLOAD_BYTES,
        "too_large": attachments.too_large().message,
    }
    return render(request, "proposals/form_preview.html", context)
