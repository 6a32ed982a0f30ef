"""Headers that Django does not set by itself."""

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_signed_in(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_signed_in(request) -> bool:
    """True for a page that was built for one person. Static files never reach the session."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
