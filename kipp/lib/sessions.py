"""Two limits of a session: so long after signing in, and so long without any activity."""

import time

from django.conf import settings
from django.contrib.auth import logout

REFRESH_SECONDS = 300  # activity is written this often at most: a row per request would be a write per page


class SessionLimitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            keep_within_limits(request, int(time.time()))
        return self.get_response(request)


def keep_within_limits(request, now: int) -> None:
    """Sign the person out when either limit has passed; otherwise note the activity."""
    started = request.session.setdefault("started", now)
    seen = request.session.setdefault("seen", now)
    if now - started >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS:
        logout(request)
    elif now - seen >= REFRESH_SECONDS:
        request.session["seen"] = now
