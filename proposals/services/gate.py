"""May the agency's side still act? The answer says when the door closed and what the clock says now."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from competitions import timeline
from competitions.enums import Phase
from competitions.models import Competition
from kipp.lib.errors import Refused
from kipp.lib.templatetags.ui import moment
from proposals.lifecycle import EDITABLE, Act, IllegalMoveError, Status, move
from proposals.models import Proposal

FROZEN = {
    Status.AWAITING: gettext_lazy(
        "Proposal sedang menunggu persetujuan pimpinan, jadi isinya tidak dapat diubah."
    ),
    Status.MENDED: gettext_lazy(
        "Perbaikan sedang menunggu persetujuan pimpinan, jadi isinya tidak dapat diubah."
    ),
    Status.SUBMITTED: gettext_lazy("Proposal sudah terkirim, jadi isinya tidak dapat diubah."),
}


def require_open(competition: Competition, agency: Agency | None, at: datetime) -> None:
    """Raises Refused outside the call, extensions included.

    Extensions only lengthen a call, so they are asked for after the announced deadline alone.
    """
    window = timeline.Window(competition.opens_at, competition.closes_at)
    if timeline.phase(competition.announced_at, window, at) == timeline.OPEN:
        return
    phase = competition.phase_at(at, agency)
    if phase == Phase.OPEN:
        return
    if phase != Phase.CLOSED:
        raise Refused(_("Pendaftaran belum dibuka."))
    closing = competition.closing(agency)
    raise Refused(
        _("Pendaftaran sudah ditutup pada %(closing)s. Permintaan Anda diterima server pada %(arrival)s.")
        % {"closing": moment(closing, competition.zone), "arrival": arrival_words(at, competition)}
    )


def require_in_time(proposal: Proposal, at: datetime) -> None:
    """Raises Refused when the agency's time is over: that of the call, or that of a correction."""
    if not proposal.is_in_correction:
        require_open(proposal.competition, proposal.agency, at)
    elif at >= proposal.correction_due_at:
        raise Refused(
            _(
                "Batas waktu perbaikan sudah lewat pada %(closing)s, jadi versi yang terkirim sebelumnya "
                "tetap berlaku. Permintaan Anda diterima server pada %(arrival)s."
            )
            % {
                "closing": moment(proposal.correction_due_at, proposal.competition.zone),
                "arrival": arrival_words(at, proposal.competition),
            }
        )


def require_open_for_some(competition: Competition, agencies: Iterable[Agency], at: datetime) -> None:
    """A person of several agencies may start while the call is open for one of them."""
    if not any(competition.phase_at(at, agency) == Phase.OPEN for agency in agencies):
        require_open(competition, None, at)


def arrival_words(at: datetime, competition: Competition) -> str:
    """To the second: a minute's reading would not show who came too late."""
    words = moment(at, competition.zone)
    return _("%(moment)s (detik ke-%(second)s)") % {
        "moment": words,
        "second": at.astimezone(competition.tz).second,
    }


def require_editable(proposal: Proposal, at: datetime) -> None:
    if proposal.status not in EDITABLE:
        raise Refused(_frozen_sentence(proposal.status))
    require_in_time(proposal, at)


def _frozen_sentence(status: str) -> str:
    return FROZEN.get(status, _("Isi proposal ini tidak dapat diubah lagi."))


def moved(proposal: Proposal, act: Act) -> Status:
    """The status after an act. Raises Refused when somebody else acted first."""
    try:
        return move(proposal.status, act)
    except IllegalMoveError:
        raise Refused(
            _("Status proposal sekarang “%(status)s”, jadi tindakan ini tidak dapat dilakukan.")
            % {"status": proposal.get_status_display()}
        ) from None


def locked(proposal: Proposal) -> Proposal:
    """The row that every verb locks first, as it was sent: its agency goes on with `as_written`."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("competition", "agency", "group")
    return rows.get(pk=proposal.pk)


def locked_for_writing(proposal: Proposal, at: datetime) -> Proposal:
    row = locked(proposal).as_written()
    require_editable(row, at)
    return row
