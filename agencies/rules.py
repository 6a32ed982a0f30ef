"""Who may ever do what with agencies and people. Integrity never hangs on a permission."""

import rules

from . import roles

is_organiser = rules.Predicate(lambda user: user.organises_something, "is_organiser")
is_overseer = rules.Predicate(lambda user: user.oversees_something, "is_overseer")
is_publisher = rules.Predicate(
    lambda user: bool(user.agency_ids(frozenset({roles.PUBLISHER}))), "is_publisher"
)


@rules.predicate
def is_below_publishing(user, role):
    """Every role but the one that publishes; asked without a role, the page alone is meant."""
    return role != roles.PUBLISHER


@rules.predicate
def answers_for_the_post(user, post):
    """Staff and heads are anybody's to name; an organiser's office fills its own posts.

    While an office has no publisher, the publishers of others fill its posts: else nobody could.
    """
    if post is None or post.role not in roles.OVERSEER_ROLES:
        return True
    if user.roles_by_agency.get(post.agency.pk, frozenset()) & roles.ORGANISER_ROLES:
        return True
    headed = post.agency.memberships.filter(role=roles.PUBLISHER)
    return is_publisher(user) and not headed.exists()


@rules.predicate
def has_modest_account(user, person):
    """Neither a system administrator's account nor a publisher's."""
    return person is None or not (person.is_superuser or person.agency_ids(frozenset({roles.PUBLISHER})))


@rules.predicate
def sits_in_no_other_office(user, person):
    """Not somebody who oversees editions of an agency that this organiser does not run."""
    if person is None:
        return True
    return set(person.agency_ids(roles.OVERSEER_ROLES)) <= set(user.agency_ids(roles.ORGANISER_ROLES))


@rules.predicate
def is_no_administrator(user, person):
    return person is None or not person.is_superuser


@rules.predicate
def heads_it(user, agency):
    return roles.HEAD in user.roles_by_agency.get(agency.pk, frozenset())


@rules.predicate
def runs_its_office(user, batch):
    """Letters are read and released by the office in whose name they leave."""
    return batch is None or bool(
        user.roles_by_agency.get(batch.organiser_id, frozenset()) & roles.ORGANISER_ROLES
    )


rules.add_perm("agencies.view_register", is_overseer)
rules.add_perm("agencies.manage_register", is_organiser)
rules.add_perm("agencies.invite_people", is_organiser)
#: Object: a role. Only a publisher makes or unmakes a publisher.
rules.add_perm("agencies.grant_role", is_publisher | (is_organiser & is_below_publishing))
#: Object: a post, that is a role in an agency.
rules.add_perm("agencies.fill_post", is_organiser & answers_for_the_post)
#: Object: a person whose account is opened, closed or described.
rules.add_perm(
    "agencies.manage_account",
    sits_in_no_other_office & ((is_publisher & is_no_administrator) | (is_organiser & has_modest_account)),
)
#: Object: the agency whose people its own head invites and lets go.
rules.add_perm("agencies.lead_agency", heads_it)
#: Object: a batch of letters.
rules.add_perm("agencies.answer_for_letters", is_organiser & runs_its_office)
