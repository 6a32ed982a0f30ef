"""Inviting people, and the page where they come in."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from agencies.filters import InvitationFilterSet
from agencies.forms.invitations import AcceptForm, InvitationForm
from agencies.models import Agency, Invitation, User
from agencies.roles import Post
from agencies.services import invitations
from kipp.lib.errors import Refused
from kipp.lib.lists import FilteredListView
from kipp.lib.web import PUBLIC, access, arrival, require, visible_or_404

from .reasons import Question, ask_reason

VIEW, INVITE = "agencies.view_register", "agencies.invite_people"
GRANT, FILL = "agencies.grant_role", "agencies.fill_post"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHOWN_ONCE = "invitation_link"


class InvitationList(FilteredListView):
    """The bureau, asking who has not come in yet; a new link is shown here once, to copy."""

    access = VIEW
    model = Invitation
    filterset_class = InvitationFilterSet
    template_name = "agencies/invitation_list.html"
    ordering = ("-invited_at", "-pk")
    sorts = {"name": "name", "invited": "invited_at", "expires": "expires_at"}

    def get_queryset(self):
        rows = Invitation.objects.visible_to(self.request.user).for_list(arrival(self.request))
        return rows.order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        new_link = self.request.session.pop(SHOWN_ONCE, None)
        return super().get_context_data(
            new_link=new_link, may_invite=self.request.user.has_perm(INVITE), **kwargs
        )


def _require_post(user: User, role: str, agency: Agency | None) -> None:
    require(user, GRANT, role)
    require(user, FILL, Post(role, agency))


def _grantable(request, code: str) -> Invitation:
    """An invitation to a post that this person may fill."""
    rows = Invitation.objects.visible_to(request.user).select_related("agency")
    invitation = visible_or_404(rows, code=code)
    _require_post(request.user, invitation.role, invitation.agency)
    return invitation


@access(INVITE)
def create(request):
    require(request.user, INVITE)
    form = InvitationForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        guest = form.guest()
        _require_post(request.user, guest["role"], guest["agency"])
        try:
            issued = invitations.invite(by=request.user, at=arrival(request), **guest)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return _show_once(request, *issued)
    status = 422 if form.errors else 200
    return render(request, "agencies/invitation_create.html", {"form": form}, status=status)


@access(INVITE)
@require_POST
def resend(request, code: str):
    invitation = _grantable(request, code)
    return _show_once(
        request, *invitations.resend(by=request.user, at=arrival(request), invitation=invitation)
    )


def _show_once(request, invitation: Invitation, link: str):
    """The link is known only now: the list shows it on its next opening, and never again."""
    request.session[SHOWN_ONCE] = {"email": invitation.email, "link": link}
    messages.success(request, _("Undangan untuk %(email)s dikirim.") % {"email": invitation.email})
    return redirect("agencies:invitations")


@access(INVITE)
def revoke(request, code: str):
    invitation = _grantable(request, code)
    question = Question(
        title=_("Batalkan undangan untuk %(email)s") % {"email": invitation.email},
        text=_("Tautan yang sudah dikirim tidak dapat dipakai lagi."),
        action=_("Batalkan undangan"),
        back=reverse("agencies:invitations"),
        done=_("Undangan dibatalkan."),
    )
    return ask_reason(
        request,
        question,
        lambda reason: invitations.revoke(
            by=request.user, at=arrival(request), invitation=invitation, reason=reason
        ),
    )


@access(PUBLIC)
@sensitive_post_parameters("password1", "password2")
def accept(request, token: str):
    """Whoever holds a live link: makes an account, or adds the role to the account that is signed in."""
    waiting = Invitation.objects.addressed().waiting(arrival(request)).select_related("agency", "invited_by")
    invitation = waiting.filter(token_sha256=invitations.fingerprint(token)).first()
    if invitation is None:
        return render(request, "agencies/invitation_dead.html", status=404)
    holders = User.objects.filter(email=invitation.email)
    if holders.exists() and not holders.awaited().exists():
        return _accept_as_known(request, invitation)
    return _accept_as_new(request, invitation)


def _accept_as_new(request, invitation: Invitation):
    form = AcceptForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        user = invitations.accept_as_new(
            at=arrival(request),
            invitation=invitation,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password1"],
        )
        login(request, user, backend=BACKEND)
        messages.success(request, _("Akun Anda sudah jadi. Silakan mulai."))
        return redirect("judging:home")
    context = {"form": form, "invitation": invitation}
    return render(request, "agencies/invitation_accept.html", context, status=422 if form.errors else 200)


def _accept_as_known(request, invitation: Invitation):
    is_theirs = request.user.is_authenticated and request.user.email == invitation.email
    if request.method == "POST" and is_theirs:
        invitations.accept_as_known(by=request.user, at=arrival(request), invitation=invitation)
        messages.success(request, _("Undangan diterima."))
        return redirect("judging:home")
    context = {"invitation": invitation, "is_theirs": is_theirs}
    return render(request, "agencies/invitation_confirm.html", context)
