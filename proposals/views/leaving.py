"""The page between the portal and an address that somebody typed."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kipp.lib import leaving
from kipp.lib.web import SIGNED_IN, access


@require_safe
@access(SIGNED_IN)
def leave(request, target):
    """A juror who follows a video; must see whose place it is, and tell that place nothing."""
    address = leaving.target_of(target)
    if address is None:
        raise Http404
    context = {"address": address, "host": leaving.host_of(address)}
    response = render(request, "proposals/leave.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
