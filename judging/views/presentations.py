"""The bureau's board of a presentation day: rooms, times, order, lot, breaks, announcement."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competitions.models import Stage
from judging.forms.presentations import BreakForm, DrawForm, MoveForm, RevisionForm, SettingsForm
from judging.models import Slot, Timetable
from judging.reads import timetables as reads
from judging.services import announcing
from judging.services import timetables as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, visible_or_404


def timetable_of(request: HttpRequest, code: str, permission: str) -> Timetable:
    """A stage has none until the bureau lays it."""
    stage = scoring_stage(request, code, permission)
    timetable = visible_or_404(Timetable.objects.visible_to(request.user), stage=stage)
    timetable.stage = stage
    return timetable


@access(WATCH)
@require_GET
def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau two weeks before the day, rooms booked; must not tell an agency a time that then moves."""
    stage = scoring_stage(request, code, WATCH)
    found = Timetable.objects.filter(stage=stage).first()
    may_manage = request.user.has_perm(MANAGE, stage) and not stage.is_closed
    context = {"stage": stage, "may_manage": may_manage, "board": None}
    if found is not None:
        found.stage = stage
        context["board"] = reads.board(found)
    return render(request, "judging/timetable_board.html", context)


@access(MANAGE)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a timetable, or change when it begins, its minutes and its rooms."""
    stage = scoring_stage(request, code, MANAGE)
    found = Timetable.objects.filter(stage=stage).first() or Timetable(stage=stage)
    found.stage = stage
    form = SettingsForm(request.POST or None, timetable=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _store(request, stage, found, form)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {"stage": stage, "form": form, "is_new": not found.pk}
    context["rooms_title"] = _("Ruang")
    context["rooms_help"] = _(
        "Kosongkan nama ruang terakhir untuk menghapusnya. Simpan untuk menambah satu lagi."
    )
    return render(request, "judging/timetable_settings.html", context, status=status)


def _store(request: HttpRequest, stage: Stage, found: Timetable, form: SettingsForm) -> HttpResponse:
    said = {"by": request.user, "at": arrival(request), "settings": form.settings()}
    if found.pk:
        verbs.change(timetable=found, revision=form.cleaned_data["revision"], **said)
    else:
        verbs.lay(stage=stage, **said)
    messages.success(request, _("Jadwal disimpan. Belum ada yang diberi tahu."))
    return redirect("judging:timetable", code=stage.code)


@access(MANAGE)
@require_POST
def move(request: HttpRequest, code: str, slot_code: str) -> HttpResponse:
    found = timetable_of(request, code, MANAGE)
    slot = _slot(found, slot_code)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Pilih tempat yang dituju."), status=422)
    verbs.move(slot=slot, by=request.user, at=arrival(request), **form.target())
    return redirect(f"{reverse('judging:timetable', args=[code])}#giliran-{slot_code}")


@access(MANAGE)
@require_http_methods(["GET", "POST"])
def break_add(request: HttpRequest, code: str) -> HttpResponse:
    """Lunch, prayers, the night between two days; must not push a turn beyond the hour that was booked."""
    found = timetable_of(request, code, MANAGE)
    board = reads.board(found)
    form = BreakForm(request.POST or None, board=board)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _insert(request, found, form)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    return render(
        request, "judging/timetable_break.html", {"stage": found.stage, "form": form}, status=status
    )


def _insert(request: HttpRequest, found: Timetable, form: BreakForm) -> HttpResponse:
    data = form.cleaned_data
    slot = verbs.add_break(
        timetable=found,
        by=request.user,
        at=arrival(request),
        revision=data["revision"],
        label=data["label"],
        minutes=data["minutes"] or 0,
        resumes_at=data["resumes_at"],
        **form.place(),
    )
    return redirect(f"{reverse('judging:timetable', args=[found.stage.code])}#giliran-{slot.code}")


@access(MANAGE)
@require_POST
def break_remove(request: HttpRequest, code: str, slot_code: str) -> HttpResponse:
    found = timetable_of(request, code, MANAGE)
    slot = _slot(found, slot_code)
    verbs.remove_break(slot=slot, by=request.user, at=arrival(request), revision=_revision(request))
    messages.success(request, _("“%(label)s” dihapus dari jadwal.") % {"label": slot.label})
    return redirect("judging:timetable", code=code)


@access(MANAGE)
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """At the technical meeting, agencies watching; must not look as if the bureau chose the order."""
    found = timetable_of(request, code, MANAGE)
    form = DrawForm(request.POST or None, timetable=found)
    if request.method == "POST" and form.is_valid():
        verbs.draw(timetable=found, by=request.user, at=arrival(request), **form.cleaned_data)
        messages.success(request, _("Urutan diundi. Periksa, lalu umumkan."))
        return redirect("judging:timetable", code=code)
    context = {"stage": found.stage, "timetable": found, "form": form}
    return render(request, "judging/timetable_draw.html", context, status=422 if form.is_bound else 200)


@access(MANAGE)
@require_POST
def complete(request: HttpRequest, code: str) -> HttpResponse:
    found = timetable_of(request, code, MANAGE)
    verbs.complete(timetable=found, by=request.user, at=arrival(request), revision=_revision(request))
    messages.success(request, _("Semua proposal tahap ini mendapat giliran."))
    return redirect("judging:timetable", code=code)


@access(MANAGE)
@require_POST
def announce(request: HttpRequest, code: str) -> HttpResponse:
    found = timetable_of(request, code, MANAGE)
    announcing.announce(timetable=found, by=request.user, at=arrival(request), revision=_revision(request))
    messages.success(
        request, _("Jadwal diumumkan. Pengusul yang gilirannya berubah dan semua juri diberi tahu.")
    )
    return redirect("judging:timetable", code=code)


def _revision(request: HttpRequest) -> int:
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Muat ulang halaman, lalu ulangi."), status=422)
    return form.cleaned_data["revision"]


def _slot(found: Timetable, slot_code: str) -> Slot:
    rows = Slot.objects.filter(timetable=found).select_related("timetable", "entry__proposal__agency")
    return visible_or_404(rows, code=slot_code)


def room_of(request: HttpRequest, found: Timetable) -> int:
    """`?ruang=2` is the second room; without it the first."""
    words = request.POST.get("ruang") or request.GET.get("ruang") or "1"
    if not words.isdecimal() or len(words) > 2 or not 1 <= int(words) <= max(len(found.rooms), 1):
        raise Http404
    return int(words) - 1
