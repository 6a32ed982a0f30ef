"""Roles and accounts: the last publisher stays, a closed account is out everywhere."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from agencies.models import AuditEvent, Membership
from agencies.services import people
from kipp.lib.errors import Refused
from tests.worlds import make_agency, make_user

NOW = timezone.now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_agency("BAG-ORG", kind="bagian", name="Bagian Organisasi")


@pytest.fixture
def publisher(organiser):
    return make_user(agency=organiser, role="publisher", name="Ibu Rini")


LAST = (
    "Ibu Rini adalah satu-satunya penanggung jawab aktif di Bagian Organisasi. "
    "Tunjuk penggantinya lebih dahulu."
)


def test_add_role_twice_holds_it_once(publisher):
    user, agency = make_user(), make_agency()
    for _ in range(2):
        people.add_role(by=publisher, at=NOW, user=user, agency=agency, role="staff")
    assert user.memberships.count() == 1
    assert AuditEvent.objects.filter(verb="role.added").count() == 1


def test_remove_role_of_the_last_publisher_is_refused(publisher, organiser):
    with pytest.raises(Refused) as caught:
        people.remove_role(by=publisher, at=NOW, membership=Membership.objects.get(), reason="pindah")
    assert caught.value.message == LAST


def test_remove_role_when_the_other_publisher_is_disabled_is_refused(publisher, organiser):
    make_user(agency=organiser, role="publisher", is_active=False)
    with pytest.raises(Refused):
        people.remove_role(by=publisher, at=NOW, membership=publisher.memberships.get(), reason="pindah")


def test_remove_role_with_a_second_publisher_records_the_reason(publisher, organiser):
    other = make_user(agency=organiser, role="publisher")
    membership = publisher.memberships.get()
    for _ in range(2):
        people.remove_role(by=other, at=NOW, membership=membership, reason="pindah tugas")
    assert publisher.memberships.count() == 0
    [event] = AuditEvent.objects.all()
    assert event.details == {"agency": "BAG-ORG", "role": "publisher", "reason": "pindah tugas"}


def test_disable_ends_sessions_everywhere_and_nobody_elses(publisher):
    user, other = make_user(), make_user()
    clients = [Client() for _ in range(3)]
    for client, person in zip(clients, (user, user, other), strict=True):
        client.force_login(person)
    people.disable(by=publisher, at=NOW, user=user, reason="pensiun")
    assert [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()] == [str(other.pk)]
    people.enable(by=publisher, at=NOW, user=user, reason="kembali")
    user.refresh_from_db()
    assert user.is_active
    assert Session.objects.count() == 1
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", "details")
    assert list(verbs) == [("user.disabled", {"reason": "pensiun"}), ("user.enabled", {"reason": "kembali"})]


def test_disable_oneself_or_the_last_publisher_is_refused(publisher, organiser):
    colleague = make_user(agency=organiser, role="bureau")
    with pytest.raises(Refused) as caught:
        people.disable(by=publisher, at=NOW, user=publisher, reason="salah")
    assert caught.value.message == ("Anda tidak dapat menonaktifkan akun Anda sendiri. Mintalah rekan Anda.")
    with pytest.raises(Refused) as caught:
        people.disable(by=colleague, at=NOW, user=publisher, reason="salah")
    assert caught.value.message == LAST


@pytest.mark.parametrize(
    ("by_role", "permission", "target_role", "answer"),
    [
        ("bureau", "grant_role", "publisher", False),
        ("bureau", "grant_role", "bureau", True),
        ("publisher", "grant_role", "publisher", True),
        ("auditor", "grant_role", "staff", False),
        ("staff", "grant_role", "staff", False),
        ("bureau", "manage_account", "publisher", False),
        ("bureau", "manage_account", "head", True),
        ("publisher", "manage_account", "publisher", True),
        ("auditor", "manage_account", "staff", False),
    ],
)
def test_only_a_publisher_makes_or_unmakes_a_publisher(by_role, permission, target_role, answer):
    agency = make_agency()
    by = make_user(agency=agency, role=by_role)
    target = target_role
    if permission == "manage_account":
        target = make_user(agency=agency, role=target_role)
    assert by.has_perm(f"agencies.{permission}", target) is answer


def test_nobody_in_the_office_manages_the_system_administrator(publisher):
    administrator = make_user(is_superuser=True)
    assert not publisher.has_perm("agencies.manage_account", administrator)
    assert administrator.has_perm("agencies.manage_account", publisher)
