"""The page of the last look: what will be frozen, and what would become of it."""

from dataclasses import dataclass
from datetime import datetime

from competitions.models import Group
from kipp.lib import canonical
from proposals.lifecycle import Act, Status, can
from proposals.models import Proposal

from . import drafts, payload
from .readiness import Readiness
from .rulings import fitting_group


@dataclass(frozen=True)
class ReviewPage:
    proposal: Proposal
    readiness: Readiness
    content: dict
    revision: str
    group: Group | None
    closes_at: datetime | None

    @property
    def is_reviewable(self) -> bool:
        return can(self.proposal.status, Act.SUBMIT) or self.is_awaiting

    @property
    def is_awaiting(self) -> bool:
        return self.proposal.status == Status.AWAITING


def page(proposal: Proposal, at: datetime) -> ReviewPage:
    draft = drafts.load(proposal)
    content = payload.build(draft, payload.next_number(proposal))
    return ReviewPage(
        proposal,
        Readiness(draft, at),
        content,
        canonical.sha256(canonical.dumps(content)),
        fitting_group(proposal.competition, proposal.agency),
        proposal.competition.closing(proposal.agency),
    )
