"""A visit for those whom it concerns: who goes, who is visited, and who scores the entry."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from judging.forms.field import AnswerForm, HostForm
from judging.models import FieldVisit
from judging.reads import field as reads
from judging.reads import field_scores
from judging.reads import minutes as minutes_reads
from judging.services import field_visits as verbs
from judging.views.juror import SCORE, own_assignment
from kipp.lib import files, ical
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from kipp.lib.web import access, arrival, require, visible_or_404

VIEW, RECEIVE = "judging.view_visit", "judging.receive_visit"


@access(VIEW)
@require_safe
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """The agency between planning and minutes: who comes, when, and what did they find?

    Must not miss that its answer is awaited, nor take a finding for a score.
    """
    return _show(request, _visit(request, code, VIEW))


@access(RECEIVE)
@require_POST
def name_host(request: HttpRequest, code: str) -> HttpResponse:
    """The agency's staff, a week before: must not leave the visitors before a locked door."""
    found = _visit(request, code, RECEIVE)
    form = HostForm(request.POST)
    if not form.is_valid():
        return _show(request, found, host=form, status=422)
    name, post = form.cleaned_data["host_name"], form.cleaned_data["host_post"]
    verbs.name_host(visit=found, by=request.user, at=arrival(request), name=name, post=post)
    messages.success(request, _("Penerima kunjungan disimpan."))
    return redirect("judging:visit", code)


@access(RECEIVE)
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The head reads what was found, with the minutes to be signed; must not agree unread."""
    found = _visit(request, code, RECEIVE)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, reply=form, status=422)
    try:
        verbs.answer(visit=found, by=request.user, at=arrival(request), **form.answer())
    except Refused as refused:
        form.add_error(None, refused.message)
        return _show(request, found, reply=form, status=refused.status)
    messages.success(request, _("Tanggapan instansi dicatat. Panitia menutup kunjungan dengan berita acara."))
    return redirect("judging:visit", code)


def _show(
    request: HttpRequest,
    found: FieldVisit,
    *,
    host: HostForm | None = None,
    reply: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open = not (found.closed_at or found.cancelled_at)
    may_receive = request.user.has_perm(RECEIVE, found)
    said = {"host_name": found.host_name, "host_post": found.host_post}
    is_hidden = reads.is_hidden_from(request.user, found)
    awaits_answer = may_receive and is_open and reads.is_seen(found)
    context = {
        "visit": found,
        "stage": found.entry.stage,
        "state": reads.state(found),
        "is_open": is_open,
        "is_hidden": is_hidden,
        "findings": [] if is_hidden else reads.findings(found),
        "goes": any(visitor.user == request.user for visitor in found.visitors.all()),
        "may_receive": may_receive,
        "host_form": host or HostForm(initial=said),
        "answer_form": reply or AnswerForm(initial={"revision": found.revision}),
        "awaits_answer": awaits_answer,
        "asks_host": may_receive and is_open and not (awaits_answer and found.host_name),
    }
    return render(request, "judging/field_report.html", context, status=status)


@access(VIEW)
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    found = _visit(request, code, VIEW)
    if found.cancelled_at:
        raise Refused(_("Kunjungan ini sudah dibatalkan. Hapus dari kalender Anda."))
    event = reads.event(found, reverse("judging:visit", args=[code]))
    body = ical.calendar(event.summary, [event], stamped_at=arrival(request), sequence=found.revision)
    response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="kunjungan-{found.code}.ics"'
    return response


@access(VIEW)
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes for both sides: each prints them, signs, and keeps one."""
    found = _visit(request, code, VIEW)
    made = found.minutes.paper if found.minutes else None
    if made is None or made.status != JobStatus.READY:
        raise Refused(_("Dokumen ini belum siap. Tunggu beberapa saat, lalu muat ulang halaman."))
    return files.hand_out(made.file, minutes_reads.file_name(made), "application/pdf")


@access(SCORE)
@require_safe
def findings(request: HttpRequest, code: str) -> HttpResponse:
    """A juror about to score, or given a sheet back: what was seen of the claims?

    In a blind stage a visit shows whose the entry is, so that it waits until the sheet is final.
    """
    assignment = own_assignment(request, code)
    if field_scores.is_withheld(assignment):
        raise Refused(
            _("Temuan lapangan dapat Anda baca sesudah lembar nilai Anda untuk proposal ini final.")
        )
    visits = [row for row in reads.of_proposal(assignment.entry.proposal) if row.closed_at]
    context = {
        "assignment": assignment,
        "stage": assignment.entry.stage,
        "reports": [(row, reads.findings(row)) for row in visits if row.entry_id == assignment.entry_id],
    }
    return render(request, "judging/field_findings.html", context)


def _visit(request: HttpRequest, code: str, permission: str) -> FieldVisit:
    """Puts its edition on top of the page."""
    found = visible_or_404(reads.visits_for(request.user), code=code)
    require(request.user, permission, found)
    request.edition = found.entry.stage.competition
    return found
