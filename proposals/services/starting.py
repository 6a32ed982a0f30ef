"""Begin a proposal."""

from datetime import datetime

from django.db import IntegrityError, transaction

from agencies.models import Agency, User
from agencies.services import audit
from competitions.models import Competition
from proposals.enums import TeamKind
from proposals.models import Innovation, Proposal
from proposals.reads.rulings import fitting_group
from proposals.titles import title_key

from . import gate


def start(
    *, competition: Competition, agency: Agency, by: User, at: datetime, title: str, code: str
) -> Proposal:
    """Open a draft in an edition, only while its call is open for the agency.

    `code` was made by the server when the form was shown: sending the form twice finds the draft that
    the first time made.
    """
    gate.require_open(competition, agency, at)
    try:
        with transaction.atomic():
            return _create(competition, agency, by, at, title, code)
    except IntegrityError:
        return Proposal.objects.get(code=code, created_by=by, competition=competition)


def _create(
    competition: Competition, agency: Agency, by: User, at: datetime, title: str, code: str
) -> Proposal:
    tracks = list(competition.tracks.all()[:2])
    proposal = Proposal.objects.create(
        code=code,
        competition=competition,
        innovation=_innovation(agency, title, at),
        agency=agency,
        title=title,
        track=tracks[0] if len(tracks) == 1 else None,
        team_kind=TeamKind.taken_by(competition)[0],
        group=fitting_group(competition, agency),
        created_at=at,
        created_by=by,
        saved_at=at,
    )
    audit.record(by=by, at=at, verb="proposal.started", subject=f"proposal:{proposal.code}")
    return proposal


def _innovation(agency: Agency, title: str, at: datetime) -> Innovation:
    """The agency's innovation of that title, so that editions after editions speak of one thing."""
    key = title_key(title)
    for known in agency.innovations.order_by("pk"):
        if title_key(known.title) == key:
            return known
    return Innovation.objects.create(agency=agency, title=title, registered_at=at)
