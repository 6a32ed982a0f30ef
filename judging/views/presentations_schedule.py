"""The announced timetable for its people: a juror's day, an entrant's turn, and both as calendar files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from judging.reads import integrity
from judging.reads import presentations as reads
from judging.views.presentations import room_of
from judging.views.presentations_day import FOLLOW, followed, oversees
from kipp.lib import ical
from kipp.lib.web import SIGNED_IN, access, require, visible_or_404
from proposals.models import Proposal

VIEW = "proposals.view_proposal"


@access(SIGNED_IN)
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """A juror the evening before, where to be and when; must not miss a room that was changed."""
    found = reads.schedules_of(request.user)
    editions = {each.stage.competition for each in found}
    request.edition = editions.pop() if len(editions) == 1 else None
    context = {"schedules": found, "owed": integrity.owed_by(request.user)}
    return render(request, "judging/timetable_schedule.html", context)


@access(FOLLOW)
@require_GET
def timetable_ics(request: HttpRequest, code: str) -> HttpResponse:
    """All turns of a stage, those of `?ruang=2`, or with `?saya=1` those that the juror scores."""
    timetable = followed(request, code)
    is_overseer = oversees(request, timetable)
    if not is_overseer and integrity.is_missing(request.user, timetable.stage.competition):
        return redirect("judging:schedule")
    room = room_of(request, timetable) if "ruang" in request.GET else None
    sheets = reads.own_sheets(request.user, timetable.stage)
    is_masked = timetable.stage.is_blind and not is_overseer
    found = reads.schedule(timetable, sheets=sheets, is_masked=is_masked)
    events = reads.events(found, room=room, is_own="saya" in request.GET)
    return _file(timetable, events)


@access(VIEW)
@require_GET
def presentation(request: HttpRequest, code: str) -> HttpResponse:
    """The agency's staff, telling the head when and where; must not read a time that no longer holds."""
    proposal, found = _appointment(request, code)
    request.edition = proposal.competition
    return render(request, "judging/timetable_entrant.html", {"proposal": proposal, "found": found})


@access(VIEW)
@require_GET
def presentation_ics(request: HttpRequest, code: str) -> HttpResponse:
    proposal, found = _appointment(request, code)
    return _file(found.timetable, [reads.appointment_event(found, proposal)])


def _appointment(request: HttpRequest, code: str) -> tuple[Proposal, reads.Appointment]:
    proposals = Proposal.objects.visible_to(request.user).select_related("competition", "agency")
    proposal = visible_or_404(proposals, code=code)
    require(request.user, VIEW, proposal)
    found = reads.appointment(proposal)
    if found is None:
        raise Http404
    return proposal, found


def _file(timetable, events: list[ical.Event]) -> HttpResponse:
    stage = timetable.stage
    body = ical.calendar(stage.name, events, stamped_at=timetable.published_at, sequence=timetable.revision)
    response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="jadwal-{stage.code}.ics"'
    return response
