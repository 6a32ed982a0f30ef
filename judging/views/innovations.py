"""One innovation over the years: the page joins what agencies wrote with what judging found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from judging.reads.innovations import InnovationPage
from kipp.lib.web import access, require, visible_or_404
from proposals.reads.innovations import listed

VIEW = "proposals.view_innovation"


@access(VIEW)
def innovation(request: HttpRequest, code: str) -> HttpResponse:
    """Who takes over and asks what this has won; who must report it once more and will not type it again."""
    rows = listed(request.user).select_related("agency", "profile")
    found = visible_or_404(rows, code=code)
    require(request.user, VIEW, found)
    may = request.user.has_perm
    context = {
        "page": InnovationPage(found, request.user),
        "innovation": found,
        "is_own": may("proposals.edit_innovation", found),
        "may_export": may("proposals.export_innovation", found),
        "may_recognise": may("proposals.recognise_innovation", found),
    }
    return render(request, "judging/innovation.html", context)
