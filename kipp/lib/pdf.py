"""HTML to PDF. The engine takes 1.7 s and 70 MB to load: workers do so as they start, pages never.

Only worker processes render: the engine crashes in threads.
"""

import hashlib
from collections.abc import Mapping

_EMPTY = '<!doctype html><html lang="id"><title>-</title><p>-'


def render(html: str, *, assets: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a page built on `documents/base.html`; the same input gives the same bytes.

    `assets` are files that exist in memory only, written `asset:NAME` in the page. Nothing else is
    fetched but static files: no host, no local file.
    """
    from . import pdf_engine

    return pdf_engine.write(html, assets or {}, hashlib.sha256(html.encode()).digest()[:16])


def warm() -> None:
    """Load the engine, its fonts and the stylesheet by printing an empty page."""
    render(_EMPTY)
