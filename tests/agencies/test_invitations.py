"""Invitations: sent, accepted once, resent, revoked, expired; and the portal's own first link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Agency, AuditEvent, Invitation, Mail, Membership, User
from agencies.services import first_run, invitations
from kipp.lib.errors import Refused
from tests.racing import ROWS_ARE_LOCKED, together
from tests.worlds import PASSWORD, make_agency, make_user

NOW = timezone.now()
LATER = NOW + timedelta(days=14)
pytestmark = pytest.mark.django_db
DEAD = "Tautan ini sudah dipakai, kedaluwarsa, atau dibatalkan. Mintalah undangan baru."


@pytest.fixture
def publisher():
    return make_user(agency=make_agency("BAG-ORG", kind="bagian"), role="publisher")


def invite(by, email="Siti@Contoh.go.id ", *, at=NOW, **fields):
    fields = {"name": "Siti", "agency": None, "role": "", "institution": ""} | fields
    return invitations.invite(by=by, at=at, email=email, **fields)


def accept(invitation, *, at=NOW):
    return invitations.accept_as_new(at=at, invitation=invitation, name="Siti A.", password=PASSWORD)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.message


def test_invite_writes_a_letter_with_the_link_and_keeps_only_its_fingerprint(publisher):
    agency = make_agency("DK", name="Dinas Kesehatan")
    invitation, link = invite(publisher, agency=agency, role="head")
    token = link.rsplit("/", 2)[1]
    assert invitation.email == "siti@contoh.go.id"
    assert invitation.expires_at == LATER
    assert invitation.token_sha256 == invitations.fingerprint(token)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("siti@contoh.go.id", "Undangan ke Portal KIPP")
    assert mail.body.splitlines()[0] == "Yth. Siti,"
    assert mail.body.count(link) == 1
    assert "Anda diundang sebagai Pimpinan instansi untuk Dinas Kesehatan di portal" in mail.body
    assert [event.verb for event in AuditEvent.objects.all()] == ["invitation.sent"]


def test_invite_juror_names_neither_agency_nor_role(publisher):
    invitation, _ = invite(publisher, institution="Universitas Diponegoro")
    user = accept(invitation)
    assert (user.institution, user.employer, user.memberships.count()) == ("Universitas Diponegoro", None, 0)


def test_invite_twice_while_waiting_is_refused_and_possible_after_expiry(publisher):
    invite(publisher)
    assert refused(invite, publisher) == (
        "siti@contoh.go.id sudah diundang. Bila suratnya tidak sampai, kirim ulang dari daftar undangan."
    )
    invite(publisher, at=LATER)
    assert Invitation.objects.count() == 2


def test_invite_somebody_who_holds_the_role_is_refused(publisher):
    agency = make_agency()
    make_user("siti@contoh.go.id", agency=agency, role="staff")
    assert refused(invite, publisher, agency=agency, role="staff") == (
        "siti@contoh.go.id sudah punya akun dengan peran ini."
    )
    invite(publisher, agency=agency, role="head")


def test_invite_into_an_inactive_agency_is_refused(publisher):
    agency = make_agency(name="Dinas Lama")
    Agency.objects.filter(pk=agency.pk).update(is_active=False)
    agency.refresh_from_db()
    assert refused(invite, publisher, agency=agency, role="head") == "Dinas Lama sudah tidak aktif."


def test_accept_makes_the_account_with_role_and_employer(publisher):
    agency = make_agency()
    user = accept(invite(publisher, agency=agency, role="staff")[0])
    user.refresh_from_db()
    assert (user.email, user.name, user.employer) == ("siti@contoh.go.id", "Siti A.", agency)
    assert user.check_password(PASSWORD)
    assert list(user.memberships.values_list("agency__code", "role")) == [(agency.code, "staff")]
    invitation = Invitation.objects.get()
    assert (invitation.accepted_at, invitation.accepted_by) == (NOW, user)


def test_accept_twice_is_refused_the_second_time(publisher):
    invitation, _ = invite(publisher)
    accept(invitation)
    assert refused(accept, invitation) == DEAD
    assert User.objects.filter(email="siti@contoh.go.id").count() == 1


def test_accept_at_the_instant_of_expiry_is_refused(publisher):
    invitation, _ = invite(publisher)
    assert refused(accept, invitation, at=LATER) == DEAD
    accept(invitation, at=LATER - timedelta(microseconds=1))


def test_accept_when_the_address_has_an_account_asks_to_sign_in(publisher):
    invitation, _ = invite(publisher)
    make_user("siti@contoh.go.id")
    assert refused(accept, invitation) == (
        "siti@contoh.go.id sudah punya akun. Masuklah dengan akun itu, lalu buka tautan ini lagi."
    )


def test_accept_as_known_adds_the_role_to_that_account_only(publisher):
    agency = make_agency()
    siti, other = make_user("siti@contoh.go.id"), make_user()
    invitation, _ = invite(publisher, agency=agency, role="head")
    assert refused(invitations.accept_as_known, by=other, at=NOW, invitation=invitation) == (
        "Undangan ini untuk alamat email lain. Keluarlah, lalu masuk dengan alamat itu."
    )
    invitations.accept_as_known(by=siti, at=NOW, invitation=invitation)
    assert list(Membership.objects.filter(agency=agency).values_list("user__email", "role")) == [
        ("siti@contoh.go.id", "head")
    ]


def test_resend_gives_a_new_link_and_kills_the_old_one(publisher):
    invitation, old = invite(publisher)
    again, new = invitations.resend(by=publisher, at=NOW + timedelta(days=20), invitation=invitation)
    assert old != new
    assert again.expires_at == NOW + timedelta(days=34)
    stored = Invitation.objects.get().token_sha256
    assert stored == invitations.fingerprint(new.rsplit("/", 2)[1])
    assert Mail.objects.count() == 2


def test_revoke_closes_the_link_for_good(publisher):
    invitation, _ = invite(publisher)
    invitations.revoke(by=publisher, at=NOW, invitation=invitation, reason="salah alamat")
    assert refused(accept, invitation) == DEAD
    assert refused(invitations.resend, by=publisher, at=NOW, invitation=invitation) == (
        "Undangan ini sudah dibatalkan. Buatlah undangan baru."
    )
    assert AuditEvent.objects.get(verb="invitation.revoked").details == {"reason": "salah alamat"}


def test_status_is_computed_from_the_clock(publisher):
    for number in range(4):
        invite(publisher, f"orang{number}@contoh.go.id")
    rows = list(Invitation.objects.order_by("pk"))
    accept(rows[0])
    invitations.revoke(by=publisher, at=NOW, invitation=rows[1], reason="salah")
    Invitation.objects.filter(pk=rows[2].pk).update(expires_at=NOW)
    found = Invitation.objects.with_status(NOW).order_by("pk")
    assert [row.status_label for row in found] == ["Diterima", "Dibatalkan", "Kedaluwarsa", "Menunggu"]


def test_invite_many_costs_the_same_queries_for_one_and_for_three(publisher, django_assert_num_queries):
    for count in (1, 3):
        guests = [invitations.Guest(f"n{count}{number}@contoh.go.id", "N") for number in range(count)]
        with django_assert_num_queries(7):
            invitations.invite_many(by=publisher, at=NOW, guests=guests)


@ROWS_ARE_LOCKED
@pytest.mark.django_db(transaction=True)
def test_accept_by_two_people_at_once_lets_one_in(publisher):
    invitation, _ = invite(publisher)
    said = together(lambda: accept(invitation), lambda: accept(invitation))
    user = User.objects.get(email="siti@contoh.go.id")
    assert sorted(str(getattr(answer, "message", answer)) for answer in said) == sorted([DEAD, str(user)])


# --- The first run ------------------------------------------------------------------------------------

FOUNDER = {
    "agency_code": "BAG-ORG",
    "agency_name": "Bagian Organisasi",
    "name": "Budi",
    "email": "budi@contoh.go.id",
    "password": PASSWORD,
}


def test_first_run_link_founds_the_portal_once():
    first_run.first_run_link(NOW)
    user = first_run.found(at=NOW, invitation=Invitation.objects.get(), **FOUNDER)
    [membership] = user.memberships.select_related("agency__root")
    assert (membership.role, membership.agency.kind, membership.agency.root.code) == (
        "publisher",
        "bagian",
        "BAG-ORG",
    )
    assert refused(first_run.first_run_link, NOW) == (
        "Portal ini sudah punya penanggung jawab. Masuklah dengan akun Anda."
    )
    assert refused(first_run.found, at=NOW, invitation=Invitation.objects.get(), **FOUNDER) == DEAD


def test_first_run_link_printed_again_kills_the_earlier_one():
    first_run.first_run_link(NOW)
    earlier = Invitation.objects.get()
    first_run.first_run_link(NOW)
    assert refused(first_run.found, at=NOW, invitation=earlier, **FOUNDER) == DEAD


def test_first_run_link_lives_twenty_four_hours():
    first_run.first_run_link(NOW)
    day = timedelta(hours=24)
    assert refused(first_run.found, at=NOW + day, invitation=Invitation.objects.get(), **FOUNDER) == DEAD
