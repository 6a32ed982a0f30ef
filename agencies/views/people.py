"""People: their roles, their workplace, their account."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.enums import Role
from agencies.filters import PersonFilterSet
from agencies.forms.people import RoleForm, WorkplaceForm
from agencies.models import Membership, User
from agencies.roles import Post
from agencies.services import people
from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, require, visible_or_404

from .reasons import Question, ask_reason

VIEW, MANAGE = "agencies.view_register", "agencies.manage_register"
GRANT, FILL, ACCOUNT = "agencies.grant_role", "agencies.fill_post", "agencies.manage_account"


class PersonList(FilteredListView):
    """The bureau, looking up who may do what; must not take one person for another of the same name."""

    access = VIEW
    model = User
    filterset_class = PersonFilterSet
    template_name = "agencies/person_list.html"
    ordering = ("name", "pk")
    sorts = {"name": "name", "email": "email", "joined": "joined_at"}

    def get_queryset(self):
        return User.objects.visible_to(self.request.user).for_list().order_by(*self.get_ordering())


def person_or_404(request, code: str) -> User:
    return visible_or_404(User.objects.visible_to(request.user).select_related("employer"), code=code)


def _page(request, person: User, *, role_form=None, work_form=None, status: int = 200):
    workplace = {"employer": person.employer_id, "institution": person.institution}
    context = {
        "person": person,
        "memberships": person.memberships.select_related("agency").order_by("agency__name", "role"),
        "role_form": role_form or RoleForm(by=request.user),
        "work_form": work_form or WorkplaceForm(initial=workplace),
        "may_manage": request.user.has_perm(MANAGE),
        "may_manage_account": request.user.has_perm(ACCOUNT, person),
    }
    return render(request, "agencies/person_detail.html", context, status=status)


@access(VIEW)
def detail(request, code: str):
    require(request.user, VIEW)
    return _page(request, person_or_404(request, code))


@access(GRANT)
@require_POST
def add_role(request, code: str):
    person = person_or_404(request, code)
    form = RoleForm(request.POST, by=request.user)
    if not form.is_valid():
        require(request.user, MANAGE)
        return _page(request, person, role_form=form, status=422)
    require(request.user, GRANT, form.cleaned_data["role"])
    require(request.user, FILL, Post(**form.cleaned_data))
    people.add_role(by=request.user, at=arrival(request), user=person, **form.cleaned_data)
    messages.success(request, _("Peran ditambahkan."))
    return redirect("agencies:person", code=code)


@access(GRANT)
def remove_role(request, code: str, agency: str, role: str):
    person = person_or_404(request, code)
    memberships = Membership.objects.visible_to(request.user).select_related("agency", "user")
    membership = visible_or_404(memberships, user=person, agency__code=agency, role=role)
    require(request.user, GRANT, role)
    require(request.user, FILL, Post(role, membership.agency))
    words = {"role": Role(role).label, "agency": membership.agency.name, "person": person.name}
    question = Question(
        title=_("Cabut peran %(role)s") % words,
        text=_("%(person)s tidak lagi menjadi %(role)s di %(agency)s. Akun dan pekerjaannya tetap.") % words,
        action=_("Cabut peran"),
        back=reverse("agencies:person", args=[code]),
        done=_("Peran dicabut."),
    )
    return ask_reason(
        request,
        question,
        lambda reason: people.remove_role(
            by=request.user, at=arrival(request), membership=membership, reason=reason
        ),
    )


@access(ACCOUNT)
@require_POST
def set_workplace(request, code: str):
    person = person_or_404(request, code)
    require(request.user, ACCOUNT, person)
    form = WorkplaceForm(request.POST)
    if not form.is_valid():
        return _page(request, person, work_form=form, status=422)
    people.set_employer(by=request.user, at=arrival(request), user=person, **form.cleaned_data)
    messages.success(request, _("Tempat bekerja disimpan."))
    return redirect("agencies:person", code=code)


@access(ACCOUNT)
def disable(request, code: str):
    person = person_or_404(request, code)
    require(request.user, ACCOUNT, person)
    name = {"name": person.name}
    question = Question(
        title=_("Nonaktifkan akun %(name)s") % name,
        text=_("Orang ini langsung keluar dari semua perangkat dan tidak dapat masuk lagi."),
        action=_("Nonaktifkan akun"),
        back=reverse("agencies:person", args=[code]),
        done=_("Akun %(name)s dinonaktifkan.") % name,
    )
    return ask_reason(
        request,
        question,
        lambda reason: people.disable(by=request.user, at=arrival(request), user=person, reason=reason),
    )


@access(ACCOUNT)
def enable(request, code: str):
    person = person_or_404(request, code)
    require(request.user, ACCOUNT, person)
    name = {"name": person.name}
    question = Question(
        title=_("Aktifkan kembali akun %(name)s") % name,
        text=_("Orang ini dapat masuk lagi dengan kata sandi dan peran yang sama seperti sebelumnya."),
        action=_("Aktifkan akun"),
        back=reverse("agencies:person", args=[code]),
        done=_("Akun %(name)s aktif kembali.") % name,
        kind="primary",
    )
    return ask_reason(
        request,
        question,
        lambda reason: people.enable(by=request.user, at=arrival(request), user=person, reason=reason),
    )
