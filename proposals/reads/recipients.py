"""Whom to tell what befalls a proposal."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies import roles
from agencies.models import Membership, User
from proposals.models import Collaborator, Proposal


def subject_of(proposal: Proposal) -> str:
    """How notices, batches and the audit trail name a proposal."""
    return f"proposal:{proposal.code}"


def people_of(proposal: Proposal, *also: User) -> QuerySet[User]:
    """The agency's staff and heads, who works on it with them, and whoever else is named."""
    inside = Membership.objects.filter(
        user=OuterRef("pk"), agency=proposal.agency_id, role__in=roles.ENTRANT_ROLES
    )
    beside = Collaborator.objects.filter(user=OuterRef("pk"), proposal=proposal)
    named = Q(pk__in=[person.pk for person in also])
    return User.objects.filter(Exists(inside) | Exists(beside) | named, is_active=True)
