"""A juror's side of a calibration round: the anchor beside the rubric, then what the panel found."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from judging import scoring
from judging.forms.sheet import NoteForm, ScoreForm, SheetForm
from judging.models import Anchor, AnchorSheet, Calibration, PanelMember
from judging.reads import calibration_anchors as reads
from judging.reads import integrity
from judging.reads.calibration_findings import findings
from judging.reads.calibration_round import criteria_of
from judging.reads.sheet import own_total
from judging.services import calibration_sheets as verbs
from judging.services.scoring_sheets import Mark, Note
from judging.views import saving
from kipp.lib.errors import Refused, Stale
from kipp.lib.web import access, arrival, require, visible_or_404

CALIBRATE = "judging.calibrate"
ADDRESSES = {
    "page": "judging:anchor_sheet",
    "score": "judging:anchor_score_save",
    "note": "judging:anchor_comment_save",
}


@access(CALIBRATE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """A juror's first minutes with a rubric, alone; must score it as a live one, and know that it is none."""
    anchor, member = _seated(request, code)
    if anchor.calibration.revealed_at:
        return redirect("judging:calibration_findings", anchor.calibration.stage.code)
    opened = reads.sheet_of(anchor, member)
    if request.method == "POST":
        return _take_form(request, opened)
    if opened.finalised_at:
        return _final_page(request, opened)
    return _score_page(request, opened, _form(opened))


@access(CALIBRATE)
@require_POST
def score_save(request: HttpRequest, code: str, criterion_pk: int) -> HttpResponse:
    anchor, member = _seated(request, code)
    rows = {row.pk: row for row in criteria_of(anchor.calibration.stage)}
    if criterion_pk not in rows:
        raise Http404
    form = ScoreForm(request.POST)
    if not form.is_valid():
        return saving.unreadable(form)
    given = {name: form.cleaned_data[name] for name in ("points", "revision")}
    act = {"by": request.user, "at": arrival(request), "criterion": rows[criterion_pk]}
    try:
        saved = verbs.save_points(anchor=anchor, member=member, **act, **given)
    except Stale as stale:
        row = stale.current
        current = {"points": row.points, "comment": "", "revision": row.revision}
        return saving.contested(stale, current, given=form.cleaned_data)
    return saving.saved(request, anchor.calibration.stage.competition, saved.revision)


@access(CALIBRATE)
@require_POST
def comment_save(request: HttpRequest, code: str) -> HttpResponse:
    anchor, member = _seated(request, code)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return saving.unreadable(form)
    act = {"by": request.user, "at": arrival(request)}
    try:
        saved = verbs.save_note(anchor=anchor, member=member, **act, **form.cleaned_data)
    except Stale as stale:
        current = {"comment": stale.current.comment, "revision": stale.current.revision}
        return saving.contested(stale, current, given=form.cleaned_data)
    return saving.saved(request, anchor.calibration.stage.competition, saved.revision)


@access(CALIBRATE)
@require_GET
def show_findings(request: HttpRequest, code: str) -> HttpResponse:
    """A juror before the first live entry, in two minutes; must see where their own eye differs."""
    seats = PanelMember.objects.filter(user_id=request.user.pk, left_at=None)
    rounds = Calibration.objects.filter(stage__panel__in=seats, revealed_at__isnull=False)
    calibration = visible_or_404(rounds.select_related("stage__competition"), stage__code=code)
    stage = calibration.stage
    member = seats.get(stage=stage)
    require(request.user, CALIBRATE, member)
    request.edition = stage.competition
    found = findings(calibration, calibration.anchors.all(), member)
    context = {"stage": stage, "calibration": calibration, "found": found}
    return render(request, "judging/calibration_findings.html", context)


def _seated(request: HttpRequest, code: str) -> tuple[Anchor, PanelMember]:
    """The anchor and the juror's chair; puts the edition on top of the page."""
    anchor = visible_or_404(reads.anchors_for(request.user), code=code)
    member = reads.seat_of(request.user, anchor)
    require(request.user, CALIBRATE, member)
    edition = request.edition = anchor.calibration.stage.competition
    if integrity.is_missing(request.user, edition):
        way = reverse("judging:integrity", args=[edition.slug])
        raise Refused(_("Tanda tangani dahulu pernyataan integritas edisi ini."), way=way)
    return anchor, member


def _form(opened: AnchorSheet, data=None) -> SheetForm:
    return SheetForm(data, sheet=opened, scores=reads.scores_of(opened.anchor, opened))


def _take_form(request: HttpRequest, opened: AnchorSheet) -> HttpResponse:
    """The form without script, and the hand-in of both: first everything is saved, then it is final."""
    anchor, member = opened.anchor, opened.member
    form = _form(opened, request.POST)
    if not form.is_valid():
        return _score_page(request, opened, form, status=422)
    is_handed_in = "finalise" in request.POST
    try:
        _save(request, anchor, member, form, is_handed_in=is_handed_in)
    except Refused as refused:
        fresh = _form(reads.sheet_of(anchor, member), request.POST)
        return _score_page(request, fresh.sheet, fresh, refused=refused, status=refused.status)
    if not is_handed_in:
        messages.success(request, _("Nilai tersimpan. Lembar ini belum final."))
        return redirect("judging:anchor_sheet", anchor.code)
    messages.success(request, _("Nilai kalibrasi final untuk “%s”.") % anchor.title)
    following = reads.way_on(anchor, member).next_code
    return redirect("judging:anchor_sheet", following) if following else redirect("judging:queue")


def _save(
    request: HttpRequest, anchor: Anchor, member: PanelMember, form: SheetForm, *, is_handed_in: bool
) -> None:
    act = {"anchor": anchor, "member": member, "by": request.user, "at": arrival(request)}
    marks = [Mark(*row) for row in form.given_rows()]
    note = Note(*given) if (given := form.given_note()) else None
    verbs.save_form(marks=marks, note=note, **act)
    if is_handed_in:
        seen = {row.criterion.code: form.cleaned_data[f"points_{row.criterion_id}"] for row in form.scores}
        verbs.finalise(seen=seen, **act)


def _score_page(
    request: HttpRequest,
    opened: AnchorSheet,
    form: SheetForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    closed = "" if refused else reads.scoring_refusal(opened)
    context = {**_page(opened, form.scores), "form": form, "refused": refused, "closed": closed}
    return render(request, "judging/calibration_score.html", context, status=status)


def _final_page(request: HttpRequest, opened: AnchorSheet) -> HttpResponse:
    scores = reads.scores_of(opened.anchor, opened)
    context = {**_page(opened, scores), "scores": scores, "sheet": opened}
    return render(request, "judging/calibration_final.html", context)


def _page(opened: AnchorSheet, scores: list[reads.AnchorScore]) -> dict:
    anchor = opened.anchor
    stage = anchor.calibration.stage
    points = {row.criterion.code: row.points for row in scores}
    total = own_total(stage, [row.criterion for row in scores], points)
    return {
        "at": {**ADDRESSES, "code": anchor.code, "is_live": False},
        "anchor": anchor,
        "stage": stage,
        "copy": reads.reading_copy(anchor),
        "way": reads.way_on(anchor, opened.member),
        "total": "" if total is None else scoring.shown(total),
        "queue_url": reverse("judging:queue"),
    }
