"""The page of the last look: what will be frozen, and what would become of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from competitions.models import Group
from kipp.lib import canonical
from proposals.lifecycle import WITH_HEAD, Act, can
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

    @cached_property
    def is_unchanged(self) -> bool:
        """Of a returned proposal: nothing was mended yet, so there is nothing to send."""
        if not self.proposal.is_in_correction:
            return False
        return payload.is_unchanged(self.content, self.proposal.versions.first())

    @property
    def is_awaiting(self) -> bool:
        return self.proposal.status in WITH_HEAD


def page(proposal: Proposal, at: datetime) -> ReviewPage:
    draft = drafts.load(proposal)
    content = payload.build(draft, payload.next_number(proposal))
    return ReviewPage(
        proposal,
        Readiness(draft, at),
        content,
        canonical.sha256(canonical.dumps(content)),
        fitting_group(proposal.competition, proposal.agency),
        proposal.deadline,
    )
