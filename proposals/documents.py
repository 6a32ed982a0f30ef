"""Documents of the entrant's side, built from a frozen version only."""

import json
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from kipp.lib import pdf, qr
from proposals.enums import TeamKind
from proposals.models import ProposalVersion


def receipt_context(version: ProposalVersion) -> dict[str, object]:
    content = json.loads(version.payload)
    return {
        "version": version,
        "competition": version.proposal.competition,
        "content": content,
        "team_kind": TeamKind(content["team_kind"]).label,
        "started_on": date.fromisoformat(content["started_on"]),
        "sections": [
            {"title": section["title"], "words": sum(answer["words"] for answer in section["answers"])}
            for section in content["sections"]
        ],
        "verify_url": qr.verification_url(version.sha256),
        "qr": "asset:qr.svg",
    }


def receipt_pdf(version: ProposalVersion) -> bytes:
    """The receipt: number, instant with zone, hash and QR code. No "now" in it: it can be made again."""
    with translation.override("id"):
        html = render_to_string("documents/receipt.html", receipt_context(version))
    return pdf.render(html, assets={"qr.svg": qr.svg_file(qr.verification_url(version.sha256))})
