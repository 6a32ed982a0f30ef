"""The bureau's side of a calibration round: its anchors, its acts, how far the panel is, what it found."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Stage
from judging.forms.calibration_round import PickForm, ReferenceForm, RevealForm, TextForm
from judging.models import Anchor
from judging.reads import calibration_anchors as anchor_reads
from judging.reads import calibration_findings, calibration_round
from judging.services import calibration_anchors
from judging.services import calibration_round as verbs
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, visible_or_404
from proposals.models import Proposal

PAGE = 20


@access(WATCH)
def calibration(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau the week before scoring, among other work; must see the one thing that is still missing."""
    return _round_page(request, scoring_stage(request, code, WATCH))


def _round_page(request: HttpRequest, stage: Stage, refused: Refused | None = None) -> HttpResponse:
    current = calibration_round.round_of(stage)
    may_manage = request.user.has_perm(MANAGE, stage) and not stage.is_closed
    context = {"stage": stage, "calibration": current, "may_manage": may_manage, "refused": refused}
    if current is None:
        context["too_late"] = calibration_round.set_up_refusal(stage)
    elif current.opened_at is None:
        anchors, criteria = list(current.anchors.all()), list(calibration_round.criteria_of(stage))
        context["anchors"] = [(row, calibration_round.missing(row, criteria)) for row in anchors]
        context["blockers"] = calibration_round.open_blockers(stage, anchors, criteria)
    else:
        anchors = list(current.anchors.all())
        context["anchors"] = [(row, []) for row in anchors]
        context["seats"] = list(calibration_round.seats(stage))
        context["finished"] = sum(seat.done >= len(context["anchors"]) for seat in context["seats"])
    if current and current.revealed_at:
        current.stage = stage
        context["found"] = calibration_findings.findings(current, anchors)
    status = refused.status if refused else 200
    return render(request, "judging/calibration_round.html", context, status=status)


