"""The day of presentations: who leads it, the screen of the room, the phones that follow."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from judging.forms.attendance import AttendanceForm
from judging.forms.presentations import ArrivalForm, TurnForm
from judging.models import Slot, Timetable, Turn
from judging.reads import integrity
from judging.reads import turns as reads
from judging.services import attendance
from judging.services import turns as verbs
from judging.views.panel import MANAGE, WATCH
from judging.views.presentations import room_of, timetable_of
from kipp.lib.errors import Refused
from kipp.lib.web import SIGNED_IN, access, arrival, require, visible_or_404
from proposals.enums import Attendance

FOLLOW = "judging.follow_timetable"


@access(WATCH)
@require_GET
def day(request: HttpRequest, code: str) -> HttpResponse:
    """Who leads the room, standing, the next agency at the door; must not start the wrong clock."""
    return _show(request, timetable_of(request, code, WATCH))


def _show(
    request: HttpRequest, found: Timetable, unsaid: dict | None = None, status: int = 200
) -> HttpResponse:
    number = room_of(request, found)
    room = reads.day(found, number, arrival(request))
    context = {
        "stage": found.stage,
        "timetable": found,
        "room": room,
        "number": number,
        "may_lead": request.user.has_perm(MANAGE, found.stage) and not found.stage.is_closed,
        "unsaid": unsaid,
    }
    return render(request, "judging/timetable_day.html", context, status=status)


@access(MANAGE)
@require_POST
def turn_go(request: HttpRequest, code: str) -> HttpResponse:
    found = timetable_of(request, code, MANAGE)
    room = room_of(request, found)
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Muat ulang halaman, lalu ulangi."), status=422)
    turn = visible_or_404(Turn.objects.filter(timetable=found), room=room)
    slot = visible_or_404(Slot.objects.filter(timetable=found), code=form.cleaned_data["slot"])
    verbs.go(
        turn=turn,
        by=request.user,
        at=arrival(request),
        slot=slot,
        phase=form.cleaned_data["phase"],
        revision=form.cleaned_data["revision"],
    )
    return _back(found, room)


@access(MANAGE)
@require_POST
def arrive(request: HttpRequest, code: str, slot_code: str) -> HttpResponse:
    found = timetable_of(request, code, MANAGE)
    slot = _slot(found, slot_code)
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return _show(request, found, _unsaid(slot, _("Periksa jumlah pendamping.")), status=422)
    try:
        verbs.receive(slot=slot, by=request.user, at=arrival(request), **form.arrival())
    except Refused as refused:
        return _show(request, found, _unsaid(slot, refused.message), status=refused.status)
    return _back(found, slot.room, slot)


@access(MANAGE)
@require_POST
def stay_away(request: HttpRequest, code: str, slot_code: str) -> HttpResponse:
    """Nobody came: the same record as on the page of attendance, and never a zero."""
    found = timetable_of(request, code, MANAGE)
    slot = _slot(found, slot_code)
    note = request.POST.get("keterangan", "")
    form = AttendanceForm({"kehadiran": "tidak-hadir", "keterangan": note})
    if not form.is_valid():
        return _show(
            request, found, _unsaid(slot, _("Keterangan paling panjang 300 huruf."), note), status=422
        )
    try:
        attendance.record(
            entry=slot.entry, by=request.user, at=arrival(request), attendance=Attendance.ABSENT, note=note
        )
    except Refused as refused:
        return _show(request, found, _unsaid(slot, refused.message, note), status=refused.status)
    return _back(found, slot.room, slot)


def _unsaid(slot: Slot, message: str, note: str = "") -> dict[str, object]:
    """What was refused, where it was typed."""
    return {"slot": slot, "message": message, "note": note}


def _slot(found: Timetable, slot_code: str) -> Slot:
    rows = Slot.objects.filter(timetable=found, entry__isnull=False).select_related("entry", "timetable")
    return visible_or_404(rows, code=slot_code)


def _back(found: Timetable, room: int, slot: Slot | None = None) -> HttpResponse:
    anchor = f"#giliran-{slot.code}" if slot else ""
    return redirect(f"{reverse('judging:day', args=[found.stage.code])}?ruang={room + 1}{anchor}")


def followed(request: HttpRequest, code: str) -> Timetable:
    """An announced timetable before its overseers and its jurors."""
    rows = Timetable.objects.visible_to(request.user).filter(published_at__isnull=False)
    found = visible_or_404(rows.select_related("stage__competition__organiser"), stage__code=code)
    require(request.user, FOLLOW, found)
    return found


def oversees(request: HttpRequest, found: Timetable) -> bool:
    return request.user.has_perm(WATCH, found.stage)


@access(FOLLOW)
@require_GET
def live(request: HttpRequest, code: str) -> HttpResponse:
    """A whole room at a projector, a juror at a phone; must not show the agency where a stage is blind."""
    found = followed(request, code)
    if not oversees(request, found) and integrity.is_missing(request.user, found.stage.competition):
        return redirect("judging:schedule")
    number = room_of(request, found)
    is_masked = found.stage.is_blind
    scene = reads.scene(found, number, request.user, arrival(request), is_masked=is_masked)
    if scene is None:
        raise Http404
    context = {"stage": found.stage, "timetable": found, "scene": scene, "number": number}
    return render(request, "judging/live_screen.html", context)


@access(SIGNED_IN)
@require_GET
def turns_json(request: HttpRequest, code: str) -> HttpResponse:
    """Every screen and phone asks for this each three seconds: a number a room, mostly unchanged."""
    rooms = reads.revisions(request.user, code)
    if rooms is None:
        raise Http404
    etag = '"' + ".".join(f"{room}-{revision}" for room, revision in rooms.items()) + '"'
    response = JsonResponse({"rooms": rooms})
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@access(SIGNED_IN)
@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """A strip on a juror's pages: whose turn it is, and the way to the sheet. Nothing on other days."""
    turns = reads.own_turns(request.user, arrival(request))
    if not turns:
        return HttpResponse(status=204)
    return render(request, "judging/live_strip.html", {"turns": turns})
