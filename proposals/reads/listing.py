"""The list of an agency's own proposals: what is missing and until when."""

from dataclasses import dataclass
from datetime import datetime

from proposals.lifecycle import EDITABLE
from proposals.models import Proposal

from . import drafts
from .detail import status_kind
from .readiness import Readiness


@dataclass(frozen=True)
class Row:
    proposal: Proposal
    closes_at: datetime | None
    is_open: bool
    is_editable: bool
    missing: int

    @property
    def kind(self) -> str:
        return status_kind(self.proposal.status)


def rows(proposals, at: datetime) -> list[Row]:
    """Rows for one page; as many queries for one proposal as for twenty-five."""
    proposals = list(proposals)
    loaded = drafts.load_all([proposal.as_of(at) for proposal in proposals])
    return [_row(proposal, loaded[proposal.pk], at) for proposal in proposals]


def _row(proposal: Proposal, draft: drafts.Draft, at: datetime) -> Row:
    is_editable = proposal.status in EDITABLE
    closes_at = proposal.deadline
    is_open = closes_at is not None and at < closes_at
    missing = len(Readiness(draft, at).blockers) if is_editable else 0
    return Row(proposal, closes_at, is_open, is_editable, missing)
