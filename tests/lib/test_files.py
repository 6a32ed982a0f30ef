"""How stored files leave the portal."""

import pytest
from django.core.files.base import ContentFile

from kipp.lib import files
from tests.proposals.paper import make_pdf


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/octet-stream"])
def test_show_anything_but_a_pdf_stays_a_sandboxed_download(content_type):
    response = files.show(ContentFile(b"<script>", name="x"), "x.pdf", content_type)
    assert response["Content-Disposition"] == 'attachment; filename="x.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_show_a_pdf_opens_in_the_browser_and_may_load_nothing():
    response = files.show(ContentFile(make_pdf(), name="x"), "surat pernyataan.pdf", "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="surat pernyataan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; object-src 'self'")
    assert "script-src" not in response["Content-Security-Policy"]


def test_hand_out_is_a_sandboxed_download_even_of_a_pdf():
    response = files.hand_out(ContentFile(make_pdf(), name="x"), "laporan.pdf", "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="laporan.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
