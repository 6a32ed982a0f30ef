"""Indonesian unless a person chose otherwise: a browser set to English proves nothing about its owner."""

from django.conf import settings
from django.utils import translation


class LanguageMiddleware:
    """Reads the choice that the language switch stored; never the browser's Accept-Language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        is_known = chosen in dict(settings.LANGUAGES)
        with translation.override(chosen if is_known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
