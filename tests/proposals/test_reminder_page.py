"""The bureau's view of reminders: who gets what and when, and reminding now."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import Mail, MailBatch, Membership, Notice
from competitions.models import Competition
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    closes = timezone.now().astimezone(ZoneInfo("Asia/Jakarta")).replace(hour=23, minute=59, second=0)
    return worlds.make_edition(closes_at=closes + timedelta(days=5))


@pytest.fixture
def bureau(client, edition):
    person = worlds.make_user(agency=edition.organiser, role="bureau")
    client.force_login(person)
    return person


def make_draft(edition, **fields):
    agency = worlds.make_agency()
    return worlds.make_draft(edition, agency=agency, by=worlds.make_user(agency=agency), **fields)


def address(edition, name="reminders"):
    return reverse(f"proposals:{name}", args=[edition.slug])


def test_page_shows_the_letter_its_people_and_the_next_morning(client, bureau, edition):
    proposal = make_draft(edition, title="Antar Obat")
    proposal.answers.first().delete()
    answer = client.get(address(edition))
    [(preview, moment)] = answer.context["rows"]
    assert [person.pk for person in preview.people] == [proposal.created_by_id]
    assert (moment.date(), moment.hour) == ((edition.closes_at - timedelta(days=3)).date(), 8)
    text = answer.content.decode()
    assert f"Yth. {proposal.created_by.name}," in text
    assert "Uraikan latar" not in text
    assert "Antar Obat" not in text
    assert proposal.code not in text
    assert not Notice.objects.exists()


def test_page_counts_the_mornings_ahead(client, bureau, edition):
    for _number in range(2):
        make_draft(edition)
    rounds = client.get(address(edition)).context["rounds"]
    assert [(item.moment.date(), item.count) for item in rounds] == [
        ((edition.closes_at - timedelta(days=days)).date(), 2) for days in (3, 1)
    ]


def test_page_says_who_cannot_be_reached(client, bureau, edition):
    proposal = make_draft(edition)
    Membership.objects.filter(agency=proposal.agency).delete()
    text = client.get(address(edition)).content.decode()
    assert "1 instansi tidak dapat diingatkan" in text
    assert 'name="pilih"' not in text


def test_page_costs_the_same_with_one_and_with_three(client, bureau, edition):
    counts = []
    client.get(address(edition))
    for added in (1, 2):
        for _number in range(added):
            make_draft(edition)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(edition))
        counts.append(len(queries))
    assert counts == [8, 8]


def test_send_to_the_picked_ones_leads_to_the_batch(client, bureau, edition):
    first, second = make_draft(edition), make_draft(edition)
    answer = client.post(address(edition, "reminders_send"), {"pilih": [first.agency.code]})
    batch = MailBatch.objects.get()
    assert answer["Location"] == reverse("agencies:batch", args=[batch.code])
    assert [notice.user_id for notice in Notice.objects.all()] == [first.created_by_id]
    assert Mail.objects.get().status == "queued"
    assert second.pk


def test_send_to_all_reaches_the_other_pages(client, bureau, edition):
    people = {make_draft(edition).created_by_id for _number in range(3)}
    client.post(address(edition, "reminders_send"), {"semua": "1"})
    assert set(Notice.objects.values_list("user", flat=True)) == people


def test_send_with_held_mail_waits_to_be_read(client, bureau, edition):
    Competition.objects.filter(pk=edition.pk).update(holds_mail=True)
    client.post(address(edition, "reminders_send"), {"pilih": [make_draft(edition).agency.code]}, follow=True)
    assert Mail.objects.get().status == "held"


def test_send_to_nobody_is_refused(client, bureau, edition):
    assert client.post(address(edition, "reminders_send")).status_code == 422


def test_send_cannot_reach_another_edition(client, bureau, edition):
    foreign = make_draft(worlds.make_edition())
    assert (
        client.post(address(edition, "reminders_send"), {"pilih": [foreign.agency.code]}).status_code == 422
    )
    assert client.get(address(foreign.competition)).status_code == 404
    assert client.post(address(foreign.competition, "reminders_send"), {"semua": "1"}).status_code == 404
    assert not Notice.objects.exists()


def test_auditor_does_not_see_drafts_through_reminders(client, edition):
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    assert client.get(address(edition)).status_code == 404
    assert "Pengingat</a>" not in client.get(reverse("judging:edition", args=[edition.slug])).content.decode()


def test_page_tells_no_number_of_drafts(client, bureau, edition):
    first = make_draft(edition)
    worlds.make_draft(edition, agency=first.agency, by=first.created_by)
    answer = client.get(address(edition))
    assert len(answer.context["rows"]) == 1
    assert "1 instansi belum mengirim." in answer.content.decode()
    assert [item.count for item in answer.context["rounds"]] == [1, 1]
