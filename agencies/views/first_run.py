"""The first page of an empty portal: whoever started it says who runs it."""

from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from agencies.forms.invitations import FirstRunForm
from agencies.models import Invitation
from agencies.services import first_run, invitations
from kipp.lib.errors import Refused
from kipp.lib.web import PUBLIC, access, arrival

from .invitations import BACKEND


@access(PUBLIC)
@sensitive_post_parameters("password1", "password2")
def found(request, token: str):
    waiting = Invitation.objects.first_links().waiting(arrival(request))
    invitation = waiting.filter(token_sha256=invitations.fingerprint(token)).first()
    if invitation is None or first_run.is_founded():
        return render(request, "agencies/first_run_dead.html", status=404)
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data.pop("password1")
        form.cleaned_data.pop("password2")
        try:
            user = first_run.found(
                at=arrival(request), invitation=invitation, password=password, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            login(request, user, backend=BACKEND)
            return redirect("judging:home")
    return render(request, "agencies/first_run.html", {"form": form}, status=422 if form.errors else 200)
