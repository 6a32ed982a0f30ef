"""Two organisers share one register of people, and neither lets itself into the other's office."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from agencies.models import Invitation, Membership, User
from agencies.services import invitations
from tests import worlds

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def ours():
    return worlds.make_agency("BAG-KITA", kind="bagian")


@pytest.fixture
def theirs():
    """An office that has its publisher."""
    agency = worlds.make_agency("BAG-MEREKA", kind="bagian")
    worlds.make_user(agency=agency, role="publisher")
    return agency


def signed_in(client, agency, role):
    person = worlds.make_user(agency=agency, role=role)
    client.force_login(person)
    return person


@pytest.mark.parametrize("role", ["bureau", "auditor", "publisher"])
@pytest.mark.parametrize("own", ["bureau", "publisher"])
def test_add_role_in_another_office_is_refused(client, ours, theirs, own, role):
    me = signed_in(client, ours, own)
    url = reverse("agencies:role_add", args=[me.code])
    answer = client.post(url, {"role": role, "agency": theirs.code})
    assert answer.status_code in (403, 422)  # a bureau is not even offered the publisher's role
    assert not Membership.objects.filter(user=me, agency=theirs).exists()


def test_add_role_in_ones_own_office_and_in_any_agency_is_done(client, ours, theirs):
    me = signed_in(client, ours, "bureau")
    colleague = worlds.make_user()
    url = reverse("agencies:role_add", args=[colleague.code])
    agency = worlds.make_agency()
    assert client.post(url, {"role": "bureau", "agency": ours.code}).status_code == 302
    assert client.post(url, {"role": "staff", "agency": agency.code}).status_code == 302
    held = set(colleague.memberships.values_list("agency", "role"))
    assert held == {(ours.pk, "bureau"), (agency.pk, "staff")}
    assert me.roles_by_agency == {ours.pk: {"bureau"}}


@pytest.mark.parametrize(("own", "status"), [("bureau", 403), ("publisher", 302)])
def test_add_role_in_an_office_without_a_publisher_is_another_publishers(client, ours, own, status):
    signed_in(client, ours, own)
    new = worlds.make_agency(kind="bagian")
    url = reverse("agencies:role_add", args=[worlds.make_user().code])
    assert client.post(url, {"role": "bureau", "agency": new.code}).status_code == status


def test_remove_role_from_another_office_is_refused(client, ours, theirs):
    signed_in(client, ours, "publisher")
    held = Membership.objects.get(agency=theirs)
    url = reverse("agencies:role_remove", args=[held.user.code, theirs.code, "publisher"])
    assert client.post(url, {"reason": "Pindah tugas."}).status_code == 403
    assert Membership.objects.filter(pk=held.pk).exists()


def test_invite_into_another_office_is_refused(client, ours, theirs):
    signed_in(client, ours, "bureau")
    guest = {"email": "saya.juga@contoh.go.id", "name": "Saya Juga", "agency": theirs.code, "role": "bureau"}
    answer = client.post(reverse("agencies:invitation_create"), guest)
    assert (answer.status_code, Invitation.objects.count()) == (403, 0)


def test_resend_of_another_offices_invitation_is_refused(client, ours, theirs):
    """A new link is shown to whoever asks for it: it would open the other office."""
    signed_in(client, ours, "publisher")
    by = Membership.objects.get(agency=theirs).user
    invitation, _link = invitations.invite(
        by=by, at=AT, email="x@contoh.go.id", name="X", agency=theirs, role="bureau"
    )
    url = reverse("agencies:invitation_resend", args=[invitation.code])
    assert client.post(url).status_code == 403


@pytest.mark.parametrize("own", ["bureau", "publisher"])
def test_disable_somebody_of_another_office_is_refused(client, ours, theirs, own):
    signed_in(client, ours, own)
    person = worlds.make_user(agency=theirs, role="bureau")
    url = reverse("agencies:person_disable", args=[person.code])
    assert client.post(url, {"reason": "Salah orang."}).status_code == 403
    assert User.objects.get(pk=person.pk).is_active


# --- One's own address ---------------------------------------------------------------------------------


def test_email_that_nobody_confirmed_never_becomes_ones_own(client, ours):
    me = worlds.make_user("saya@contoh.go.id", agency=ours)
    client.force_login(me, "allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("account_email")
    client.post(url, {"action_add": "", "email": "profesor@undip.ac.id"})
    client.post(url, {"action_primary": "", "email": "profesor@undip.ac.id"})
    assert User.objects.get(pk=me.pk).email == "saya@contoh.go.id"
    addresses = set(EmailAddress.objects.values_list("email", "verified", "primary"))
    assert addresses == {("saya@contoh.go.id", True, True), ("profesor@undip.ac.id", False, False)}


def test_email_that_was_confirmed_becomes_ones_own(client, ours):
    me = worlds.make_user("saya@contoh.go.id", agency=ours)
    client.force_login(me, "allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("account_email")
    client.post(url, {"action_add": "", "email": "saya.baru@contoh.go.id"})
    EmailAddress.objects.filter(email="saya.baru@contoh.go.id").update(verified=True)
    client.post(url, {"action_primary": "", "email": "saya.baru@contoh.go.id"})
    assert User.objects.get(pk=me.pk).email == "saya.baru@contoh.go.id"
