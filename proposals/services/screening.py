"""The administrative selection: findings line by line, one decision, and taking it up again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Stage
from competitions.reads import paths
from kipp.lib.errors import Refused
from proposals.lifecycle import Act
from proposals.models import Entry, Proposal, ProposalVersion, Screening
from proposals.reads import screening as reads

from . import screening_steps as steps
from .screening_steps import DECISION, PROPOSAL, Found

__all__ = ["Found", "decide", "reconsider", "save_findings"]


@transaction.atomic
def save_findings(
    *,
    version: ProposalVersion,
    by: User,
    at: datetime,
    revision: int,
    findings: Mapping[str, Found],
    note: str = "",
) -> Screening:
    """Keep what was found so far, by the codes of the checklist. A stale revision is refused."""
    screening = steps.lock(version, at)
    steps.require_unanswered(screening)
    steps.refuse_stale(screening, revision)
    steps.write(screening, findings, note)
    steps.record(version, "screening.saved", by=by, at=at)
    return screening


@transaction.atomic
def decide(
    *,
    version: ProposalVersion,
    by: User,
    at: datetime,
    outcome: str,
    revision: int,
    findings: Mapping[str, Found] | None = None,
    note: str | None = None,
) -> Screening:
    """Pass or reject, with the findings of the same form when they come along.

    Passing needs every line met and enters the proposal into the first scoring stage; rejecting needs
    a line that is not met. The agency's people get a letter. Pressed twice, done once. Refused where the
    edition wants two people: one proposes, another decides.
    """
    screening = steps.lock(version, at)
    if steps.was_answered(screening, outcome, by, revision):
        return screening
    steps.require_unanswered(screening)
    if version.proposal.competition.screened_by_two:
        raise Refused(_("Edisi ini diputuskan dua orang. Usulkan putusan; orang lain yang mengesahkan."))
    steps.refuse_stale(screening, revision)
    if findings is not None:
        steps.write(screening, findings, screening.note if note is None else note)
    screening.revision = revision + 1
    return steps.conclude(screening, outcome, by=by, at=at)


@transaction.atomic
def reconsider(*, version: ProposalVersion, by: User, at: datetime, reason: str) -> Screening:
    """Take a decision up again, with a reason, until the next stage has opened. Findings are kept."""
    proposal = steps.locked(version, at)
    screening = Screening.objects.filter(version=version).exclude(outcome="").first()
    if screening is None:
        raise Refused(_("Proposal ini belum diputuskan."))
    screening.version = version
    if not reason.strip():
        raise Refused(_("Tulis alasan peninjauan kembali."), status=422)
    stage = paths.first(proposal.competition_id, proposal.track_id)
    if stage is not None and reads.has_opened(stage, at):
        raise Refused(
            _("Tahap %(stage)s sudah dimulai, jadi keputusan seleksi tidak dapat ditinjau kembali.")
            % {"stage": stage.name}
        )
    steps.step(proposal, Act.RECONSIDER)
    _withdraw_entry(stage, proposal)
    screening.outcome, screening.decided_at, screening.decided_by = "", None, None
    screening.proposed_outcome, screening.proposed_at, screening.proposed_by = "", None, None
    screening.revision += 1
    screening.save(update_fields=[*DECISION, *PROPOSAL, "revision"])
    steps.tell(version, "screening.reconsidered", {"reason": reason.strip()}, by=by, at=at)
    steps.tell_agency(screening, "screening_reconsidered", at)
    return screening


def _withdraw_entry(stage: Stage | None, proposal: Proposal) -> None:
    try:
        Entry.objects.filter(stage=stage, proposal=proposal).delete()
    except ProtectedError:
        raise Refused(
            _("Proposal ini sudah ditugaskan kepada juri. Lepaskan penugasannya lebih dahulu.")
        ) from None
