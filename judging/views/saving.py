"""What a page that saves by itself is told: saved at what time, contested by what, or unreadable and why."""

from django.forms import Form
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competitions.models import Competition
from kipp.lib import moments
from kipp.lib.errors import Stale
from kipp.lib.web import arrival


def saved(request: HttpRequest, edition: Competition, revision: int) -> JsonResponse:
    clock = moments.format_clock(arrival(request), edition.zone, get_language() or "id")
    return JsonResponse({"revision": revision, "message": _("Tersimpan %s") % clock})


def contested(stale: Stale, current: dict, *, given: dict) -> JsonResponse:
    """Both versions: nothing is overwritten, nothing typed is lost."""
    return JsonResponse({"message": str(stale), "current": current, "given": given}, status=409)


def unreadable(form: Form) -> JsonResponse:
    return JsonResponse({"message": sentences(form)}, status=422)


def sentences(form: Form) -> str:
    """All that is wrong with a form, one after the other."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
