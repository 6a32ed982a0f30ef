"""The acts that moved the deadline of an edition, and who may read which."""

from agencies import roles
from agencies.models import User
from competitions.models import Competition, Extension


def shown_to(user: User, competition: Competition) -> list[Extension]:
    """Those for everybody are public; that of one agency is its own affair and the organiser's."""
    granted = sorted(competition.extensions.all(), key=lambda one: one.granted_at)
    if user.has_perm("competitions.oversee_edition", competition):
        return granted
    mine = user.agency_ids(roles.ENTRANT_ROLES) if user.is_authenticated else []
    return [one for one in granted if one.agency_id is None or one.agency_id in mine]
