from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from agencies.models import AuditEvent, FormerPost
from agencies.services import former_posts
from kipp.lib.errors import Refused
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
DAY = date(2024, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def dinas():
    return worlds.make_agency("DINKES", name="Dinas Kesehatan")


@pytest.fixture
def juror():
    return worlds.make_user(name="Rina")


@pytest.fixture
def bureau():
    return worlds.make_edition().announced_by


def test_state_writes_the_post_and_its_audit(dinas, juror):
    post = former_posts.state(user=juror, agency=dinas, until=DAY, by=juror, at=AT)
    assert (post.agency, post.until, post.stated_by) == (dinas, DAY, juror)
    event = AuditEvent.objects.get()
    assert (event.verb, event.details) == ("user.left_post", {"agency": "DINKES", "until": "2024-05-31"})


def test_state_again_corrects_the_day(dinas, juror, bureau):
    former_posts.state(user=juror, agency=dinas, until=DAY, by=juror, at=AT)
    former_posts.state(user=juror, agency=dinas, until=date(2025, 1, 1), by=bureau, at=AT)
    assert FormerPost.objects.get().until == date(2025, 1, 1)


def test_state_a_day_to_come_is_refused(dinas, juror):
    with pytest.raises(Refused, match="belum lewat"):
        former_posts.state(user=juror, agency=dinas, until=date(2026, 3, 2), by=juror, at=AT)


def test_person_cannot_change_or_withdraw_what_the_office_stated(dinas, juror, bureau):
    post = former_posts.state(user=juror, agency=dinas, until=DAY, by=bureau, at=AT)
    with pytest.raises(Refused, match="dicatat panitia"):
        former_posts.state(user=juror, agency=dinas, until=date(2000, 1, 1), by=juror, at=AT)
    with pytest.raises(Refused, match="dicatat panitia"):
        former_posts.withdraw(post=post, by=juror, at=AT)
    former_posts.withdraw(post=post, by=bureau, at=AT)
    assert not FormerPost.objects.exists()
    assert AuditEvent.objects.filter(verb="user.left_post_withdrawn").count() == 1


def test_own_page_states_and_withdraws(client, dinas, juror):
    client.force_login(juror)
    address = reverse("agencies:former_posts")
    wrong = client.post(address, {"agency": "Dinas Kesehatan", "until": "kemarin dulu"})
    assert wrong.status_code == 422
    assert "kemarin dulu" in wrong.content.decode()
    assert client.post(address, {"agency": "DINKES", "until": "2024-05-31"}).status_code == 302
    page = client.get(address).content.decode()
    assert "31 Mei 2024" in page
    client.post(reverse("agencies:former_post_withdraw", args=[FormerPost.objects.get().code]))
    assert not FormerPost.objects.exists()


def test_page_of_a_person_is_the_offices(client, dinas, juror, bureau):
    address = reverse("agencies:person_former_posts", args=[juror.code])
    client.force_login(bureau)
    assert client.post(address, {"agency": "DINKES", "until": "2024-05-31"}).status_code == 302
    assert FormerPost.objects.get().stated_by == bureau
    client.force_login(juror)
    assert client.get(address).status_code == 403
    assert "Hapus" not in client.get(reverse("agencies:former_posts")).content.decode()


def test_nobody_withdraws_the_post_of_another_person(client, dinas, juror):
    post = former_posts.state(user=juror, agency=dinas, until=DAY, by=juror, at=AT)
    client.force_login(worlds.make_user())
    assert client.post(reverse("agencies:former_post_withdraw", args=[post.code])).status_code == 404
