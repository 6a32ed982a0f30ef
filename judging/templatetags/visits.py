"""`{% load visits %}`: visits in the field, for pages of proposals and for papers."""

from datetime import datetime

from django import template

from judging.models import FieldVisit
from judging.reads import field
from proposals.lifecycle import Status
from proposals.models import Proposal

register = template.Library()
JUDGED = (Status.PASSED, Status.AWARDED, Status.NOT_AWARDED, Status.DISQUALIFIED)


@register.simple_tag
def visits_of(proposal: Proposal) -> list[tuple[FieldVisit, field.State]]:
    """The visits to one entrant with their states, the latest first; what nobody judges costs nothing."""
    if proposal.status not in JUDGED:
        return []
    return [(visit, field.state(visit)) for visit in field.of_proposal(proposal)]


@register.filter
def instant(text: str) -> datetime:
    """An instant as minutes hold it, for `moment` and `clock`."""
    return datetime.fromisoformat(text)
