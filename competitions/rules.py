"""Who may ever do what with an edition."""

import rules

from agencies import roles
from agencies.rules import is_organiser


def _holds(user, competition, wanted) -> bool:
    if not user.is_authenticated:
        return False
    return bool(user.roles_by_agency.get(competition.organiser_id, frozenset()) & wanted)


@rules.predicate
def runs_edition(user, competition):
    return competition is not None and _holds(user, competition, roles.ORGANISER_ROLES)


@rules.predicate
def oversees_edition(user, competition):
    return competition is not None and _holds(user, competition, roles.OVERSEER_ROLES)


@rules.predicate
def publishes_edition(user, competition):
    return competition is not None and _holds(user, competition, frozenset({roles.PUBLISHER}))


rules.add_perm("competitions.create_edition", is_organiser)
rules.add_perm("competitions.manage_edition", runs_edition)
rules.add_perm("competitions.oversee_edition", oversees_edition)
rules.add_perm("competitions.announce_edition", publishes_edition)