@access(MANAGE)
@require_POST
def set_up(request: HttpRequest, code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    verbs.set_up(stage=stage, by=request.user, at=arrival(request))
    messages.success(request, _("Tahap ini memakai kalibrasi. Tambahkan proposal kalibrasinya."))
    return redirect("judging:calibration", code=stage.code)


@access(MANAGE)
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    verbs.drop(stage=stage, by=request.user, at=arrival(request))
    messages.success(request, _("Tahap ini tidak memakai kalibrasi."))
    return redirect("judging:calibration", code=stage.code)


@access(MANAGE)
@require_POST
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    try:
        verbs.open_round(stage=stage, by=request.user, at=arrival(request))
    except Refused as refused:
        return _round_page(request, stage, refused)
    messages.success(request, _("Kalibrasi dibuka. Setiap juri mendapat surat."))
    return redirect("judging:calibration", code=stage.code)


@access(MANAGE)
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """The chair wants to begin, two jurors are late; must know who they are before going on without them."""
    stage = scoring_stage(request, code, MANAGE)
    current = calibration_round.round_of(stage)
    if current is None or current.opened_at is None or current.revealed_at:
        return redirect("judging:calibration", code=stage.code)
    behind = calibration_round.unfinished(current)
    form = RevealForm(request.POST or None, is_complete=not behind)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reason = form.reason_given()
                verbs.reveal(stage=stage, by=request.user, at=arrival(request), reason=reason)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
            else:
                messages.success(request, _("Hasil kalibrasi ditunjukkan. Juri dapat menilai proposal."))
                return redirect("judging:calibration", code=stage.code)
    context = {"stage": stage, "behind": behind, "count": current.anchors.count(), "form": form}
    return render(request, "judging/calibration_reveal.html", context, status=status)


@access(MANAGE)
def pick(request: HttpRequest, code: str) -> HttpResponse:
    """Looks for last year's known cases by title; must not take one of this year's."""
    stage = scoring_stage(request, code, MANAGE)
    form = PickForm(request.GET or None)
    words = form.words() if form.is_bound else ""
    found = anchor_reads.earlier_proposals(stage, request.user, words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"stage": stage, "form": form, "words": words, "page_obj": page}
    return render(request, "judging/calibration_pick.html", context)


@access(MANAGE)
@require_POST
def take(request: HttpRequest, code: str, proposal_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    rows = Proposal.objects.overseen_by(request.user).select_related("competition", "agency")
    proposal = visible_or_404(rows, code=proposal_code)
    anchor = calibration_anchors.take(stage=stage, proposal=proposal, by=request.user, at=arrival(request))
    messages.success(request, _("Proposal diambil tanpa nama instansinya. Isi rujukannya."))
    return redirect("judging:calibration_anchor", stage.code, anchor.code)


@access(MANAGE)
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Pastes a made-up case, section by section; must not lose a word of it."""
    stage = scoring_stage(request, code, MANAGE)
    places = [(section.code, section.title, "") for section in stage.competition.sections.all()]
    form = TextForm(request.POST or None, places=places, action=_("Tambahkan"))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        words = {"title": form.cleaned_data["title"], "texts": form.texts()}
        try:
            anchor = calibration_anchors.write(stage=stage, by=request.user, at=arrival(request), **words)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
        else:
            messages.success(request, _("Proposal kalibrasi ditambahkan. Isi rujukannya."))
            return redirect("judging:calibration_anchor", stage.code, anchor.code)
    context = {"stage": stage, "form": form}
    return render(request, "judging/calibration_text.html", context, status=status)


def _anchor(stage: Stage, anchor_code: str) -> Anchor:
    rows = Anchor.objects.filter(calibration__stage=stage).select_related("calibration__stage__competition")
    return visible_or_404(rows, code=anchor_code)


@access(WATCH)
def anchor(request: HttpRequest, code: str, anchor_code: str) -> HttpResponse:
    """Text beside the reference, as jurors will have it; the points must fit the anchors of the levels."""
    stage = scoring_stage(request, code, MANAGE if request.method == "POST" else WATCH)
    row = _anchor(stage, anchor_code)
    criteria = list(calibration_round.criteria_of(stage).prefetch_related("levels"))
    form = ReferenceForm(request.POST or None, anchor=row, criteria=criteria)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            given = {"points": form.points(), "verdict": form.cleaned_data["verdict"]}
            calibration_anchors.set_reference(anchor=row, by=request.user, at=arrival(request), **given)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
        else:
            messages.success(request, _("Rujukan disimpan."))
            return redirect("judging:calibration", code=stage.code)
    context = {
        "stage": stage,
        "anchor": row,
        "copy": anchor_reads.reading_copy(row),
        "form": form,
        "reference": [(each, row.reference.get(each.code)) for each in criteria],
        "may_change": request.user.has_perm(MANAGE, stage) and row.calibration.opened_at is None,
    }
    return render(request, "judging/calibration_anchor.html", context, status=status)


@access(MANAGE)
def reword(request: HttpRequest, code: str, anchor_code: str) -> HttpResponse:
    """A place name still gives the agency away; takes it out, and nothing else."""
    stage = scoring_stage(request, code, MANAGE)
    row = _anchor(stage, anchor_code)
    places = anchor_reads.texts_of(json.loads(row.payload))
    form = TextForm(request.POST or None, places=places, title=row.title, action=_("Simpan naskah"))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        words = {"title": form.cleaned_data["title"], "texts": form.texts()}
        try:
            calibration_anchors.reword(anchor=row, by=request.user, at=arrival(request), **words)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
        else:
            messages.success(request, _("Naskah disimpan."))
            return redirect("judging:calibration_anchor", stage.code, row.code)
    context = {"stage": stage, "form": form, "anchor": row}
    return render(request, "judging/calibration_text.html", context, status=status)


@access(MANAGE)
@require_POST
def remove(request: HttpRequest, code: str, anchor_code: str) -> HttpResponse:
    stage = scoring_stage(request, code, MANAGE)
    row = Anchor.objects.filter(calibration__stage=stage, code=anchor_code).first()
    if row is not None:  # a second click finds it gone already
        calibration_anchors.remove(anchor=row, by=request.user, at=arrival(request))
        messages.success(request, _("“%(title)s” dihapus dari kalibrasi.") % {"title": row.title})
    return redirect("judging:calibration", code=stage.code)
