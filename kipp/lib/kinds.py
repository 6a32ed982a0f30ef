"""The five kinds of file the portal takes: how each is named, begins, is called and measured."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from .numbers import format_size

_OPEN_XML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """`probe` is the program that reads it (kipp/lib/probes), `has_picture` whether a page can show it."""

    code: str
    label: str
    content_type: str
    extensions: tuple[str, ...]
    magic: bytes
    probe: str
    has_picture: bool = False

    @property
    def extension(self) -> str:
        return self.extensions[0]


PDF = Kind("pdf", "PDF", "application/pdf", (".pdf",), b"%PDF-", "pdf", has_picture=True)
DOCX = Kind("docx", "DOCX", _OPEN_XML + "wordprocessingml.document", (".docx",), b"PK\x03\x04", "office")
XLSX = Kind("xlsx", "XLSX", _OPEN_XML + "spreadsheetml.sheet", (".xlsx",), b"PK\x03\x04", "office")
JPEG = Kind("jpg", "JPEG", "image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff", "image", has_picture=True)
PNG = Kind("png", "PNG", "image/png", (".png",), b"\x89PNG\r\n\x1a\n", "image", has_picture=True)
KINDS = (PDF, DOCX, XLSX, JPEG, PNG)

#: By the word with which a place for files says what it takes.
ACCEPTED = {
    "pdf": (PDF,),
    "document": (PDF, DOCX, XLSX),
    "image": (JPEG, PNG),
    "any": KINDS,
}
CALLED = {
    "pdf": gettext_lazy("PDF"),
    "document": gettext_lazy("PDF, DOCX, atau XLSX"),
    "image": gettext_lazy("foto JPEG atau PNG"),
    "any": gettext_lazy("PDF, DOCX, XLSX, atau foto JPEG dan PNG"),
}


def kind_of(name: str, among: Iterable[Kind] = KINDS) -> Kind | None:
    """The kind that a file's name claims."""
    return next((kind for kind in among if name.lower().endswith(kind.extensions)), None)


def extent(pages: int, name: str) -> str:
    """3 halaman, 2 lembar kerja; empty for a photo and for what was not counted."""
    kind = kind_of(name) or PDF
    if not pages or kind.probe == "image":
        return ""
    if kind is XLSX:
        return ngettext("%(n)s lembar kerja", "%(n)s lembar kerja", pages) % {"n": pages}
    return ngettext("%(n)s halaman", "%(n)s halaman", pages) % {"n": pages}


def accepted_words(accepts: str) -> str:
    """What a place takes, and how large."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    limit = format_size(settings.MAX_UPLOAD_BYTES, language)
    return _("Berkas %(kinds)s, paling besar %(limit)s.") % {"kinds": CALLED[accepts], "limit": limit}


def accepted_types(accepts: str) -> str:
    """For the browser's own chooser."""
    return ",".join([e for kind in ACCEPTED[accepts] for e in (*kind.extensions, kind.content_type)])
