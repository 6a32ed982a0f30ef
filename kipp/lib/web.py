"""The door: which page asks for which permission, when a request arrived, how a refusal is answered.

Every view of ours says who may open it with `@access(...)`; the middleware refuses a view that says
nothing. Views of Django and allauth guard themselves and are listed by package.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import Refused

PUBLIC = "public"
SIGNED_IN = "signed-in"
SELF_GUARDED = ("allauth.", "django.")


def access(rule: str) -> Callable:
    """Declare who may open a view: PUBLIC, SIGNED_IN or a permission (`proposals.edit_proposal`).

    The middleware sends anonymous people to sign in; the view itself calls `require` with the object.
    """

    def declare(view):
        view.access = rule
        return view

    return declare


def arrival(request: HttpRequest) -> datetime:
    """The instant at which the server received the request: stamped once, used for every deadline."""
    return request.arrived_at


def require(user, permission: str, target: object | None = None) -> None:
    if not user.has_perm(permission, target):
        raise PermissionDenied(permission)


def visible_or_404(queryset: QuerySet, **lookup) -> Model:
    """Foreign and nonexistent rows are the same 404; pass a queryset that is already `visible_to`."""
    try:
        return queryset.get(**lookup)
    except queryset.model.DoesNotExist:
        raise Http404 from None


def wants_json(request: HttpRequest) -> bool:
    """Our own scripts ask for JSON and show its `message`; a browser by itself never does."""
    return request.headers.get("Accept") == "application/json"


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page for a refusal that no form can show beside a field."""
    if wants_json(request):
        answer = {"message": str(refused.message), "reasons": [str(reason) for reason in refused.reasons]}
        return JsonResponse(answer, status=refused.status)
    if refused.way and request.method == "GET":
        return redirect(refused.way)
    context = {"message": refused.message, "reasons": refused.reasons, "way": refused.way}
    return render(request, "409.html", context, status=refused.status)


class AccessMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.arrived_at = timezone.now()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        view = getattr(view, "view_class", view)
        rule = getattr(view, "access", None)
        if rule is None:
            if view.__module__.startswith(SELF_GUARDED):
                return None
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} declares no access")
        if rule == PUBLIC or request.user.is_authenticated:
            return None
        if wants_json(request):
            return JsonResponse({"message": _("Sesi Anda berakhir. Masuklah kembali.")}, status=401)
        return login_required(lambda request: None)(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return refusal(request, exception)
        return None
