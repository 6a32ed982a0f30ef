"""The juror's pages of one reading: the conflict gate, the sheet, and what it saves by itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from judging import scoring
from judging.enums import SheetStatus
from judging.forms.reading_marks import AbstainForm
from judging.forms.sheet import NoteForm, RecusalForm, ScoreForm, SheetForm
from judging.models import Assignment, ScoreSheet
from judging.reads import calibration_round, field_scores, peers
from judging.reads import sheet as reads
from judging.services import conflicts, reading_marks, scoring_sheets
from judging.services.scoring_sheets import Mark, Note
from judging.views import saving
from judging.views.integrity import refuse_unsigned
from kipp.lib import files, preview
from kipp.lib.errors import Refused, Stale
from kipp.lib.web import access, arrival, require, visible_or_404, wants_json
from proposals.services import previews

SCORE = "judging.score_assignment"
ADDRESSES = {"page": "judging:sheet", "score": "judging:score_save", "note": "judging:comment_save"}


@access(SCORE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    assignment = own_assignment(request, code)
    opened = reads.sheet_of(assignment)
    if opened is None:
        return _gate(request, assignment)
    if request.method == "POST":
        return _take_form(request, assignment, opened)
    if opened.status == SheetStatus.FINAL:
        return _final_page(request, assignment, opened)
    return _score_page(request, assignment, SheetForm(sheet=opened, scores=reads.scores_of(opened)))


@access(SCORE)
@require_POST
def sheet_open(request: HttpRequest, code: str) -> HttpResponse:
    assignment = own_assignment(request, code)
    scoring_sheets.open_sheet(
        assignment=assignment,
        by=request.user,
        at=arrival(request),
        no_conflict="no_conflict" in request.POST,
    )
    return redirect("judging:sheet", code)


@access(SCORE)
@require_POST
def sheet_recuse(request: HttpRequest, code: str) -> HttpResponse:
    assignment = own_assignment(request, code)
    form = RecusalForm(request.POST)
    if not form.is_valid():
        return _gate(request, assignment, recusal=form, status=422)
    following = reads.way_on(assignment).next_code
    conflicts.declare(
        assignment=assignment, by=request.user, at=arrival(request), reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("Benturan kepentingan dicatat. Proposal itu tidak lagi di antrean Anda."))
    return go_to(following)


@access(SCORE)
@require_POST
def sheet_abstain(request: HttpRequest, code: str) -> HttpResponse:
    """A juror who cannot judge this one, amid the pile; must not fear that it counts as a zero."""
    assignment = own_assignment(request, code)
    form = AbstainForm(request.POST)
    if not form.is_valid():
        return _gate(request, assignment, abstention=form, status=422)
    following = reads.way_on(assignment).next_code
    reading_marks.abstain(
        assignment=assignment, by=request.user, at=arrival(request), reason=form.cleaned_data["reason"]
    )
    messages.success(
        request, _("Anda abstain. Proposal itu dinilai juri lain dan tidak mendapat nol dari Anda.")
    )
    return go_to(following)


@access(SCORE)
@require_POST
def score_save(request: HttpRequest, code: str, criterion_pk: int) -> HttpResponse:
    rows = reads.being_scored(request.user).filter(sheet__scores__criterion=criterion_pk)
    assignment = visible_or_404(rows, code=code)
    require(request.user, SCORE, assignment)
    form = ScoreForm(request.POST)
    if not form.is_valid():
        return saving.unreadable(form)
    try:
        saved = scoring_sheets.save_score(
            sheet=assignment.sheet,
            criterion_id=criterion_pk,
            by=request.user,
            at=arrival(request),
            **form.cleaned_data,
        )
    except Stale as stale:
        row = stale.current
        current = {"points": row.points, "comment": row.comment, "revision": row.revision}
        return saving.contested(stale, current, given=form.cleaned_data)
    return saving.saved(request, saved.sheet.assignment.entry.stage.competition, saved.revision)


@access(SCORE)
@require_POST
def comment_save(request: HttpRequest, code: str) -> HttpResponse:
    opened = reads.sheet_of(own_assignment(request, code))
    if opened is None:
        raise Http404
    form = NoteForm(request.POST)
    if not form.is_valid():
        return saving.unreadable(form)
    try:
        saved = scoring_sheets.save_comment(
            sheet=opened, by=request.user, at=arrival(request), **form.cleaned_data
        )
    except Stale as stale:
        current = {"comment": stale.current.comment, "revision": stale.current.revision}
        return saving.contested(stale, current, given=form.cleaned_data)
    return saving.saved(request, saved.assignment.entry.stage.competition, saved.revision)


@access(SCORE)
@require_GET
def sheet_file(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """An attachment of the version on the sheet: nothing before the gate, nothing in a blind stage."""
    assignment = own_assignment(request, code)
    attachment = reads.attachment(assignment, sha256)
    if attachment is None:
        raise Http404
    return files.show(attachment.shown, attachment.name, attachment.content_type)


@access(SCORE)
@require_GET
def sheet_page(request: HttpRequest, code: str, sha256: str, page: int) -> HttpResponse:
    """One page of such an attachment as a picture, for whoever has no viewer."""
    attachment = reads.attachment(own_assignment(request, code), sha256)
    drawn = previews.page(attachment, page) if attachment else b""
    if not drawn:
        raise Http404
    return preview.answer(drawn)


def own_assignment(request: HttpRequest, code: str) -> Assignment:
    """Puts its edition on top of the page."""
    assignment = visible_or_404(reads.held_by(request.user), code=code)
    require(request.user, SCORE, assignment)
    refuse_unsigned(assignment)
    request.edition = assignment.entry.stage.competition
    return assignment


def _take_form(request: HttpRequest, assignment: Assignment, opened: ScoreSheet) -> HttpResponse:
    """The form without script, and the hand-in of both: first everything is saved, then it is final."""
    form = SheetForm(request.POST, sheet=opened, scores=reads.scores_of(opened))
    if wants_json(request):
        return _take_late(request, assignment, opened, form)
    if not form.is_valid():
        return _score_page(request, assignment, form, status=422)
    is_handed_in = "finalise" in request.POST
    try:
        _save(request, opened, form, is_handed_in=is_handed_in)
    except Refused as refused:
        fresh = SheetForm(request.POST, sheet=opened, scores=reads.scores_of(opened))
        return _score_page(request, assignment, fresh, refused=refused, status=refused.status)
    if not is_handed_in:
        messages.success(request, _("Nilai tersimpan. Lembar ini belum final."))
        return redirect("judging:sheet", assignment.code)
    messages.success(request, _("Nilai final untuk “%s”.") % reads.shown_title(assignment))
    return go_to(reads.way_on(assignment).next_code)


def _take_late(
    request: HttpRequest, assignment: Assignment, opened: ScoreSheet, form: SheetForm
) -> HttpResponse:
    """A sheet that was handed in while the network was away, sent by whichever page is open now."""
    if not form.is_valid():
        return saving.unreadable(form)
    _save(request, opened, form, is_handed_in=True)
    told = _("Nilai final untuk “%s”.") % reads.shown_title(assignment)
    return JsonResponse({"message": told, "next": go_to(reads.way_on(assignment).next_code).url})


def _save(request: HttpRequest, opened: ScoreSheet, form: SheetForm, *, is_handed_in: bool) -> None:
    act = {"by": request.user, "at": arrival(request)}
    marks = [Mark(*row) for row in form.given_rows()]
    note = Note(*given) if (given := form.given_note()) else None
    saved = scoring_sheets.save_form(sheet=opened, marks=marks, note=note, **act)
    if is_handed_in:
        scoring_sheets.finalise(sheet=opened, revision=reads.stamp(saved), **act)


def go_to(code: str | None) -> HttpResponse:
    return redirect("judging:sheet", code) if code else redirect("judging:queue")


def _gate(
    request: HttpRequest,
    assignment: Assignment,
    *,
    recusal: RecusalForm | None = None,
    abstention: AbstainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "assignment": assignment,
        "stage": assignment.entry.stage,
        "title": reads.shown_title(assignment),
        "way": reads.way_on(assignment),
        "recusal_form": recusal or RecusalForm(),
        "abstain_form": abstention or AbstainForm(),
        "refusal": reads.scoring_refusal(assignment, arrival(request))
        or calibration_round.refusal(assignment.entry.stage),
        "is_open": reads.sheet_of(assignment) is not None,
    }
    return render(request, "judging/sheet_open.html", context, status=status)


def _score_page(
    request: HttpRequest,
    assignment: Assignment,
    form: SheetForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_page(assignment, form.scores),
        "form": form,
        "recusal_form": RecusalForm(),
        "abstain_form": AbstainForm(),
        "refused": refused,
        "closed": "" if refused else reads.scoring_refusal(assignment, arrival(request)),
    }
    return render(request, "judging/sheet_score.html", context, status=status)


def _final_page(request: HttpRequest, assignment: Assignment, opened: ScoreSheet) -> HttpResponse:
    scores = reads.scores_of(opened)
    context = {**_page(assignment, scores), "scores": scores, "sheet": opened}
    context["peers"] = peers.of(assignment, scores)
    return render(request, "judging/sheet_final.html", context)


def _page(assignment: Assignment, scores: list) -> dict:
    total = reads.total_of(assignment.entry.stage, scores)
    return {
        "assignment": assignment,
        "at": {**ADDRESSES, "code": assignment.code, "is_live": True},
        "stage": assignment.entry.stage,
        "copy": reads.reading_copy(assignment),
        "way": reads.way_on(assignment),
        "total": "" if total is None else scoring.shown(total),
        "queue_url": reverse("judging:queue"),
        "tallies": field_scores.tallies(assignment.entry),
        "findings_url": reverse("judging:sheet_findings", args=[assignment.code]),
        "is_withheld": field_scores.is_withheld(assignment),
    }
