"""Awards of innovations: those that our own releases give, and those that people know of elsewhere."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Competition
from kipp.lib.errors import Refused
from proposals.enums import AwardLevel
from proposals.lifecycle import Status
from proposals.models import Innovation, Proposal, Recognition

BATCH = 500


def record(
    *, competition: Competition, awards: Mapping[int, str], by: User, at: datetime, reason: str
) -> None:
    """Make the recognitions of an edition those of the release that was just published.

    `awards` names the award of each proposal id; a release of an earlier stage gives none. What stands is
    kept while its proposal is still an awarded one and its name has not changed; the rest is written off
    with the `reason` of the correction. Saying the same again changes nothing. Called after proposals have
    moved, inside the transaction of the verb that publishes; as many queries for one award as for many.
    """
    awarded = {
        proposal.pk: proposal
        for proposal in Proposal.objects.filter(
            competition=competition, status=Status.AWARDED
        ).select_related("innovation")
    }
    standing = list(
        Recognition.objects.select_for_update(of=("self",))
        .filter(proposal__competition=competition, revoked_at=None)
        .select_related("innovation")
    )
    over = [
        row
        for row in standing
        if row.proposal_id not in awarded or awards.get(row.proposal_id, row.name) != row.name
    ]
    kept = {row.proposal_id for row in standing} - {row.proposal_id for row in over}
    _write_off(over, by, at, reason or _("Hasil tahap diterbitkan ulang."))
    given = Recognition.objects.bulk_create(
        [
            Recognition(
                innovation=proposal.innovation,
                proposal=proposal,
                year=competition.year,
                level=AwardLevel.REGION,
                name=awards[pk],
                title=proposal.title,
                recorded_at=at,
                recorded_by=by,
            )
            for pk, proposal in awarded.items()
            if pk in awards and pk not in kept
        ],
        batch_size=BATCH,
    )
    _tell("recognition.recorded", given, by, at)


def enter(
    *, innovation: Innovation, by: User, at: datetime, year: int, level: str, name: str, title: str
) -> Recognition:
    """Record an award that was received elsewhere. Entering the same again finds what stands."""
    with transaction.atomic():
        locked = Innovation.objects.select_for_update().get(pk=innovation.pk)
        same = locked.recognitions.filter(
            proposal=None, revoked_at=None, year=year, level=level, name__iexact=name
        )
        if held := same.first():
            return held
        if year > at.year:
            raise Refused(_("Tahun penghargaan belum tiba. Periksa tahunnya."), status=422)
        row = Recognition.objects.create(
            innovation=locked,
            year=year,
            level=level,
            name=name,
            title=title,
            recorded_at=at,
            recorded_by=by,
        )
        _tell("recognition.recorded", [row], by, at)
    return row


def revoke(*, recognition: Recognition, by: User, at: datetime, reason: str) -> Recognition:
    """Write an award off: it stays on the page, struck out, with the reason. Twice is once."""
    if not reason.strip():
        raise Refused(_("Tulis alasan pencabutan."), status=422)
    with transaction.atomic():
        rows = Recognition.objects.select_for_update(of=("self",)).select_related("innovation")
        row = rows.get(pk=recognition.pk)
        if row.revoked_at is None:
            _write_off([row], by, at, reason.strip())
    return row


def _write_off(rows: list[Recognition], by: User, at: datetime, reason: str) -> None:
    for row in rows:
        row.revoked_at, row.revoked_by, row.revoked_reason = at, by, reason
    Recognition.objects.filter(pk__in=[row.pk for row in rows]).update(
        revoked_at=at, revoked_by=by, revoked_reason=reason
    )
    _tell("recognition.revoked", rows, by, at, reason=reason)


def _tell(verb: str, rows: list[Recognition], by: User, at: datetime, **details) -> None:
    audit.record_many(
        by=by,
        at=at,
        verb=verb,
        subjects=[
            (
                f"innovation:{row.innovation.code}",
                {"year": row.year, "level": row.level, "name": row.name, **details},
            )
            for row in rows
        ],
    )
