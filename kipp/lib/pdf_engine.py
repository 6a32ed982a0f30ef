"""The PDF engine with its doors shut. Imported by `kipp.lib.pdf` on demand."""

import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLESHEET = "css/document.css"
#: A host that cannot exist: relative addresses in a page or stylesheet become static files.
STATIC = "https://static.invalid/"
ASSET = "asset:"


class RefusedAddress(ValueError):
    """A document asked for something outside; the engine leaves it out."""


class ClosedFetcher(URLFetcher):
    """Serves static files, the document's own assets and data written in it; refuses every other address."""

    def __init__(self, assets: Mapping[str, bytes]):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        if url.startswith(ASSET):
            name = url.removeprefix(ASSET)
            if name not in self.assets:
                raise RefusedAddress(url)
            return _response(url, name, self.assets[name])
        if url.startswith(STATIC):
            return _response(url, url, _static_file(url.removeprefix(STATIC)))
        if url.startswith("data:"):
            return super().fetch(url)
        raise RefusedAddress(url)


def _static_file(path: str) -> bytes:
    found = finders.find(path)
    if not found:
        raise RefusedAddress(path)
    return Path(found).read_bytes()


def _response(url: str, name: str, content: bytes) -> URLFetcherResponse:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return URLFetcherResponse(url, content, {"Content-Type": kind})


@cache
def _look() -> tuple[FontConfiguration, CSS]:
    """Fonts and stylesheet belong together: built apart, the output falls back to another font."""
    fonts = FontConfiguration()
    sheet = CSS(
        string=_static_file(STYLESHEET).decode(),
        base_url=STATIC + STYLESHEET,
        url_fetcher=ClosedFetcher({}),
        font_config=fonts,
    )
    return fonts, sheet


def write(html: str, assets: Mapping[str, bytes], identifier: bytes) -> bytes:
    fonts, sheet = _look()
    page = HTML(string=html, base_url=STATIC, url_fetcher=ClosedFetcher(assets))
    return page.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_identifier=identifier, pdf_variant="pdf/ua-1"
    )
