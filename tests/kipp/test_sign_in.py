"""Signing in through the real pages: limits, no enumeration, sessions that end."""

import re

import pytest
from argon2 import PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from agencies.models import Mail, User
from kipp.lib.sessions import keep_within_limits
from tests.worlds import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/akun/login/"
SIGNED_IN_PAGE = "/akun/password/change/"
HOUR = 3600


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def sign_in(client, email, password=PASSWORD, address="10.0.0.1"):
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def test_sign_in_right_password_opens_a_new_session(client):
    user = make_user("budi@tegalkab.go.id")
    client.get(LOGIN)
    before = client.session.session_key
    answer = sign_in(client, "Budi@TegalKab.go.id")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before


def test_sign_in_wrong_password_and_unknown_address_answer_alike(client):
    make_user("budi@tegalkab.go.id")
    known = sign_in(client, "budi@tegalkab.go.id", "keliru-sekali-1")
    unknown = sign_in(client, "siti@tegalkab.go.id", "keliru-sekali-1")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_variable_parts(known) == without_variable_parts(unknown)


def without_variable_parts(response):
    text = response.content.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|X-CSRFToken": )"[^"]*"', "", text)
    return re.sub(r"(budi|siti)@tegalkab\.go\.id", "", text)


def test_sign_in_eight_failures_lock_the_account_for_that_network_only(client):
    make_user("budi@tegalkab.go.id")
    for _ in range(8):
        sign_in(client, "budi@tegalkab.go.id", "keliru-sekali-1")
    assert sign_in(client, "budi@tegalkab.go.id").status_code == 200
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "budi@tegalkab.go.id", address="10.9.9.9").status_code == 302


def test_sign_in_crowd_behind_one_address_gets_in(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people = [make_user(f"orang-{number}@tegalkab.go.id") for number in range(60)]
    for person in people:
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    answers = []
    for person in people:
        answers.append(sign_in(client, person.email).status_code)
        client.logout()
    assert answers == [302] * 60


def test_sign_in_disabled_account_stays_out(client):
    make_user("budi@tegalkab.go.id", is_active=False)
    sign_in(client, "budi@tegalkab.go.id")
    assert "_auth_user_id" not in client.session


def test_sign_up_is_closed(client):
    answer = client.post(
        "/akun/signup/", {"email": "a@b.go.id", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert answer.templates[0].name == "account/signup_closed.html"


def test_sign_out_needs_a_post(client):
    client.force_login(make_user())
    client.get("/akun/logout/")
    assert "_auth_user_id" in client.session
    client.post("/akun/logout/")
    assert "_auth_user_id" not in client.session


def test_session_of_disabled_account_ends(client):
    user = make_user()
    client.force_login(user)
    assert client.get(SIGNED_IN_PAGE).status_code == 200
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get(SIGNED_IN_PAGE).status_code == 302


def test_session_ends_after_a_changed_password(client):
    user = make_user()
    client.force_login(user)
    user.set_password("kata-sandi-baru-99")
    user.save(update_fields=["password"])
    assert client.get(SIGNED_IN_PAGE).status_code == 302


@pytest.mark.parametrize(
    ("started", "seen", "stays"),
    [
        (0, 0, True),
        (0, -3 * HOUR + 1, True),
        (0, -3 * HOUR, False),
        (-12 * HOUR + 1, 0, True),
        (-12 * HOUR, 0, False),
    ],
)
def test_session_ends_at_either_limit(client, rf, started, seen, stays):
    now = 1_800_000_000
    request = request_of(client, rf, started=now + started, seen=now + seen)
    keep_within_limits(request, now)
    assert request.user.is_authenticated is stays
    assert Session.objects.filter(session_key=client.session.session_key).exists() is stays


@pytest.mark.parametrize(("seconds", "noted"), [(299, 0), (300, 300)])
def test_session_activity_is_noted_every_five_minutes(client, rf, seconds, noted):
    request = request_of(client, rf, started=0, seen=0)
    keep_within_limits(request, seconds)
    assert request.session["seen"] == noted


def request_of(client, rf, **stamps):
    user = make_user()
    client.force_login(user)
    request = rf.get("/")
    request.user, request.session = user, client.session
    request.session.update(stamps)
    return request


NEW_PASSWORD = "payung-biru-di-taman-7"


def test_password_is_kept_as_argon2id_with_the_measured_cost():
    user = make_user()
    user.set_password(NEW_PASSWORD)
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_sign_in_strengthens_a_hash_of_lower_cost(client):
    user = make_user("budi@tegalkab.go.id")
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    User.objects.filter(pk=user.pk).update(password=f"argon2{weak}")
    assert sign_in(client, "budi@tegalkab.go.id").status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_password_change_ends_every_other_session_and_keeps_this_one():
    user, stranger = make_user("budi@tegalkab.go.id"), make_user("siti@tegalkab.go.id")
    here, phone, forgotten, hers = Client(), Client(), Client(), Client()
    for device in (here, phone, forgotten):
        assert sign_in(device, user.email).status_code == 302
    assert sign_in(hers, stranger.email).status_code == 302
    answer = here.post(
        SIGNED_IN_PAGE, {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )
    assert answer.status_code == 302
    found = [device.get(SIGNED_IN_PAGE).status_code for device in (here, phone, forgotten, hers)]
    assert found == [200, 302, 302, 200]
    assert sign_in(Client(), user.email).status_code == 200
    assert sign_in(Client(), user.email, NEW_PASSWORD).status_code == 302


def test_password_reset_by_letter_ends_every_session(client):
    user = make_user("budi@tegalkab.go.id")
    stolen = Client()
    sign_in(stolen, user.email)
    client.post("/akun/password/reset/", {"email": user.email})
    link = re.search(r"/akun/password/reset/key/\S+/", Mail.objects.get(to=user.email).body).group()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert stolen.get(SIGNED_IN_PAGE).status_code == 302
    assert sign_in(Client(), user.email, NEW_PASSWORD).status_code == 302
