"""A correction as pages show it, by the clock: running, answered, lapsed or lifted."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from competitions.models import Competition, Stage
from competitions.reads import paths
from kipp.lib.templatetags.ui import moment
from proposals.enums import CorrectionEnd
from proposals.lifecycle import IN_CORRECTION
from proposals.models import Correction, Finding, Proposal, ProposalVersion

from . import screening


@dataclass(frozen=True)
class CorrectionState:
    """`way` is how it ended, empty while it runs; whether anybody has written that down does not matter."""

    correction: Correction
    number: int
    way: str

    @property
    def is_running(self) -> bool:
        return not self.way

    @property
    def is_lapsed(self) -> bool:
        return self.way == CorrectionEnd.LAPSED

    @property
    def is_lifted(self) -> bool:
        return self.way == CorrectionEnd.LIFTED

    @property
    def label(self) -> str:
        return CorrectionEnd(self.way).label if self.way else ""


@dataclass(frozen=True)
class ReturnPage:
    """The page on which the secretariat returns a version. `suggestion` is what it has found so far."""

    proposal: Proposal
    version: ProposalVersion
    state: CorrectionState | None
    suggestion: str
    obstacle: str
    next_stage: Stage | None


def page(proposal: Proposal, at: datetime) -> ReturnPage:
    version = proposal.versions.select_related("screening", "correction__asked_by").first()
    return ReturnPage(
        proposal=proposal.as_of(at),
        version=version,
        state=state(version, at),
        suggestion=_found_so_far(version),
        obstacle="" if proposal.is_in_correction else screening.obstacle(proposal, at),
        next_stage=paths.first(proposal.competition_id, proposal.track_id),
    )


def awaited(competition: Competition, at: datetime) -> list[str]:
    """Who may still send something after the call: an agency by its extension, or with a correction."""
    zone = competition.zone
    own = [one for one in competition.extensions.all() if one.agency_id and one.until > at]
    late = list({one.agency_id: one for one in sorted(own, key=lambda one: one.until)}.values())
    prefetch_related_objects(late, "agency")
    mending = Proposal.objects.filter(
        competition=competition, status__in=IN_CORRECTION, correction_due_at__gt=at
    )
    return [
        *(
            _("Pendaftaran %(agency)s masih dibuka sampai %(until)s.")
            % {"agency": one.agency.name, "until": moment(one.until, zone)}
            for one in late
        ),
        *(
            _("Proposal “%(title)s” sedang diperbaiki sampai %(due)s.")
            % {"title": one.title, "due": moment(one.correction_due_at, zone)}
            for one in mending.order_by("correction_due_at", "pk")
        ),
    ]


def _found_so_far(version: ProposalVersion) -> str:
    """The lines that are not met, as a beginning of what is to be mended."""
    unmet = Finding.objects.filter(screening__version=version, is_met=False).select_related("item")
    lines = [(f.item.reason, f.note) for f in unmet.order_by("item__position", "item_id")]
    return "\n".join(f"- {reason}: {note}" if note else f"- {reason}" for reason, note in lines)


def state(version: ProposalVersion, at: datetime) -> CorrectionState | None:
    """Of a version that came along with its `correction`."""
    correction = getattr(version, "correction", None)
    if correction is None:
        return None
    is_over = not correction.ended_as and at >= correction.due_at
    return CorrectionState(
        correction, version.number, CorrectionEnd.LAPSED if is_over else correction.ended_as
    )
