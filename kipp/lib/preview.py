"""Pages as pictures: phones have no PDF viewer in the page.

Drawn once and kept in storage, from where they may be thrown away at will.
"""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse

from .kinds import kind_of
from .probing import probe

WIDTH = 1000
MOST_PAGES = 20  # of one file; who wants more opens the file
CONTENT_TYPE = "image/webp"


def pages_shown(name: str, pages: int) -> range:
    """The numbers of the pages that a web page may show of a file."""
    kind = kind_of(name)
    if kind is None or not kind.has_picture:
        return range(0)
    return range(1, min(max(pages, 1), MOST_PAGES) + 1)


def picture(stored, *, sha256: str, name: str, page: int) -> bytes:
    """One page, drawn by a process of its own unless it is in store; empty when it cannot be drawn."""
    place = _place(sha256, page)
    if default_storage.exists(place):
        with default_storage.open(place) as kept:
            return kept.read()
    with stored.open("rb") as given:
        found, drawn = probe("picture", given.read(), kind_of(name).code, str(page), str(WIDTH))
    if "problem" in found or not drawn:
        return b""
    default_storage.save(place, ContentFile(drawn))
    return drawn


def forget(sha256: str) -> None:
    """The picture of a photo that is gone."""
    default_storage.delete(_place(sha256, 1))


def _place(sha256: str, page: int) -> str:
    return f"previews/{sha256}/{WIDTH}-{page}.webp"


def answer(drawn: bytes) -> HttpResponse:
    response = HttpResponse(drawn, content_type=CONTENT_TYPE)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
