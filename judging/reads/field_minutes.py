"""What the minutes of a visit say: claims, what each saw of them, photos, and the agency's answer."""

from collections.abc import Sequence
from datetime import UTC, datetime

from judging.models import FieldVisit, Observation, Photo, Visitor
from judging.reads.field import Finding

AGREED, OBJECTED, SILENT = "agreed", "objected", "silent"


def said(visit: FieldVisit, found: Sequence[Finding]) -> dict[str, object]:
    """Plain words and strings for the payload: instants in UTC, places as decimals in strings.

    Only who finished speaks: what somebody left half done is not in the minutes, but that they left it is.
    """
    proposal = visit.entry.proposal
    return {
        "visit": {
            "code": visit.code,
            "proposal": {"code": proposal.code, "title": proposal.title, "agency": proposal.agency.name},
            "planned_at": _instant(visit.planned_at),
            "place": visit.place,
        },
        "visitors": [
            {"name": visitor.user.name, "finished_at": _instant(visitor.finished_at)}
            for visitor in visit.visitors.all()
        ],
        "claims": [_claim(finding) for finding in found],
        "host": {"name": visit.host_name, "post": visit.host_post},
        "agreement": _agreement(visit),
    }


def _claim(finding: Finding) -> dict[str, object]:
    claim = finding.claim
    return {
        "source": claim.source,
        "text": claim.text,
        "observations": [
            _observation(visitor, noted) for visitor, noted in finding.seen if noted and visitor.finished_at
        ],
        "photos": [_photo(photo) for photo in finding.photos if photo.visitor.finished_at],
    }


def _observation(visitor: Visitor, noted: Observation) -> dict[str, object]:
    return {
        "visitor": visitor.user.name,
        "verdict": noted.verdict,
        "note": noted.note,
        "noted_at": _instant(noted.noted_at),
    }


def _photo(photo: Photo) -> dict[str, object]:
    return {
        "sha256": photo.sha256,
        "caption": photo.caption,
        "taken_at": _instant(photo.taken_at),
        "latitude": None if photo.latitude is None else str(photo.latitude),
        "longitude": None if photo.longitude is None else str(photo.longitude),
        "by": photo.visitor.user.name,
    }


def _agreement(visit: FieldVisit) -> dict[str, object]:
    answer = SILENT if not visit.agreed_at else OBJECTED if visit.has_objection else AGREED
    return {
        "answer": answer,
        "remark": visit.remark,
        "by": visit.agreed_by.name if visit.agreed_by else "",
        "at": _instant(visit.agreed_at),
        "unsigned_reason": visit.unsigned_reason,
    }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
