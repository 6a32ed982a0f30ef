"""Former posts: a person's own, and those that an office writes down about somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.forms.former_posts import FormerPostForm
from agencies.models import FormerPost, User
from agencies.services import former_posts as verbs
from kipp.lib.errors import Refused
from kipp.lib.web import SIGNED_IN, access, arrival, require, visible_or_404

from .people import ACCOUNT, person_or_404


@access(SIGNED_IN)
def own(request: HttpRequest) -> HttpResponse:
    """A juror who once worked in an office, before reading: must not judge it by having forgotten it."""
    return _page(request, request.user)


@access(ACCOUNT)
def of_person(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau with a juror's curriculum vitae; must not write one person's office to another."""
    person = person_or_404(request, code)
    require(request.user, ACCOUNT, person)
    return _page(request, person)


def _page(request: HttpRequest, person: User) -> HttpResponse:
    form = FormerPostForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                verbs.state(user=person, by=request.user, at=arrival(request), **form.cleaned_data)
                messages.success(request, _("Jabatan terdahulu disimpan."))
                return redirect(request.path)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    posts = FormerPost.objects.filter(user=person).select_related("agency", "stated_by")
    context = {"person": person, "form": form, "posts": posts, "is_own": person.pk == request.user.pk}
    return render(request, "agencies/former_posts.html", context, status=status)


@access(SIGNED_IN)
@require_POST
def withdraw_own(request: HttpRequest, post_code: str) -> HttpResponse:
    _withdraw(request, request.user, post_code)
    return redirect("agencies:former_posts")


@access(ACCOUNT)
@require_POST
def withdraw(request: HttpRequest, code: str, post_code: str) -> HttpResponse:
    person = person_or_404(request, code)
    require(request.user, ACCOUNT, person)
    _withdraw(request, person, post_code)
    return redirect("agencies:person_former_posts", code=code)


def _withdraw(request: HttpRequest, person: User, post_code: str) -> None:
    posts = FormerPost.objects.filter(user=person).select_related("agency", "user")
    verbs.withdraw(post=visible_or_404(posts, code=post_code), by=request.user, at=arrival(request))
    messages.success(request, _("Jabatan terdahulu dihapus."))
