"""A visitor's pages on the spot: the claims, what they see of each, their pictures, and the end of it."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from judging.forms.field_phone import ObservationForm, PhotoForm, ReopeningForm
from judging.models import Claim, Photo, Visitor
from judging.reads import field_phone as reads
from judging.services import observations, photos
from judging.views import saving
from kipp.lib import codes, files, preview
from kipp.lib.errors import Refused, Stale
from kipp.lib.kinds import kind_of
from kipp.lib.uploads import oversize_fields
from kipp.lib.web import access, arrival, require, visible_or_404, wants_json
from proposals.services import attachments_words

OBSERVE = "judging.observe"
VIEW = "judging.view_photo"
FILE = "photo"


@access(OBSERVE)
@require_GET
def notebook(request: HttpRequest, code: str) -> HttpResponse:
    """A visitor in a village, the line gone; must not lose a finding, nor trust one that was not sent."""
    return _page(request, _own(request, code))


@access(OBSERVE)
@require_POST
def observe(request: HttpRequest, code: str, claim_code: str) -> HttpResponse:
    """One finding, from the page by itself or by its button; must not fall on a newer one unseen."""
    visitor = _own(request, code)
    claim = visible_or_404(visitor.visit.claims.all(), code=claim_code)
    form = ObservationForm(request.POST)
    if not form.is_valid():
        return (
            saving.unreadable(form)
            if wants_json(request)
            else _page(request, visitor, {claim: form}, status=422)
        )
    given = dict(form.cleaned_data)
    given["noted_at"] = given["noted_at"] or arrival(request)
    try:
        saved = observations.record(claim=claim, by=request.user, at=arrival(request), **given)
    except Stale as stale:
        if wants_json(request):
            told = {"verdict": form.cleaned_data["verdict"], "note": form.cleaned_data["note"]}
            return saving.contested(stale, _as_it_stands(stale.current), given=told)
        return _page(request, visitor, {claim: form}, refused=stale, status=stale.status)
    except Refused as refused:
        if wants_json(request):
            raise
        return _page(request, visitor, {claim: form}, refused=refused, status=refused.status)
    if wants_json(request):
        return saving.saved(request, request.edition, saved.revision)
    messages.success(request, _("Temuan tersimpan."))
    return _to_claim(visitor, claim)


@access(OBSERVE)
@require_POST
def photo_add(request: HttpRequest, code: str, claim_code: str) -> HttpResponse:
    """One picture over a bad line, perhaps for the second time; must be kept once, and say so."""
    visitor = _own(request, code)
    claim = visible_or_404(visitor.visit.claims.all(), code=claim_code)
    try:
        photo = _take(request, claim)
    except Refused as refused:
        if wants_json(request):
            raise
        return _page(request, visitor, refused=refused, status=refused.status)
    if not wants_json(request):
        messages.success(request, _("Foto tersimpan."))
        return _to_claim(visitor, claim)
    context = {"photo": photo, "visit": visitor.visit, "is_open": True}
    drawn = render_to_string("judging/field_phone_photo.html", context, request)
    return JsonResponse({"message": _("Foto tersimpan."), "code": photo.code, "html": drawn})


@access(OBSERVE)
@require_POST
def photo_remove(request: HttpRequest, code: str, photo_code: str) -> HttpResponse:
    """A blurred picture, or a face that should not be there; gone for good, only one's own."""
    visitor = _own(request, code)
    photo = visible_or_404(visitor.photos.select_related("claim__visit"), code=photo_code)
    photos.remove(photo=photo, by=request.user, at=arrival(request))
    messages.success(request, _("Foto dihapus."))
    return _to_claim(visitor, photo.claim)


@access(OBSERVE)
@require_POST
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """Back in the car: everything is said; must not end while a claim was left out."""
    visitor = _own(request, code)
    try:
        observations.finish(visit=visitor.visit, by=request.user, at=arrival(request))
    except Refused as refused:
        if wants_json(request):
            raise
        return _page(request, visitor, refused=refused, status=refused.status)
    told = _("Temuan Anda selesai dan tersimpan.")
    if wants_json(request):
        return JsonResponse({"message": told, "next": reverse("judging:field_phone", args=[code])})
    messages.success(request, told)
    return redirect("judging:field_phone", code)


