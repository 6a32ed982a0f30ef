"""The juror's queue: what waits, in the own order, where to go on, and opening several readings at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from judging.forms.reading_marks import OpeningForm, QueueForm
from judging.reads import calibration_round, field_phone, integrity
from judging.reads import queue as reads
from judging.reads import sheet as sheet_reads
from judging.services import scoring_sheets
from judging.views.juror import go_to
from kipp.lib.queries import PAGE
from kipp.lib.web import SIGNED_IN, access, arrival

A_PAGE = 50
AT_ONCE = 10  # as many as a browser keeps for a line that breaks


@access(SIGNED_IN)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """A juror with a free quarter of an hour; must see what is left, until when, and where to go on."""
    desks = reads.desks(request.user, arrival(request))
    stage, part = QueueForm(request.GET).wanted()
    chosen = next((desk for desk in desks if desk.stage.code == stage), desks[0] if desks else None)
    editions = {desk.stage.competition for desk in desks}
    request.edition = editions.pop() if len(editions) == 1 else None
    context = {
        "desks": desks,
        "chosen": chosen,
        "part": part,
        "page_obj": Paginator(chosen.listed(part) if chosen else [], A_PAGE).get_page(request.GET.get(PAGE)),
        "opened": [code for desk in desks if desk.is_open for code in desk.opened],
        "now": arrival(request),
        "unsigned": integrity.owed_by(request.user),
        "turns": calibration_round.turns_of(request.user),
        "visits": field_phone.waiting_for(request.user),
    }
    return render(request, "judging/queue_list.html", context)


@access(SIGNED_IN)
@require_GET
def resume(request: HttpRequest, stage_code: str | None = None) -> HttpResponse:
    """From a mail, between two lectures: the half-done reading, else the next unread one, else the queue."""
    return go_to(reads.resumed(request.user, arrival(request), stage_code))


@access(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, stage_code: str) -> HttpResponse:
    """Before a train ride: the next readings past the gate at once; no conflict may slip through unread."""
    desks = reads.desks(request.user, arrival(request))
    desk = next((desk for desk in desks if desk.stage.code == stage_code and desk.takes_scores), None)
    if desk is None:
        raise Http404
    request.edition = desk.stage.competition
    waiting = desk.unopened[:AT_ONCE]
    form = OpeningForm(request.POST or None, codes=[item.code for item in waiting])
    if request.method == "GET" or not form.is_valid():
        context = {"desk": desk, "items": waiting, "form": form}
        return render(
            request, "judging/queue_prepare.html", context, status=422 if request.method == "POST" else 200
        )
    chosen = sheet_reads.readable_by(request.user).filter(code__in=form.cleaned_data["codes"])
    scoring_sheets.open_many(
        assignments=list(chosen.in_reading_order()), by=request.user, at=arrival(request)
    )
    messages.success(request, _("Proposal itu terbuka untuk dibaca, juga tanpa jaringan di perangkat ini."))
    return redirect("judging:queue")
