"""A release's PDFs. Everything printed comes from the release's payload and annex, checked first."""

import json

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from judging.enums import DocumentKind
from judging.models import Document, ResultRelease
from judging.reads import published
from kipp.lib import canonical
from kipp.lib import pdf as engine

TEMPLATES = {
    DocumentKind.REPORT: "documents/report.html",
    DocumentKind.RANKING: "documents/ranking.html",
}


class TamperedReleaseError(ValueError):
    """A release no longer gives its hash: nothing is printed from it."""


def pdf(document: Document) -> bytes:
    """The PDF's bytes; the same release gives the same bytes."""
    release = ResultRelease.objects.select_related("stage__competition__organiser").get(
        pk=document.release_id
    )
    check(release)
    context = _context(document, release)
    with translation.override("id"):
        return engine.render(render_to_string(TEMPLATES[document.kind], context))


def check(release: ResultRelease) -> None:
    """Raise TamperedReleaseError unless payload and annex give the hashes that were published."""
    if canonical.sha256(release.payload) != release.sha256:
        raise TamperedReleaseError(f"release {release.code}: the payload was changed")
    if canonical.sha256(release.annex) != json.loads(release.payload)["annex_sha256"]:
        raise TamperedReleaseError(f"release {release.code}: the annex was changed")


def verify_address(release: ResultRelease) -> str:
    return f"{settings.SITE_URL}/verifikasi/{release.sha256}/"


def _context(document: Document, release: ResultRelease) -> dict[str, object]:
    address = verify_address(release)
    context = {
        "release": release,
        "competition": release.stage.competition,
        "result": published.result(release),
        "verify_url": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=3, border=0),
    }
    if document.proposal is not None:
        context["report"] = published.report(release, document.proposal.code)
    return context
