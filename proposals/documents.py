"""Documents of the entrant's side, built from frozen content only."""

import json
import re
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from competitions.enums import QuestionKind
from kipp.lib import canonical, pdf, qr
from kipp.lib.moments import format_day
from proposals.enums import Outcome, TeamKind
from proposals.models import ProposalVersion, ScreeningLetter, StatementSheet


def receipt_context(version: ProposalVersion) -> dict[str, object]:
    content = json.loads(version.payload)
    return {
        "version": version,
        "competition": version.proposal.competition,
        "content": content,
        "team_kind": TeamKind(content["team_kind"]).label,
        "started_on": date.fromisoformat(content["started_on"]),
        "sections": [
            {"title": section["title"], "words": sum(answer["words"] for answer in prose)}
            for section in content["sections"]
            if (prose := [answer for answer in section["answers"] if answer["kind"] == QuestionKind.TEXT])
        ],
        "verify_url": qr.verification_url(version.sha256),
        "qr": "asset:qr.svg",
    }


def receipt_pdf(version: ProposalVersion) -> bytes:
    """The receipt: number, instant with zone, hash and QR code. No "now" in it: it can be made again."""
    with translation.override("id"):
        html = render_to_string("documents/receipt.html", receipt_context(version))
    return pdf.render(html, assets={"qr.svg": qr.svg_file(qr.verification_url(version.sha256))})


def statement_context(sheet: StatementSheet) -> dict[str, object]:
    content = json.loads(sheet.payload)
    started_on = content.get("started_on")
    return {
        "sheet": sheet,
        "content": content,
        "started_on": date.fromisoformat(started_on) if started_on else None,
        "place": re.sub(r"^(Kota|Kabupaten|Provinsi) ", "", content["region"]),
        "competition": {
            "name": content["edition"],
            "organiser": content["agency"],
            "letterhead": content["letterhead"],
            "is_demo": content["is_demo"],
        },
    }


def statement_pdf(sheet: StatementSheet) -> bytes:
    """A letter to be printed and signed, on the letterhead of the edition; place and date stay open."""
    context = statement_context(sheet)
    with translation.override("id"):
        html = render_to_string(f"documents/statement_{context['content']['kind']}.html", context)
    return pdf.render(html)


def letter_context(content: dict) -> dict[str, object]:
    """What a letter of result shows, on paper and in the preview."""
    place = re.sub(r"^(Kota|Kabupaten|Provinsi) ", "", content["edition"]["region"])
    dated_on = date.fromisoformat(content["letter"]["dated_on"])
    rows = content["proposals"]
    return {
        "content": content,
        "competition": content["edition"],
        "passed": [row for row in rows if row["outcome"] == Outcome.PASSED],
        "rejected": [row for row in rows if row["outcome"] == Outcome.REJECTED],
        "dated_on": dated_on,
        "place_and_date": f"{place}, {format_day(dated_on)}",
        "signers": [
            {
                "role": content["letter"]["signer_post"],
                "name": content["letter"]["signer"],
                "nip": content["letter"]["signer_nip"],
            }
        ],
    }


class TamperedLetterError(ValueError):
    """A letter no longer gives its hash: nothing is printed from it."""


def screening_letter_pdf(letter: ScreeningLetter) -> bytes:
    """The result of the administrative selection for one agency, from what was frozen when it was written."""
    if canonical.sha256(letter.payload) != letter.payload_sha256:
        raise TamperedLetterError(f"letter {letter.code}: the payload was changed")
    url = qr.verification_url(letter.payload_sha256)
    context = letter_context(json.loads(letter.payload)) | {
        "sha256": letter.payload_sha256,
        "verify_url": url,
        "qr": "asset:qr.svg",
    }
    with translation.override("id"):
        html = render_to_string("documents/screening_letter.html", context)
    return pdf.render(html, assets={"qr.svg": qr.svg_file(url)})
