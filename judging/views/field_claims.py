"""The bureau takes from the proposal what a visit looks at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from judging.forms.field import AdviceForm, ClaimsForm
from judging.models import Claim
from judging.reads import field as reads
from judging.reads import field_claims
from judging.services import field_claims as verbs
from judging.views.field import WRITE, visit_of
from judging.views.panel import MANAGE
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, visible_or_404


@require_http_methods(WRITE)
@access(MANAGE)
def take(request: HttpRequest, code: str, visit_code: str) -> HttpResponse:
    """The bureau reads the proposal once more before the visit; must not quote what it does not say."""
    visit = visit_of(request, code, visit_code, MANAGE)
    form = ClaimsForm(request.POST or None, sources=field_claims.sources(visit))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act = {"by": request.user, "at": arrival(request), "wanted": form.wanted()}
                added = len(verbs.add(visit=visit, **act))
                sentence = ngettext("%(n)d klaim ditambahkan.", "%(n)d klaim ditambahkan.", added)
                messages.success(request, sentence % {"n": added})
                return redirect("judging:field_visit", code, visit_code)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {"stage": visit.entry.stage, "visit": visit, "form": form}
    return render(request, "judging/field_claims.html", context, status=status)


@require_http_methods(WRITE)
@access(MANAGE)
def advise(request: HttpRequest, code: str, visit_code: str, claim_code: str) -> HttpResponse:
    """What the visitors should look at; must not put words into the proposal's mouth."""
    claim = _claim(request, code, visit_code, claim_code)
    form = AdviceForm(request.POST or None, initial={"advice": claim.advice})
    if request.method == "POST" and form.is_valid():
        advice = form.cleaned_data["advice"]
        verbs.advise(claim=claim, by=request.user, at=arrival(request), advice=advice)
        return _back(code, claim)
    visit = claim.visit
    context = {"stage": visit.entry.stage, "visit": visit, "claim": claim, "form": form}
    context["is_fixed"] = reads.has_begun(visit)
    return render(request, "judging/field_claim.html", context, status=422 if form.is_bound else 200)


@require_POST
@access(MANAGE)
def remove(request: HttpRequest, code: str, visit_code: str, claim_code: str) -> HttpResponse:
    claim = _claim(request, code, visit_code, claim_code)
    verbs.remove(claim=claim, by=request.user, at=arrival(request))
    messages.success(request, _("Klaim dihapus dari kunjungan ini."))
    return redirect("judging:field_visit", code, visit_code)


@require_POST
@access(MANAGE)
def move(request: HttpRequest, code: str, visit_code: str, claim_code: str) -> HttpResponse:
    claim = _claim(request, code, visit_code, claim_code)
    place = request.POST.get("urutan", "")
    if not place.isdecimal() or len(place) > 3:
        raise Refused(_("Pilih tempat yang dituju."), status=422)
    verbs.move(claim=claim, by=request.user, at=arrival(request), place=int(place))
    return _back(code, claim)


def _claim(request: HttpRequest, code: str, visit_code: str, claim_code: str) -> Claim:
    visit = visit_of(request, code, visit_code, MANAGE)
    claim = visible_or_404(visit.claims.all(), code=claim_code)
    claim.visit = visit
    return claim


def _back(code: str, claim: Claim) -> HttpResponse:
    page = reverse("judging:field_visit", args=[code, claim.visit.code])
    return redirect(f"{page}#klaim-{claim.code}")
