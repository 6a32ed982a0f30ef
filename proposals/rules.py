"""Who may ever do what with a proposal. Deadlines and states are the verbs' business."""

import rules

from agencies import roles
from competitions.rules import oversees_edition, runs_edition


@rules.predicate
def writes_for_an_agency(user):
    return bool(user.agency_ids(roles.ENTRANT_ROLES))


@rules.predicate
def writes_for_its_agency(user, proposal):
    held = user.roles_by_agency.get(proposal.agency_id, frozenset())
    return bool(held & roles.ENTRANT_ROLES)


@rules.predicate
def heads_its_agency(user, proposal):
    return roles.HEAD in user.roles_by_agency.get(proposal.agency_id, frozenset())


@rules.predicate
def runs_its_edition(user, proposal):
    return runs_edition(user, proposal.competition)


@rules.predicate
def oversees_its_edition(user, proposal):
    return oversees_edition(user, proposal.competition)


@rules.predicate
def head_is_not_needed(user, proposal):
    return not proposal.competition.needs_head_approval


rules.add_perm("proposals.start_proposal", writes_for_an_agency)
rules.add_perm("proposals.view_proposal", writes_for_its_agency | oversees_its_edition)
rules.add_perm("proposals.edit_proposal", writes_for_its_agency)
rules.add_perm("proposals.submit_proposal", heads_its_agency | (writes_for_its_agency & head_is_not_needed))
rules.add_perm("proposals.screen_proposal", runs_its_edition)
rules.add_perm("proposals.view_screening", oversees_its_edition)
