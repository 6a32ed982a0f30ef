"""Who may ever do what with a proposal. Deadlines and states are the verbs' business."""

import rules

from agencies import roles
from competitions.rules import oversees_edition, runs_edition

from .enums import CollaboratorRole


@rules.predicate
def writes_for_an_agency(user):
    return bool(user.agency_ids(roles.ENTRANT_ROLES))


@rules.predicate
def writes_for_its_agency(user, proposal):
    held = user.roles_by_agency.get(proposal.agency_id, frozenset())
    return bool(held & roles.ENTRANT_ROLES)


def _shared_as(user, proposal) -> str | None:
    """How somebody of another agency works on it; rows read `with_share_of` them know it already."""
    if hasattr(proposal, "shared_as"):
        return proposal.shared_as
    return proposal.collaborators.filter(user=user.pk).values_list("role", flat=True).first()


@rules.predicate
def reads_along(user, proposal):
    return _shared_as(user, proposal) is not None


@rules.predicate
def writes_along(user, proposal):
    return _shared_as(user, proposal) == CollaboratorRole.WRITER


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


@rules.predicate
def received_it(user, innovation):
    """An organiser or auditor of an edition to which the innovation was ever submitted."""
    return bool(innovation.organiser_ids & set(user.agency_ids(roles.OVERSEER_ROLES)))


@rules.predicate
def organised_its_edition(user, innovation):
    return bool(innovation.organiser_ids & set(user.agency_ids(roles.ORGANISER_ROLES)))


@rules.predicate
def organised_the_recognised(user, recognition):
    return organised_its_edition(user, recognition.innovation)


@rules.predicate
def recorded_it_from_elsewhere(user, recognition):
    return recognition.proposal_id is None and recognition.recorded_by_id == user.pk


rules.add_perm("proposals.start_proposal", writes_for_an_agency)
rules.add_perm("proposals.view_proposal", writes_for_its_agency | oversees_its_edition | reads_along)
rules.add_perm("proposals.edit_proposal", writes_for_its_agency | writes_along)
#: Send it, take it back, give it up, say who works on it: the agency alone.
rules.add_perm("proposals.manage_proposal", writes_for_its_agency)
rules.add_perm("proposals.submit_proposal", heads_its_agency | (writes_for_its_agency & head_is_not_needed))
rules.add_perm("proposals.screen_proposal", runs_its_edition)
rules.add_perm("proposals.view_screening", oversees_its_edition)
rules.add_perm("proposals.view_screening_letter", writes_for_its_agency | oversees_its_edition)
#: Object: an innovation.
rules.add_perm("proposals.view_innovation", writes_for_its_agency | received_it)
rules.add_perm("proposals.edit_innovation", writes_for_its_agency)
rules.add_perm("proposals.export_innovation", writes_for_its_agency | organised_its_edition)
rules.add_perm("proposals.recognise_innovation", writes_for_its_agency | organised_its_edition)
#: Object: a recognition. Organisers take back any, others what they recorded of awards elsewhere.
rules.add_perm("proposals.revoke_recognition", recorded_it_from_elsewhere | organised_the_recognised)
