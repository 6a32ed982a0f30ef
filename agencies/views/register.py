"""The register of agencies."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.filters import AgencyFilterSet
from agencies.forms.fields import SuggestionForm, matching, named
from agencies.forms.register import AgencyForm
from agencies.models import Agency
from agencies.services import register
from kipp.lib.errors import Refused
from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, require, visible_or_404

from .reasons import Question, ask_reason

VIEW, MANAGE = "agencies.view_register", "agencies.manage_register"
SUGGESTIONS = 10


class AgencyList(FilteredListView):
    """Who keeps the register, looking for one body among hundreds; must not take one for another."""

    access = VIEW
    model = Agency
    filterset_class = AgencyFilterSet
    template_name = "agencies/agency_list.html"
    ordering = ("name", "pk")
    sorts = {"name": "name", "code": "code", "kind": "kind", "members": "member_count"}

    def get_queryset(self):
        return Agency.objects.visible_to(self.request.user).for_list().order_by(*self.get_ordering())


@access(VIEW)
def suggest(request):
    """Options of a datalist: agencies in use whose code or name holds what was typed."""
    require(request.user, VIEW)
    form = SuggestionForm({"text": request.GET.get(request.GET.get("for", ""), "")})
    found = []
    if form.is_valid():
        visible = Agency.objects.visible_to(request.user).filter(is_active=True)
        found = [named(agency) for agency in matching(visible, form.cleaned_data["text"])[:SUGGESTIONS]]
    return render(request, "agencies/agency_suggestions.html", {"names": found})


@access(MANAGE)
def create(request):
    require(request.user, MANAGE)
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agency = register.create_agency(by=request.user, at=arrival(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("%(name)s ditambahkan.") % {"name": agency.name})
            return redirect("agencies:list")
    return _form_page(request, form)


@access(MANAGE)
def change(request, code: str):
    agency = visible_or_404(Agency.objects.visible_to(request.user).select_related("parent"), code=code)
    require(request.user, MANAGE)
    shown = Agency.objects.select_related("parent").get(pk=agency.pk)
    form = AgencyForm(request.POST or None, instance=agency)
    if request.method == "POST" and form.is_valid():
        try:
            agency = register.change_agency(
                by=request.user, at=arrival(request), agency=shown, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Perubahan %(name)s disimpan.") % {"name": agency.name})
            return redirect("agencies:list")
    return _form_page(request, form, shown)


def _form_page(request, form, agency=None):
    status = 422 if form.errors else 200
    return render(request, "agencies/agency_edit.html", {"form": form, "agency": agency}, status=status)


@access(MANAGE)
def deactivate(request, code: str):
    agency = visible_or_404(Agency.objects.visible_to(request.user), code=code)
    require(request.user, MANAGE)
    name = {"name": agency.name}
    question = Question(
        title=_("Nonaktifkan %(name)s") % name,
        text=_("Instansi ini tidak lagi dapat mengusulkan inovasi atau menerima anggota. Riwayatnya tetap."),
        action=_("Nonaktifkan instansi"),
        back=reverse("agencies:change", args=[agency.code]),
        done=_("%(name)s dinonaktifkan.") % name,
    )
    return ask_reason(
        request,
        question,
        lambda reason: register.deactivate(
            by=request.user, at=arrival(request), agency=agency, reason=reason
        ),
    )


@access(MANAGE)
def reactivate(request, code: str):
    agency = visible_or_404(Agency.objects.visible_to(request.user), code=code)
    require(request.user, MANAGE)
    name = {"name": agency.name}
    question = Question(
        title=_("Aktifkan kembali %(name)s") % name,
        text=_("Instansi ini dapat kembali mengusulkan inovasi."),
        action=_("Aktifkan instansi"),
        back=reverse("agencies:change", args=[agency.code]),
        done=_("%(name)s aktif kembali.") % name,
        kind="primary",
    )
    return ask_reason(
        request,
        question,
        lambda reason: register.reactivate(
            by=request.user, at=arrival(request), agency=agency, reason=reason
        ),
    )
