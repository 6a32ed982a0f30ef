"""`visible_to(user)` and the table of permissions say the same of every person and every row.

A queryset answers "which rows", a rule answers "this row"; written twice, they must not drift apart.
Superusers pass every permission, so for them the state of a row alone decides.
"""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from agencies.models import Agency, ImportDraft, Invitation, Mail, MailBatch, Membership, Notice, User
from agencies.roles import ENTRANT_ROLES, OVERSEER_ROLES
from competitions.models import Competition, Stage
from judging.models import Assignment, Document, FieldVisit, Plenary, Timetable
from proposals.lifecycle import SUBMITTED_ONCE
from proposals.models import Attachment, Innovation, InnovationExport, Proposal

pytestmark = pytest.mark.django_db


def writes_for(user, agency_id) -> bool:
    return bool(user.roles_by_agency.get(agency_id, frozenset()) & ENTRANT_ROLES)


def sees_edition(user, edition) -> bool:
    return edition.announced_at is not None or user.has_perm("competitions.oversee_edition", edition)


def sees_proposal(user, proposal) -> bool:
    """A draft is the agency's own, even before a superuser."""
    if not user.has_perm("proposals.view_proposal", proposal):
        return False
    return proposal.status in SUBMITTED_ONCE or rules.test_rule("writes for its agency", user, proposal)


def sees_attachment(user, attachment) -> bool:
    return sees_proposal(user, attachment.proposal)


def sees_document(user, document) -> bool:
    return user.has_perm("judging.view_document", document)


def sees_innovation(user, innovation) -> bool:
    """One that was never submitted is its agency's own, even before a superuser."""
    is_own = writes_for(user, innovation.agency_id)
    return is_own or bool(innovation.organiser_ids and user.has_perm("proposals.view_innovation", innovation))


def sees_export(user, export) -> bool:
    """Files are the agency's, and of the office that asked for them."""
    asked_for = [held.agency_id for held in export.asked_by.memberships.all() if held.role in OVERSEER_ROLES]
    overseen = user.agency_ids(OVERSEER_ROLES)
    is_own = writes_for(user, export.innovation.agency_id) or export.asked_by_id == user.pk
    return is_own or bool(set(asked_for) & set(overseen))


def reads(user, assignment) -> bool:
    is_its_juror = rules.test_rule("is its juror", user, assignment)
    return is_its_juror and assignment.recused_at is None


def oversees_stage(user, stage) -> bool:
    return user.has_perm("judging.watch_stage", stage)


def sees_register(user, thing) -> bool:
    return user.has_perm("agencies.view_register")


def sees_letter(user, mail) -> bool:
    if mail.batch is None:
        return user.has_perm("agencies.manage_register")
    return user.has_perm("agencies.answer_for_letters", mail.batch)


#: Queryset, its method, and what the rules say of one row.
PAIRS = {
    "editions": (Competition.objects, "visible_to", sees_edition),
    "overseen editions": (
        Competition.objects,
        "overseen_by",
        lambda user, edition: user.has_perm("competitions.oversee_edition", edition),
    ),
    "run editions": (
        Competition.objects,
        "organised_by",
        lambda user, edition: user.has_perm("competitions.manage_edition", edition),
    ),
    "overseen stages": (Stage.objects, "overseen_by", oversees_stage),
    "proposals": (Proposal.objects, "visible_to", sees_proposal),
    "own proposals": (
        Proposal.objects,
        "entered_by",
        lambda user, proposal: rules.test_rule("writes for its agency", user, proposal),
    ),
    "overseen proposals": (
        Proposal.objects,
        "overseen_by",
        lambda user, proposal: (
            proposal.status in SUBMITTED_ONCE and user.has_perm("proposals.view_screening", proposal)
        ),
    ),
    "attachments": (Attachment.objects, "visible_to", sees_attachment),
    "documents": (Document.objects, "visible_to", sees_document),
    "innovations": (Innovation.objects, "visible_to", sees_innovation),
    "exports": (InnovationExport.objects, "visible_to", sees_export),
    "readings": (Assignment.objects, "visible_to", reads),
    "timetables": (
        Timetable.objects,
        "visible_to",
        lambda user, timetable: user.has_perm("judging.follow_timetable", timetable),
    ),
    "visits": (
        FieldVisit.objects,
        "visible_to",
        lambda user, visit: user.has_perm("judging.view_visit", visit),
    ),
    "sessions": (
        Plenary.objects,
        "visible_to",
        lambda user, plenary: user.has_perm("judging.read_plenary", plenary),
    ),
    "agencies": (
        Agency.objects,
        "visible_to",
        lambda user, agency: sees_register(user, agency) or agency.pk in user.roles_by_agency,
    ),
    "people": (
        User.objects,
        "visible_to",
        lambda user, person: sees_register(user, person) or person == user,
    ),
    "memberships": (
        Membership.objects,
        "visible_to",
        lambda user, held: sees_register(user, held) or held.user_id == user.pk,
    ),
    "invitations": (Invitation.objects, "visible_to", sees_register),
    "letters": (Mail.objects, "visible_to", sees_letter),
    "batches": (
        MailBatch.objects,
        "visible_to",
        lambda user, batch: user.has_perm("agencies.answer_for_letters", batch),
    ),
    "notices": (Notice.objects, "visible_to", lambda user, notice: notice.user_id == user.pk),
    "imports": (ImportDraft.objects, "visible_to", lambda user, draft: draft.uploaded_by_id == user.pk),
}
PUBLIC = {"editions"}


@pytest.fixture(scope="module", autouse=True)
def named_rules():
    """The predicates themselves, which superusers do not pass by office."""
    from judging.rules import is_its_juror
    from proposals.rules import writes_for_its_agency

    rules.add_rule("writes for its agency", writes_for_its_agency)
    rules.add_rule("is its juror", is_its_juror)
    yield
    rules.remove_rule("writes for its agency")
    rules.remove_rule("is its juror")


@pytest.mark.parametrize("name", PAIRS)
def test_queryset_agrees_with_the_rules_for_everybody(name, town):
    manager, method, may = PAIRS[name]
    everything = list(manager.all())
    assert everything
    for persona, person in town.personas.items():
        if person is None or not person.is_active:
            continue
        user = User.objects.get(pk=person.pk)
        seen = set(getattr(manager, method)(user).values_list("pk", flat=True))
        assert seen == {row.pk for row in everything if may(user, row)}, persona


@pytest.mark.parametrize("name", PAIRS)
def test_queryset_hides_something_from_somebody_and_shows_something_to_somebody(name, town):
    """Else an empty or a boundless queryset would pass the test above with an equally wrong rule."""
    manager, method, _may = PAIRS[name]
    total = manager.count()
    sizes = {
        getattr(manager, method)(person).count()
        for person in town.personas.values()
        if person is not None and person.is_active
    }
    assert max(sizes) > 0
    assert min(sizes) < total


@pytest.mark.parametrize("name", [name for name, (_m, method, _r) in PAIRS.items() if method == "visible_to"])
def test_queryset_shows_strangers_only_what_is_public(name, town):
    manager, method, _may = PAIRS[name]
    seen = getattr(manager, method)(AnonymousUser())
    expected = Competition.objects.exclude(announced_at=None) if name in PUBLIC else manager.none()
    assert set(seen) == set(expected)
