"""Who works on a proposal, and who could."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from agencies import roles
from agencies.models import User
from proposals.models import Collaborator, Proposal


@dataclass(frozen=True)
class PeoplePage:
    owner: User
    colleagues: list[User]
    collaborators: list[Collaborator]

    @property
    def may_be_handed_on(self) -> bool:
        return any(person != self.owner for person in self.colleagues)


def page(proposal: Proposal) -> PeoplePage:
    shared = proposal.collaborators.select_related("user", "user__employer").order_by("user__name", "pk")
    owner = proposal.owner or proposal.created_by
    return PeoplePage(owner, list(colleagues(proposal)), list(shared))


def colleagues(proposal: Proposal) -> QuerySet[User]:
    """Everybody who writes for the proposal's agency and can sign in."""
    held = {"memberships__agency": proposal.agency_id, "memberships__role__in": roles.ENTRANT_ROLES}
    return User.objects.filter(is_active=True, **held).distinct().order_by("name", "pk")


def owned_with(proposal: Proposal) -> QuerySet[Proposal]:
    """The agency's proposals that the same person answers for, this one among them."""
    owner = proposal.owner_id or proposal.created_by_id
    owned = Q(owner=owner) | Q(owner=None, created_by=owner)
    return Proposal.objects.filter(owned, agency=proposal.agency_id)
