"""One's notices: counted on every page, read by opening them, one click from the work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent, Notice, User
from tests import worlds

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def person(client):
    made = worlds.make_user(agency=worlds.make_agency())
    client.force_login(made)
    return made


def make_notice(person, number=1, **fields):
    fields = {
        "user": person,
        "kind": "returned",
        "title": f"Kabar {number}",
        "text": "Panitia mengembalikan proposal.",
        "url": f"/proposal/ABC/isi/#id_q_{number}",
        "subject": "proposal:ABC",
        "key": f"kabar:{number}",
        "created_at": NOW + timedelta(minutes=number),
    } | fields
    return Notice.objects.create(**fields)


def counted(client):
    text = client.get("/akun/saya/").content.decode()
    return [
        n for n in range(9) if f'<span class="count">{n}<span class="visually-hidden"> belum dibaca' in text
    ]


def test_list_shows_unread_first_then_the_latest(client, person):
    make_notice(person, 1)
    make_notice(person, 2, read_at=NOW)
    make_notice(person, 3)
    make_notice(person, 4, read_at=NOW)
    listed = client.get(reverse("agencies:notices")).context["object_list"]
    assert [notice.title for notice in listed] == ["Kabar 3", "Kabar 1", "Kabar 4", "Kabar 2"]


def test_open_leads_to_the_field_and_marks_it_read_once(client, person):
    notice = make_notice(person)
    assert counted(client) == [1]
    address = reverse("agencies:notice", args=[notice.code])
    assert client.get(address)["Location"] == "/proposal/ABC/isi/#id_q_1"
    first = Notice.objects.get().read_at
    assert first >= NOW
    client.get(address)
    assert Notice.objects.get().read_at == first
    assert counted(client) == []


def test_open_of_somebody_elses_notice_is_not_found(client, person):
    notice = make_notice(worlds.make_user())
    assert client.get(reverse("agencies:notice", args=[notice.code])).status_code == 404
    assert Notice.objects.get().read_at is None
    assert list(client.get(reverse("agencies:notices")).context["object_list"]) == []


def test_read_all_reads_ones_own_alone(client, person):
    other = make_notice(worlds.make_user())
    make_notice(person, 1)
    make_notice(person, 2)
    assert client.post(reverse("agencies:notices_read")).status_code == 302
    assert list(Notice.objects.unread()) == [other]


def test_count_costs_no_query(client, person):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get("/akun/saya/")
        return len(found)

    queries()  # the first page of a session also writes down when it began
    before = queries()
    for number in range(3):
        make_notice(person, number)
    assert queries() == before


def test_count_is_there_for_people_without_a_role(client):
    juror = worlds.make_user()
    client.force_login(juror)
    make_notice(juror)
    assert counted(client) == [1]
    assert User.objects.get(pk=juror.pk).roles_by_agency == {}


def test_home_shows_the_latest_three_unread(client, person):
    for number in range(1, 6):
        make_notice(person, number)
    make_notice(person, 9, read_at=NOW)
    answer = client.get("/")
    assert [notice.title for notice in answer.context["notices"]] == ["Kabar 5", "Kabar 4", "Kabar 3"]
    assert "Baca semua (5 belum dibaca)" in answer.content.decode()


def test_choose_mail_keeps_what_was_ticked(client, person):
    answer = client.post(reverse("agencies:mail_choice"), {"kinds": ["extension", "people", "receipt"]})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.unmailed == ["call", "extension", "people", "reminder"]
    client.post(reverse("agencies:mail_choice"), {"kinds": ["extension", "people"]})
    person.refresh_from_db()
    assert person.unmailed == ["call", "reminder"]
    assert AuditEvent.objects.filter(verb="user.chose_mail").first().details == {
        "without": ["call", "reminder"]
    }
    form = client.get("/akun/saya/").context["mail_form"]
    assert form.initial == {"kinds": ["extension", "people"]}
