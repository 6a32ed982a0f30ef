"""The head of an agency and its own people."""

import pytest
from django.urls import reverse

from agencies.models import AuditEvent, Invitation, Mail, Membership
from agencies.services import invitations
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(db):
    return worlds.make_agency()


@pytest.fixture
def head(client, agency):
    head = worlds.make_user(agency=agency, role="head", name="Bagus Pimpinan")
    client.force_login(head)
    return head


@pytest.fixture
def staff(agency):
    return worlds.make_user(agency=agency, name="Rina Penulis")


def url(agency, name="colleagues", *args):
    return reverse(f"agencies:{name}", args=[agency.code, *args])


def test_head_invites_staff_for_the_own_agency(client, agency, head):
    answer = client.post(url(agency), {"name": "Sari", "email": "SARI@contoh.go.id"})
    assert (answer.status_code, answer.url) == (302, url(agency))
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.agency, invitation.role) == ("sari@contoh.go.id", agency, "staff")
    assert Mail.objects.get().to == "sari@contoh.go.id"
    assert "sari@contoh.go.id" in client.get(url(agency)).content.decode()


def test_head_cannot_choose_another_role(client, agency, head):
    client.post(url(agency), {"name": "Sari", "email": "sari@contoh.go.id", "role": "publisher"})
    assert Invitation.objects.get().role == "staff"


def test_inviting_twice_keeps_what_was_typed(client, agency, head):
    client.post(url(agency), {"name": "Sari", "email": "sari@contoh.go.id"})
    answer = client.post(url(agency), {"name": "Sari Dewi", "email": "sari@contoh.go.id"})
    assert answer.status_code == 422
    assert 'value="Sari Dewi"' in answer.content.decode()


def test_head_takes_a_role_away_with_a_reason(client, agency, head, staff):
    removal = url(agency, "colleague_remove", staff.code)
    assert client.post(removal, {"reason": ""}).status_code == 422
    assert client.post(removal, {"reason": "Pindah tugas."}).status_code == 302
    assert not staff.memberships.exists()
    assert AuditEvent.objects.get(verb="role.removed").details["reason"] == "Pindah tugas."


def test_head_cannot_remove_a_head(client, agency, head):
    other = worlds.make_user(agency=agency, role="head")
    assert client.post(url(agency, "colleague_remove", other.code), {"reason": "x"}).status_code == 404
    assert Membership.objects.filter(user=other).exists()


def test_head_calls_an_invitation_off(client, agency, head):
    client.post(url(agency), {"name": "Sari", "email": "sari@contoh.go.id"})
    invitation = Invitation.objects.get()
    client.post(url(agency, "colleague_uninvite", invitation.code))
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_other_agencies_are_not_found(client, head):
    other = worlds.make_agency()
    theirs = worlds.make_user(agency=other)
    invitation, _link = invitations.invite(
        by=theirs, at=theirs.joined_at, email="a@contoh.go.id", name="A", agency=other, role="staff"
    )
    assert client.get(url(other)).status_code == 404
    assert client.post(url(other, "colleague_remove", theirs.code), {"reason": "x"}).status_code == 404
    assert client.post(url(other, "colleague_uninvite", invitation.code)).status_code == 404


def test_staff_of_the_agency_may_not(client, agency, head, staff):
    client.force_login(staff)
    assert client.get(url(agency)).status_code == 403
    assert client.post(url(agency, "colleague_remove", staff.code), {"reason": "x"}).status_code == 403
