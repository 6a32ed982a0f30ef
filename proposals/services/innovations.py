"""Which innovation a proposal speaks of, while it is a draft."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from kipp.lib.errors import Refused
from proposals.models import Innovation, Proposal
from proposals.reads import reuse as reuse_reads

from . import gate


def link(*, proposal: Proposal, innovation: Innovation | None, by: User, at: datetime) -> Proposal:
    """Say that a draft is of an earlier innovation of its agency, renamed perhaps; None makes it a new one.

    An innovation about which nothing is left to say goes away. Raises Refused once the draft was sent.
    """
    with transaction.atomic():
        row = gate.locked_for_writing(proposal, at)
        former = row.innovation
        if former == innovation:
            return row
        if innovation is None:
            if not former.proposals.exclude(pk=row.pk).exists():
                return row
            innovation = Innovation.objects.create(agency=row.agency, title=row.title, registered_at=at)
        else:
            _require_free(row, innovation)
        row.innovation = innovation
        row.save(update_fields=["innovation"])
        audit.record(
            by=by,
            at=at,
            verb="proposal.linked",
            subject=f"proposal:{row.code}",
            former=former.code,
            innovation=innovation.code,
        )
        _clear(former)
    return row


def _require_free(row: Proposal, innovation: Innovation) -> None:
    if innovation.agency_id != row.agency_id:
        raise Refused(_("Inovasi ini milik instansi lain. Pilih inovasi instansi Anda."), status=422)
    if reuse_reads.present_in(innovation, row.competition) is not None:
        raise Refused(
            _("Inovasi ini sudah punya proposal pada edisi ini. Lanjutkan proposal itu."), status=422
        )


def _clear(former: Innovation) -> None:
    """Awards, a profile and files keep an innovation that has no proposal left."""
    kept = former.proposals.exists() or former.recognitions.exists() or former.exports.exists()
    if not kept and not hasattr(former, "profile"):
        former.delete()
