"""A release's PDFs. Everything printed comes from the release's payload and annex, checked first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from judging.enums import DocumentKind, MinutesKind
from judging.models import Document, Minutes, MinutesPaper, ResultRelease
from judging.reads import plenary_minutes, published
from kipp.lib import canonical, qr
from kipp.lib import pdf as pdf_file
from kipp.lib.moments import format_day

TEMPLATES = {
    DocumentKind.REPORT: "documents/report.html",
    DocumentKind.RANKING: "documents/ranking.html",
}
MINUTES = {MinutesKind.FIELD: "documents/minutes_field.html"}

IN_A_ROW = 3  # signature blocks


class TamperedReleaseError(ValueError):
    """A release no longer gives its hash: nothing is printed from it."""


@dataclass(frozen=True)
class Signer:
    role: str
    name: str = ""
    rank: str = ""
    nip: str = ""


def pdf(document: Document) -> bytes:
    """The PDF's bytes; the same release gives the same bytes."""
    release = ResultRelease.objects.select_related("stage__competition__organiser").get(
        pk=document.release_id
    )
    check(release)
    with translation.override("id"):
        html = render_to_string(TEMPLATES[document.kind], _context(document, release))
    return pdf_file.render(html, assets={"qr.svg": qr.svg_file(qr.verification_url(release.sha256))})


def minutes_pdf(paper: MinutesPaper) -> bytes:
    """Minutes as they are printed and signed: the same payload gives the same bytes."""
    minutes = Minutes.objects.select_related("stage__competition__organiser").get(pk=paper.minutes_id)
    if canonical.sha256(minutes.payload) != minutes.sha256:
        raise TamperedReleaseError(f"minutes {minutes.pk}: the payload was changed")
    verify_url = qr.verification_url(minutes.sha256)
    said = json.loads(minutes.payload)
    competition = minutes.stage.competition
    session = plenary_minutes.shown(said["plenary"]) if said.get("plenary") else None
    chair, signers = _who_signs(said, session)
    context = {
        "minutes": minutes,
        "competition": competition,
        "said": said,
        "made_on": minutes.made_at.astimezone(competition.tz).date(),
        "verify_url": verify_url,
        "qr": "asset:qr.svg",
        "signer_rows": [signers[i : i + IN_A_ROW] for i in range(0, len(signers), IN_A_ROW)],
        "chair": chair,
        "session": session,
        "place_and_date": f"{competition.region}, …………………………",
    }
    with translation.override("id"):
        html = render_to_string(MINUTES.get(minutes.kind, "documents/minutes.html"), context)
    return pdf_file.render(html, assets={"qr.svg": qr.svg_file(verify_url)})


def _who_signs(
    said: Mapping[str, Any], session: plenary_minutes.Shown | None
) -> tuple[list[Signer], list[Signer]]:
    """Who signs first, and everybody else: the host and who came, who sat, or whose sheets count."""
    if "visit" in said:
        visitors = [Signer(_("Petugas verifikasi"), row["name"]) for row in said["visitors"]]
        return [Signer(said["host"]["post"] or _("Wakil instansi"), said["host"]["name"])], visitors
    if session is None:
        jurors = [Signer(_("Juri"), juror["name"]) for juror in said["jurors"] if juror["sheets"]]
        return [Signer(_("Ketua tim penilai"))], jurors
    signing = [Signer(row["role"], row["name"], rank=row["post"]) for row in session.signing()]
    return signing[:1], signing[1:]


def check(release: ResultRelease) -> None:
    """Raise TamperedReleaseError unless payload and annex give the hashes that were published."""
    if canonical.sha256(release.payload) != release.sha256:
        raise TamperedReleaseError(f"release {release.code}: the payload was changed")
    if canonical.sha256(release.annex) != json.loads(release.payload)["annex_sha256"]:
        raise TamperedReleaseError(f"release {release.code}: the annex was changed")


def _context(document: Document, release: ResultRelease) -> dict[str, object]:
    competition, result = release.stage.competition, published.result(release)
    context = {
        "release": release,
        "competition": competition,
        "result": result,
        "verify_url": qr.verification_url(release.sha256),
        "qr": "asset:qr.svg",
        "signers": [Signer(result.letter["signer_post"], result.letter["signer"])],
        "place_and_date": f"{competition.region}, {format_day(result.letter_on)}",
    }
    if document.kind == DocumentKind.REPORT:
        context["report"] = published.report(release, document.proposal.code)
    else:
        blocks = [Signer(_("Juri %(letter)s") % {"letter": letter}) for letter in result.jurors]
        context["juror_rows"] = [blocks[i : i + IN_A_ROW] for i in range(0, len(blocks), IN_A_ROW)]
    return context
