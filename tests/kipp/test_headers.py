import pytest

from tests.worlds import make_user

pytestmark = pytest.mark.django_db


def test_page_of_signed_in_person_is_never_stored(client):
    client.force_login(make_user())
    assert client.get("/akun/password/change/")["Cache-Control"] == "private, no-store"


def test_page_forbids_everything_that_is_not_named(client):
    policy = client.get("/akun/login/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["script-src"].split()[0] == "'self'"
    assert "unsafe" not in policy


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_healthz_refuses_a_post(client):
    assert client.post("/healthz").status_code == 405