@access(OBSERVE)
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Something was noted wrongly; must say why, because others may have read it."""
    visitor = _own(request, code)
    form = ReopeningForm(request.POST)
    if not form.is_valid():
        return _page(request, visitor, reopening=form, status=422)
    observations.reopen(visit=visitor.visit, by=request.user, at=arrival(request), **form.cleaned_data)
    messages.success(request, _("Temuan Anda terbuka lagi. Tekan Selesai bila sudah diperbaiki."))
    return redirect("judging:field_phone", code)


@access(VIEW)
@require_GET
def photo(request: HttpRequest, code: str, photo_code: str) -> HttpResponse:
    """The picture as a page shows it, light enough for a village; for those who may read the findings."""
    seen = _seen(request, code, photo_code)
    stored = default_storage.open(seen.file)
    drawn = preview.picture(stored, sha256=seen.sha256, name=seen.file, page=1)
    if not drawn:
        raise Http404
    return preview.answer(drawn)


@access(VIEW)
@require_GET
def photo_file(request: HttpRequest, code: str, photo_code: str) -> HttpResponse:
    """The whole picture, for whoever must look closely at it."""
    seen = _seen(request, code, photo_code)
    kind = kind_of(seen.file)
    return files.hand_out(default_storage.open(seen.file), f"{seen.code}{kind.extension}", kind.content_type)


def _own(request: HttpRequest, code: str) -> Visitor:
    """Puts its edition on top of the page."""
    visitor = visible_or_404(reads.notebooks_of(request.user), visit__code=code)
    require(request.user, OBSERVE, visitor)
    request.edition = visitor.visit.entry.stage.competition
    return visitor


def _seen(request: HttpRequest, code: str, photo_code: str) -> Photo:
    found = visible_or_404(reads.photos_for(request.user), code=photo_code, claim__visit__code=code)
    require(request.user, VIEW, found)
    return found


def _take(request: HttpRequest, claim: Claim) -> Photo:
    form = PhotoForm(request.POST)
    file = request.FILES.get(FILE)
    if FILE in oversize_fields(request):
        raise attachments_words.too_large()
    if file is None:
        raise Refused(_("Pilih foto lebih dahulu."), status=422)
    if not form.is_valid():
        raise Refused(saving.sentences(form), status=422)
    act = {"by": request.user, "at": arrival(request)}
    return photos.take(claim=claim, content=file.read(), **act, **form.cleaned_data)


def _as_it_stands(current) -> dict:
    if current is None:
        return {"verdict": "", "note": "", "revision": 0}
    return {"verdict": current.verdict, "note": current.note, "revision": current.revision}


def _to_claim(visitor: Visitor, claim: Claim) -> HttpResponse:
    return redirect(f"{reverse('judging:field_phone', args=[visitor.visit.code])}#klaim-{claim.code}")


def _page(
    request: HttpRequest,
    visitor: Visitor,
    given: dict[Claim, ObservationForm] | None = None,
    *,
    reopening: ReopeningForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """Words that were not taken stay in their form; each claim has a key for the next picture."""
    shown = reads.notebook(visitor)
    typed = given or {}
    sheets = [_sheet(row, typed.get(row.claim)) for row in shown.rows]
    context = {
        "notebook": shown,
        "sheets": sheets,
        "visit": visitor.visit,
        "entry": visitor.visit.entry,
        "zone": request.edition.zone,
        "refused": refused,
        "reopening_form": reopening or ReopeningForm(),
        "most_photos": reads.MOST_PHOTOS,
    }
    return render(request, "judging/field_phone.html", context, status=status)


def _sheet(row: reads.Row, typed: ObservationForm | None) -> dict:
    """`stored` is what another device saved meanwhile, for whoever has no script."""
    is_contested = typed and row.own and typed["revision"].value() != str(row.own.revision)
    return {
        "row": row,
        "form": typed or ObservationForm.of(row.own),
        "key": codes.new_code(),
        "stored": row.own if is_contested else None,
    }
