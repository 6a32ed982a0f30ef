"""Files that people gave and documents that the portal made: named by their content, handed out with care."""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse


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
    return _guarded(
        FileResponse(stored.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    )


def hand_out_bytes(content: bytes, name: str, content_type: str) -> FileResponse:
    return _guarded(
        FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=content_type)
    )


def _guarded(response: FileResponse) -> FileResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
