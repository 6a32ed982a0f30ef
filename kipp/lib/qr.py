"""The QR code that leads from paper to the public page where a hash is checked."""

from io import BytesIO

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def verification_url(sha256: str) -> str:
    return f"{settings.SITE_URL}/verifikasi/{sha256}/"


def svg_inline(url: str, title: str) -> SafeString:
    """For pages. Drawn by segno from an address of ours; `title` names it for screen readers."""
    drawing = segno.make(url, error="m").svg_inline(scale=3, border=2, title=title, light="#fff")
    return mark_safe(drawing)  # noqa: S308


def svg_file(url: str) -> bytes:
    """For documents, as an asset."""
    out = BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue()
