"""One's own account."""

from allauth.account.models import EmailAddress
from allauth.account.views import email as allauth_email
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agencies.forms.people import AccountForm, MailChoiceForm
from agencies.models import User
from agencies.services import people
from kipp.lib.web import SIGNED_IN, access, arrival


@access(SIGNED_IN)
def account(request):
    """Anybody signed in, once a year: is my name right on the documents, and what may I do here?"""
    person = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        people.rename(by=request.user, at=arrival(request), **form.cleaned_data)
        messages.success(request, _("Akun Anda disimpan."))
        return redirect("agencies:account")
    memberships = request.user.memberships.select_related("agency").order_by("agency__name", "role")
    context = {"form": form, "memberships": memberships, "mail_form": MailChoiceForm.of(person)}
    return render(request, "agencies/account.html", context, status=422 if form.errors else 200)


@access(SIGNED_IN)
def email(request):
    """One's addresses. The one that somebody was invited at counts as confirmed: with no confirmed address,
    allauth would let anybody take an address, say a professor's, that they never proved to be theirs.
    """
    own = {"user": request.user, "email": request.user.email}
    EmailAddress.objects.update_or_create(**own, defaults={"verified": True, "primary": True})
    return allauth_email(request)
