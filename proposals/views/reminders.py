"""Who has not sent yet: what reminds them, when, and the button that reminds them now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.models import Competition
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.reads import reminders as reads
from proposals.services import reminders

MANAGE = "competitions.manage_edition"
A_PAGE = 25


@require_safe
@access(MANAGE)
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The bureau, a week before the deadline: who gets what, and when next?"""
    edition, at = _edition(request, slug), arrival(request)
    found = reads.unsent(edition, at)
    agencies = reads.by_agency(found)
    page = Paginator(agencies, A_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "edition": edition,
        "rows": [(row, row.waiting.next_at(at)) for row in reminders.preview(page.object_list, at)],
        "page_obj": page,
        "rounds": reads.rounds(found, at)[:3],
        "mute": sum(not waiting.first.has_people for waiting in agencies),
        "at": at,
    }
    return render(request, "proposals/reminder_list.html", context)


@require_POST
@access(MANAGE)
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """To those picked, or to all; the batch's own page shows the letters leaving or waiting."""
    edition, at = _edition(request, slug), arrival(request)
    agencies = request.POST.getlist("pilih")
    if request.POST.get("semua"):
        agencies = [waiting.agency.code for waiting in reads.by_agency(reads.unsent(edition, at))]
    batch = reminders.send_now(competition=edition, by=request.user, at=at, agencies=agencies)
    sentence = (
        _("Pengingat sudah ditulis. Baca, lalu kirim.")
        if batch.is_held
        else _("Pengingat sedang dikirim. Penerima juga melihatnya di portal.")
    )
    messages.success(request, sentence)
    return redirect("agencies:batch", code=batch.code)


def _edition(request: HttpRequest, slug: str) -> Competition:
    editions = Competition.objects.organised_by(request.user)
    edition = visible_or_404(editions.select_related("organiser").prefetch_related("extensions"), slug=slug)
    require(request.user, MANAGE, edition)
    request.edition = edition
    return edition
