"""Bring an edition to the public: create it, answer for its assumptions, open the call, extend it."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency
from competitions import preset_files
from competitions.enums import Zone
from competitions.forms.details import AssumptionsForm, CreateForm
from competitions.forms.extensions import ExtensionForm
from competitions.reads import announce_check
from competitions.reads.settings import PARTS
from competitions.services import calls, editions
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require

from .settings import MANAGE, own_edition

CREATE = "competitions.create_edition"
ANNOUNCE = "competitions.announce_edition"


@access(CREATE)
def create(request):
    """First the cards of the presets, then the form of the chosen one (`?preset=`)."""
    require(request.user, CREATE)
    code = request.POST.get("preset") or request.GET.get("preset") or ""
    if code not in preset_files.codes():
        presets = [preset_files.load(each, agency_kinds=AgencyKind.values) for each in preset_files.codes()]
        return render(request, "competitions/preset_choose.html", {"presets": presets})
    preset = preset_files.load(code, agency_kinds=AgencyKind.values)
    return _create_from(request, preset)


def _create_from(request: HttpRequest, preset: preset_files.Preset):
    organisers = Agency.objects.organised_by(request.user)
    initial = {"name": preset.name, "year": preset.year, "organiser": organisers.first()}
    form = CreateForm(request.POST or None, initial=initial, organisers=organisers)
    status, refused = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect("competitions:settings", slug=_make(request, preset, form).slug)
            except Refused as caught:
                refused, status = caught, caught.status
    context = {"form": form, "preset": preset, "zone": Zone(preset.zone).label, "refused": refused}
    return render(request, "competitions/competition_create.html", context, status=status)


def _make(request: HttpRequest, preset: preset_files.Preset, form: CreateForm):
    competition = editions.create_from_preset(
        by=request.user,
        at=arrival(request),
        organiser=form.cleaned_data["organiser"],
        preset=preset.code,
        name=form.cleaned_data["name"],
        slug=form.slug(),
        year=form.cleaned_data["year"],
        **form.moments(preset.zone),
    )
    messages.success(request, _("Edisi dibuat. Lengkapi yang masih kurang, lalu umumkan."))
    return competition


@access(MANAGE)
def assumptions(request, slug):
    competition = own_edition(request, slug)
    form = AssumptionsForm(request.POST or None, assumptions=competition.assumptions)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            editions.confirm_assumptions(by=request.user, at=arrival(request), competition=competition)
            messages.success(request, _("Ketentuan edisi sudah dikonfirmasi."))
            return redirect("competitions:settings", slug=slug)
    parts = [
        (PARTS[each["part"]].title, reverse("competitions:settings_part", args=[slug, each["part"]]))
        for each in competition.assumptions
    ]
    lines = list(zip(form.visible_fields(), parts, strict=True))
    context = {"competition": competition, "form": form, "lines": lines}
    return render(request, "competitions/assumptions_confirm.html", context, status=status)


@access(MANAGE)
def announce(request, slug):
    """The last look before the call is public: shown to the bureau, done by the publisher."""
    competition = own_edition(request, slug)
    refused, status = None, 200
    if request.method == "POST":
        require(request.user, ANNOUNCE, competition)
        try:
            calls.announce(competition=competition, by=request.user, at=arrival(request))
        except Refused as caught:
            refused, status = caught, caught.status
        else:
            messages.success(request, _("Edisi sudah diumumkan. Semua orang dapat membacanya."))
            return redirect("competitions:detail", slug=slug)
    blockers, remarks = announce_check(competition, arrival(request))
    context = {
        "competition": competition,
        "blockers": blockers,
        "remarks": remarks,
        "refused": refused,
        "may_announce": request.user.has_perm(ANNOUNCE, competition),
        "now": arrival(request),
    }
    return render(request, "competitions/call_announce.html", context, status=status)


@access(MANAGE)
def extension(request, slug):
    """An officer with a letter on the desk: who gets how long, by which letter, and why."""
    competition = own_edition(request, slug)
    agency = Agency.objects.filter(is_active=True, code=request.GET.get("instansi", "")).first()
    form = ExtensionForm(request.POST or None, competition=competition, agency=agency)
    refused, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                calls.extend(competition=competition, by=request.user, at=arrival(request), **form.values())
            except Refused as caught:
                refused, status = caught, caught.status
            else:
                messages.success(request, _("Perpanjangan dicatat. Yang berhak sudah diberi tahu."))
                return redirect("competitions:settings_extension", slug=slug)
    context = {
        "competition": competition,
        "form": form,
        "refused": refused,
        "closes_at": competition.closing(),
        "extensions": competition.extensions.select_related("agency", "granted_by").order_by("-granted_at"),
        "now": arrival(request),
    }
    return render(request, "competitions/extension_grant.html", context, status=status)
