"""The last seconds, in a real browser and three time zones: taken before, refused after, in so many words."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from competitions.models import Competition, Extension
from kipp.lib.moments import format_moment
from proposals.models import Correction, Proposal, ProposalVersion
from proposals.services import corrections
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEFT = timedelta(seconds=9)
DAY = timedelta(days=1)
expect.set_options(timeout=30_000)  # ms: the machine may be busy


class Pair:
    """Two proposals of one agency, each open for its last look: one will be sent in time, one too late."""

    def __init__(self, edition, proposals, page, url):
        self.edition, self.proposals, self.url = edition, proposals, url
        self.early = page
        self.late = page.context.new_page()

    def open(self) -> None:
        for window, proposal in zip((self.early, self.late), self.proposals, strict=True):
            window.goto(self.url + reverse("proposals:submit", args=[proposal.code]))
            expect(window.get_by_role("button", name="Kirim")).to_be_visible()


@pytest.fixture
def media(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def pair(media, page, live_server, client):
    """Made for a zone and a state of its proposals."""

    def make(zone, build):
        edition = worlds.make_edition(zone=zone)
        agency = worlds.make_agency()
        writer = worlds.make_user(agency=agency)
        proposals = [build(edition, agency=agency, by=writer, title=title) for title in ("Awal", "Akhir")]
        client.force_login(writer)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([session])
        return Pair(edition, proposals, page, live_server.url)

    return make


def send_around(pair, deadline, silent_console) -> str:
    """One is sent before the deadline, the other after; what the second is told."""
    pair.early.get_by_role("button", name="Kirim").click()
    expect(pair.early.locator("h1")).to_have_text("Proposal sudah diterima")
    sent = ProposalVersion.objects.filter(proposal=pair.proposals[0]).first()
    assert sent.submitted_at < deadline
    received = format_moment(sent.submitted_at, pair.edition.zone)
    expect(pair.early.locator("main")).to_contain_text(received)
    time.sleep(max(0, (deadline - timezone.now()).total_seconds()))
    with pair.late.expect_response(lambda answer: answer.request.method == "POST") as answered:
        pair.late.get_by_role("button", name="Kirim").click()
    assert answered.value.status == 409
    silent_console.clear()  # a browser reports every 409
    expect(pair.late.locator("main")).to_contain_text(format_moment(deadline, pair.edition.zone))
    return pair.late.locator("main").inner_text()


def assert_late(text, zone_name, opening) -> None:
    assert opening in text
    assert "Permintaan Anda diterima server pada" in text
    assert f"{zone_name} (detik ke-" in text


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_call_closes_to_the_second_in_every_zone(pair, silent_console, zone, name):
    both = pair(zone, worlds.make_draft)
    both.open()
    deadline = timezone.now() + LEFT
    Competition.objects.filter(pk=both.edition.pk).update(closes_at=deadline)
    text = send_around(both, deadline, silent_console)
    assert_late(text, name, "Pendaftaran sudah ditutup pada")
    assert Proposal.objects.get(pk=both.proposals[1].pk).status == "draft"


def test_extension_of_one_agency_closes_to_the_second(pair, silent_console):
    both = pair("Asia/Makassar", worlds.make_draft)
    both.open()
    deadline = timezone.now() + LEFT
    Competition.objects.filter(pk=both.edition.pk).update(closes_at=timezone.now() - DAY)
    Extension.objects.create(
        competition=both.edition,
        agency=both.proposals[0].agency,
        until=deadline,
        letter_number="5/B",
        reason="Banjir.",
        granted_at=timezone.now(),
        granted_by=both.edition.announced_by,
    )
    text = send_around(both, deadline, silent_console)
    assert_late(text, "WITA", "Pendaftaran sudah ditutup pada")


def test_correction_closes_to_the_second(pair, silent_console):
    both = pair("Asia/Jayapura", worlds.make_submitted)
    now = timezone.now()
    Competition.objects.filter(pk=both.edition.pk).update(closes_at=now - DAY)
    for proposal in both.proposals:
        corrections.ask(
            version=proposal.versions.get(),
            by=both.edition.announced_by,
            at=now,
            due_at=now + DAY,
            note="Tanda tangani.",
        )
        proposal.answers.update(text="Lebih jelas.", words=2)
    both.open()
    deadline = timezone.now() + LEFT
    Correction.objects.update(due_at=deadline)
    Proposal.objects.update(correction_due_at=deadline)
    text = send_around(both, deadline, silent_console)
    assert_late(text, "WIT", "Batas waktu perbaikan sudah lewat pada")
    assert [one.versions.count() for one in both.proposals] == [2, 1]
