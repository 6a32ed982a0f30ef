"""Files that people gave and documents that the portal made: named by their content, handed out with care."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse

PDF = "application/pdf"
DOWNLOADED = "sandbox; default-src 'none'"
#: What a browser's own viewer needs to draw a PDF, and nothing that a page could use. `sandbox` would be
#: stricter, but viewers that are plug-ins stay empty under it.
SHOWN = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def store(folder: str, content: bytes, extension: str) -> str:
    """Keep bytes under their own SHA-256 and return the name; the same bytes twice are one file.

    A file of another length under that name is what a crash left behind: it gets no rows, the whole
    content is written beside it.
    """
    name = f"{folder}/{digest(content)}{extension}"
    if default_storage.exists(name) and default_storage.size(name) == len(content):
        return name
    return default_storage.save(name, ContentFile(content))


def hand_out(stored, name: str, content_type: str) -> FileResponse:
    """A stored file as a download that no browser will run: attachment, not sniffed, sandboxed."""
    response = FileResponse(stored.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    return _guarded(response, DOWNLOADED)


def show(stored, name: str, content_type: str) -> FileResponse:
    """A stored PDF in the browser's own viewer; anything else is handed out as a download."""
    if content_type != PDF:
        return hand_out(stored, name, content_type)
    return _guarded(FileResponse(stored.open("rb"), filename=name, content_type=PDF), SHOWN)


def _guarded(response: FileResponse, policy: str) -> FileResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = policy
    return response
