"""Who came to present: the list on the day, a tap for each."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from competitions.models import Stage
from judging.forms.attendance import AttendanceForm
from judging.reads import attendance as reads
from judging.services import attendance as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, visible_or_404
from proposals.enums import Attendance
from proposals.models import Entry

PAGE = 50
DONE = {
    Attendance.PRESENT: gettext_lazy("%(agency)s: hadir."),
    Attendance.ABSENT: gettext_lazy("%(agency)s: tidak hadir."),
    Attendance.UNKNOWN: gettext_lazy("%(agency)s: catatan kehadiran dihapus."),
}


@dataclass(frozen=True)
class Unsaid:
    """What was refused, where it was typed."""

    entry: Entry
    message: str
    note: str


@access(WATCH)
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau at the door with a phone, twelve agencies in a corridor; must not mark the wrong one."""
    return _show(request, scoring_stage(request, code, WATCH))


def _show(
    request: HttpRequest, stage: Stage, unsaid: Unsaid | None = None, status: int = 200
) -> HttpResponse:
    page = request.POST.get("page") or request.GET.get("page")
    context = {
        "stage": stage,
        "tally": reads.tally(stage),
        "page_obj": Paginator(reads.entries(stage), PAGE).get_page(page),
        "may_record": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
        "unsaid": unsaid,
    }
    return render(request, "judging/attendance_list.html", context, status=status)


@access(MANAGE)
@require_POST
def record(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    entry = visible_or_404(reads.entries(stage), code=entry_code)
    form = AttendanceForm(request.POST)
    note = request.POST.get("keterangan", "")
    if not form.is_valid():
        unsaid = Unsaid(entry, _("Pilih hadir atau tidak hadir; keterangan paling panjang 300 huruf."), note)
        return _show(request, stage, unsaid, status=422)
    said, note = form.attendance(), form.cleaned_data["keterangan"]
    try:
        verbs.record(entry=entry, by=request.user, at=arrival(request), attendance=said, note=note)
    except Refused as refused:
        return _show(request, stage, Unsaid(entry, refused.message, note), status=refused.status)
    messages.success(request, DONE[said] % {"agency": entry.proposal.agency.name})
    page = request.POST.get("page", "")
    query = f"?page={int(page)}" if page.isdecimal() and len(page) < 6 else ""
    return redirect(f"{reverse('judging:attendance', args=[stage.code])}{query}#entri-{entry.code}")
