"""The head of an agency and its own people: who may write for it, without asking the bureau."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies import roles
from agencies.forms.people import ColleagueForm
from agencies.models import Agency, Invitation, Membership
from agencies.services import invitations, people
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404

from .reasons import Question, ask_reason

LEAD = "agencies.lead_agency"


@access(LEAD)
def colleagues(request, code: str):
    """A head whose staff changed; must not leave the door open to who has left."""
    agency = _led(request, code)
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(
                by=request.user, at=arrival(request), agency=agency, role=roles.STAFF, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("email", refused.message)
        else:
            sentence = _("Undangan untuk %(email)s dikirim. Tautannya berlaku 14 hari.")
            messages.success(request, sentence % {"email": form.cleaned_data["email"]})
            return redirect("agencies:colleagues", code)
    entrants = agency.memberships.filter(role__in=roles.ENTRANT_ROLES, user__is_active=True)
    context = {
        "agency": agency,
        "memberships": entrants.select_related("user").order_by("user__name", "pk"),
        "invited": _invited(agency).waiting(arrival(request)).order_by("-invited_at"),
        "form": form,
    }
    return render(request, "agencies/colleague_list.html", context, status=422 if form.errors else 200)


@access(LEAD)
def remove(request, code: str, user_code: str):
    """Of staff only: another head is the bureau's business."""
    agency = _led(request, code)
    held = Membership.objects.filter(agency=agency, role=roles.STAFF).select_related("user", "agency")
    membership = visible_or_404(held, user__code=user_code)
    words = {"person": membership.user.name, "agency": agency.name}
    question = Question(
        title=_("%(person)s tidak lagi menulis untuk %(agency)s") % words,
        text=_("Tulisan dan berkasnya tetap. Alihkan lebih dahulu proposal yang menjadi tanggung jawabnya."),
        action=_("Cabut peran staf"),
        back=reverse("agencies:colleagues", args=[code]),
        done=_("Peran dicabut."),
    )
    return ask_reason(
        request,
        question,
        lambda reason: people.remove_role(
            by=request.user, at=arrival(request), membership=membership, reason=reason
        ),
    )


@require_POST
@access(LEAD)
def uninvite(request, code: str, invitation_code: str):
    agency = _led(request, code)
    invitation = visible_or_404(_invited(agency), code=invitation_code)
    invitations.revoke(
        by=request.user, at=arrival(request), invitation=invitation, reason=_("Dibatalkan pimpinan instansi.")
    )
    messages.success(request, _("Undangan dibatalkan."))
    return redirect("agencies:colleagues", code)


def _led(request: HttpRequest, code: str) -> Agency:
    agency = visible_or_404(Agency.objects.visible_to(request.user), code=code)
    require(request.user, LEAD, agency)
    return agency


def _invited(agency: Agency):
    return Invitation.objects.addressed().filter(agency=agency, role=roles.STAFF)
