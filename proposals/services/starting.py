"""Begin a proposal: of a new innovation, or of one that was entered before, with or without its words."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from agencies.services import audit
from competitions.models import Competition
from kipp.lib.errors import Refused
from proposals.enums import TeamKind
from proposals.models import Innovation, Proposal
from proposals.reads import reuse as reuse_reads
from proposals.reads.rulings import fitting_group
from proposals.titles import title_key

from . import gate, reuse


def start(
    *,
    competition: Competition,
    agency: Agency,
    by: User,
    at: datetime,
    title: str,
    code: str,
    innovation: Innovation | None = None,
    carries: bool = False,
    files: Collection[str] = (),
) -> Proposal:
    """Open a draft in an edition, only while its call is open for the agency.

    `code` was made by the server when the form was shown: sending the form twice finds the draft that
    the first time made. With an `innovation` it is that one, else the agency's of the same title, else a
    new one. `carries` takes the words of its latest proposal over, and the files named in `files`.
    Raises Refused.
    """
    gate.require_open(competition, agency, at)
    try:
        with transaction.atomic():
            if innovation is not None and not Proposal.objects.filter(code=code).exists():
                _require_free(innovation, agency, competition)
            proposal = _create(competition, agency, by, at, title, code, innovation)
            if innovation is not None and carries:
                _carry(proposal, innovation, files, by, at)
            return proposal
    except IntegrityError:
        return Proposal.objects.get(code=code, created_by=by, competition=competition)


def _require_free(innovation: Innovation, agency: Agency, competition: Competition) -> None:
    """One innovation enters an edition once."""
    held = Innovation.objects.select_for_update().get(pk=innovation.pk)
    if held.agency_id != agency.pk:
        raise Refused(_("Inovasi ini milik instansi lain. Pilih inovasi instansi Anda."), status=422)
    if reuse_reads.present_in(held, competition) is not None:
        raise Refused(_("Inovasi ini sudah punya proposal pada edisi ini. Lanjutkan proposal itu."))


def _create(
    competition: Competition,
    agency: Agency,
    by: User,
    at: datetime,
    title: str,
    code: str,
    innovation: Innovation | None,
) -> Proposal:
    tracks = list(competition.tracks.all()[:2])
    proposal = Proposal.objects.create(
        code=code,
        competition=competition,
        innovation=innovation or _innovation(agency, title, at),
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


def _carry(
    proposal: Proposal, innovation: Innovation, files: Collection[str], by: User, at: datetime
) -> None:
    before = reuse_reads.with_sources(innovation.proposals.exclude(pk=proposal.pk))
    preview = reuse_reads.preview(before, proposal.competition)
    if preview is not None:
        reuse.copy(proposal=proposal, preview=preview, files=files, by=by, at=at)


def _innovation(agency: Agency, title: str, at: datetime) -> Innovation:
    """The agency's innovation of that title, so that editions after editions speak of one thing."""
    key = title_key(title)
    for known in agency.innovations.order_by("pk"):
        if title_key(known.title) == key:
            return known
    return Innovation.objects.create(agency=agency, title=title, registered_at=at)
