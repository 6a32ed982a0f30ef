"""The profile of an innovation for Indeks Inovasi Daerah."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kipp.lib.errors import Stale
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.profile import FACTS, TEXTS, ProfileForm, differences
from proposals.indicators import GUIDE
from proposals.models import Innovation
from proposals.reads import innovations as innovation_reads
from proposals.reads import profile as profile_reads
from proposals.services import profile as profile_service

EDIT = "proposals.edit_innovation"


@access(EDIT)
def profile(request, code):
    """An officer who typed all this once already; must find it filled in, and see what the index lacks."""
    innovations = innovation_reads.listed(request.user).select_related("agency", "profile__saved_by")
    innovation = visible_or_404(innovations, code=code)
    require(request.user, EDIT, innovation)
    page = profile_reads.Profile(innovation)
    offers = profile_reads.offers(innovation)
    form = ProfileForm(request.POST or None, profile=page, offered=offers.values)
    context = {"innovation": innovation, "page": page, "form": form, "offers": offers}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, innovation, form)
        except Stale as stale:
            return _both(request, context, stale.current)
        messages.success(request, _("Profil tersimpan."))
        return redirect("proposals:innovation_profile", innovation.code)
    return _page(request, context, status=422 if form.is_bound else 200)


def _save(request, innovation: Innovation, form: ProfileForm) -> None:
    profile_service.save(
        innovation=innovation,
        by=request.user,
        at=arrival(request),
        revision=form.cleaned_data["revision"],
        values=form.values(),
        claims=form.claims(),
    )


def _both(request, context, current):
    """What was typed stays in the fields; what stands now is said beside it, and may be saved over."""
    innovation = context["innovation"]
    innovation.profile = current
    stored = profile_reads.Profile(innovation)
    context["theirs"] = differences(context["form"], stored)
    context["form"].at_revision(current.revision)
    return _page(request, context | {"page": stored}, status=409)


def _page(request, context, status):
    form, offered = context["form"], context["offers"].values
    context["facts"] = [form[name] for name in FACTS]
    context["texts"] = [(form[name], "" if name in form.offered else offered.get(name)) for name in TEXTS]
    context["claims"] = [
        (indicator, form[f"level_{indicator.code}"], form[f"evidence_{indicator.code}"])
        for indicator in GUIDE.indicators
    ]
    return render(request, "proposals/innovation_profile.html", context, status=status)
