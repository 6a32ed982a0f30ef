"""The doors: an invitation's page and the first run, in a browser's steps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Invitation, Membership, User
from agencies.services import first_run, invitations
from tests.worlds import make_agency, make_user

PASSWORD = "tiga-kata-sandi-baru"
pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user(agency=make_agency("BAG-ORG", kind="bagian"), role="publisher")


def link_to(publisher, email="siti@contoh.go.id", *, at=None, **fields):
    at = at or timezone.now()
    fields = {"name": "Siti"} | fields
    _, link = invitations.invite(by=publisher, at=at, email=email, **fields)
    return link.removeprefix("http://127.0.0.1:8000")


def test_invite_page_sends_and_shows_the_link_once(client, publisher):
    client.force_login(publisher)
    agency = make_agency("DK")
    data = {"name": "Siti", "email": "Siti@contoh.go.id", "role": "staff", "agency": "DK", "institution": ""}
    assert client.post("/panitia/undangan/baru/", data).url == "/panitia/undangan/"
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.agency, invitation.role) == ("siti@contoh.go.id", agency, "staff")
    link = client.get("/panitia/undangan/").context["new_link"]["link"]
    assert invitations.fingerprint(link.rsplit("/", 2)[1]) == invitation.token_sha256
    assert client.get("/panitia/undangan/").context["new_link"] is None
    again = client.post("/panitia/undangan/baru/", data)
    assert (again.status_code, Invitation.objects.count()) == (422, 1)


@pytest.mark.parametrize(
    ("role", "agency", "errors"),
    [
        ("staff", "", {"agency": ["Isi instansi tempat peran ini dipegang."]}),
        ("juror", "DK", {"agency": ["Kosongkan instansi: juri tidak mewakili instansi peserta."]}),
        ("", "", {"role": ["Bidang ini tidak boleh kosong."]}),
    ],
)
def test_invite_page_role_and_agency_belong_together(client, publisher, role, agency, errors):
    client.force_login(publisher)
    make_agency("DK")
    data = {"name": "Siti", "email": "siti@contoh.go.id", "role": role, "agency": agency}
    response = client.post("/panitia/undangan/baru/", data)
    assert (response.status_code, response.context["form"].errors) == (422, errors)


def test_invite_page_offers_the_publisher_role_to_publishers_only(client, publisher):
    client.force_login(make_user(agency=make_agency(), role="bureau"))
    data = {"name": "S", "email": "s@contoh.go.id", "role": "publisher", "agency": "BAG-ORG"}
    assert client.post("/panitia/undangan/baru/", data).status_code == 422
    invitation, _ = invitations.invite(
        by=publisher,
        at=timezone.now(),
        email="s@contoh.go.id",
        name="S",
        agency=publisher.memberships.get().agency,
        role="publisher",
    )
    assert client.post(f"/panitia/undangan/{invitation.code}/kirim-ulang/").status_code == 403
    assert client.post(f"/panitia/undangan/{invitation.code}/batal/", {"reason": "x"}).status_code == 403


def test_accept_page_makes_the_account_and_signs_in(client, publisher):
    link = link_to(publisher, agency=make_agency(), role="head")
    assert client.get(link).context["form"]["name"].value() == "Siti"
    data = {"name": "Siti Aminah", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(link, data).status_code == 302
    user = User.objects.get(email="siti@contoh.go.id")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("pendek", "pendek", "password1"),
        ("1234567890123", "1234567890123", "password1"),
        ("siti@contoh.go.id", "siti@contoh.go.id", "password1"),
        (PASSWORD, "lain-sama-sekali", "password2"),
    ],
)
def test_accept_page_weak_or_different_passwords_are_refused(client, publisher, first, second, field):
    link = link_to(publisher)
    response = client.post(link, {"name": "Siti", "password1": first, "password2": second})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not User.objects.filter(email="siti@contoh.go.id").exists()


def test_accept_page_known_account_signs_in_first_and_then_confirms(client, publisher):
    agency = make_agency()
    siti = make_user("siti@contoh.go.id")
    link = link_to(publisher, agency=agency, role="head")
    assert f"/akun/login/?next={link}" in client.get(link).content.decode()
    assert client.post(link, {"name": "X", "password1": PASSWORD, "password2": PASSWORD}).status_code == 200
    client.force_login(make_user())
    assert client.post(link).status_code == 200
    assert not Membership.objects.filter(agency=agency).exists()
    client.force_login(siti)
    assert client.get(link).status_code == 200
    assert not Membership.objects.filter(agency=agency).exists()
    assert client.post(link).status_code == 302
    assert Membership.objects.get(agency=agency).user == siti
    siti.refresh_from_db()
    assert not siti.check_password(PASSWORD)


def test_accept_page_unknown_used_expired_and_revoked_links_look_the_same(client, publisher):
    now = timezone.now()
    used, expired, revoked = (
        link_to(publisher, "a@contoh.go.id"),
        link_to(publisher, "b@contoh.go.id", at=now - timedelta(days=15)),
        link_to(publisher, "c@contoh.go.id"),
    )
    client.post(used, {"name": "A", "password1": PASSWORD, "password2": PASSWORD})
    client.logout()
    invitations.revoke(
        by=publisher, at=now, invitation=Invitation.objects.get(email="c@contoh.go.id"), reason="salah"
    )
    bodies = set()
    for link in (used, expired, revoked, "/undangan/tidak-ada/"):
        response = client.get(link)
        assert response.status_code == 404
        bodies.add(response.templates[0].name)
        assert response.context.get("invitation") is None
    assert bodies == {"agencies/invitation_dead.html"}


# --- The first run ------------------------------------------------------------------------------------

FOUNDER = {
    "agency_name": "Bagian Organisasi",
    "agency_code": "bag-org",
    "name": "Budi",
    "email": "Budi@contoh.go.id",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_first_run_page_founds_the_portal_and_signs_in(client):
    link = first_run.first_run_link(timezone.now()).removeprefix("http://127.0.0.1:8000")
    assert client.get(link).status_code == 200
    assert client.post(link, FOUNDER).status_code == 302
    membership = Membership.objects.get()
    assert (membership.user.email, membership.role, membership.agency.code) == (
        "budi@contoh.go.id",
        "publisher",
        "BAG-ORG",
    )
    assert client.session["_auth_user_id"] == str(membership.user.pk)
    assert client.get(link).status_code == 404


def test_first_run_page_keeps_the_words_when_something_is_missing(client):
    link = first_run.first_run_link(timezone.now()).removeprefix("http://127.0.0.1:8000")
    response = client.post(link, FOUNDER | {"agency_code": "BAG ORG"})
    assert response.status_code == 422
    assert response.context["form"]["agency_name"].value() == "Bagian Organisasi"
    assert list(response.context["form"].errors) == ["agency_code"]


def test_first_run_page_unknown_expired_and_invitation_tokens_are_dead(client, publisher):
    invitation_link = link_to(publisher).replace("/undangan/", "/mulai/")
    for link in ("/mulai/tidak-ada/", invitation_link):
        response = client.get(link)
        assert (response.status_code, response.templates[0].name) == (404, "agencies/first_run_dead.html")


def test_first_run_link_does_not_open_the_invitation_page(client):
    link = first_run.first_run_link(timezone.now()).removeprefix("http://127.0.0.1:8000")
    assert client.get(link.replace("/mulai/", "/undangan/")).status_code == 404
