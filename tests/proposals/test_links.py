"""Addresses of drafts, looked at by workers: off by default, never a blocker, said to who can mend them."""

from datetime import timedelta

import pytest

from kipp.lib.reaching import Checker
from proposals.models import LinkCheck
from proposals.services import links
from tests.lib.test_reaching import OUTSIDE, checker, serve, url
from tests.proposals.worlds import NOW, SECOND

pytestmark = pytest.mark.django_db


@pytest.fixture
def web():
    server = serve(OUTSIDE)
    yield server
    server.shutdown()
    server.server_close()


def give_video(desk, address):
    desk.proposal.video_url = address
    desk.proposal.save(update_fields=["video_url"])


def checked(desk, web, *, at=NOW) -> LinkCheck:
    row = LinkCheck.objects.get()
    links.check(check_id=row.pk, at=at, checker=checker(situs_test=[OUTSIDE]))
    row.refresh_from_db()
    return row


def test_nothing_is_asked_while_the_check_is_off(desk):
    give_video(desk, "https://contoh.go.id/video")
    assert links.sweep(at=NOW) == 0
    assert not LinkCheck.objects.exists()
    row = LinkCheck.objects.create(proposal=desk.proposal, url="https://contoh.go.id/", queued_at=NOW)
    assert links.check(check_id=row.pk, at=NOW, checker=Checker(resolve=None)) is False


def test_sweep_notes_each_address_of_a_draft_once(desk, settings):
    settings.LINK_CHECK = True
    give_video(desk, "https://contoh.go.id/video")
    for _round in range(2):
        links.sweep(at=NOW)
    assert [(row.proposal, row.url, row.status) for row in LinkCheck.objects.all()] == [
        (desk.proposal, "https://contoh.go.id/video", "queued")
    ]


def test_silent_address_is_said_with_its_reason_until_it_answers(desk, writer, web, settings):
    settings.LINK_CHECK = True
    give_video(desk, url(web, "/video"))
    links.sweep(at=NOW)
    row = checked(desk, web)
    assert (row.status, row.is_reachable, row.note, row.ready_at) == ("ready", False, "not_found", NOW)
    page = writer.get(f"/proposal/{desk.proposal.code}/tautan/").content.decode()
    assert f"Tautan {row.url} tidak dapat dibuka pada" in page
    assert "halaman itu tidak ada" in page
    assert row.url in writer.get(f"/proposal/{desk.proposal.code}/berkas/").json()["links"]
    web.answers = {"/video": (200, "")}
    links.sweep(at=NOW + timedelta(hours=6))
    assert LinkCheck.objects.get().status == "ready"  # not yet
    links.sweep(at=NOW + timedelta(hours=6) + SECOND)
    assert checked(desk, web, at=NOW + timedelta(hours=7)).is_reachable is True
    assert writer.get(f"/proposal/{desk.proposal.code}/berkas/").json()["links"] == ""


def test_address_that_no_longer_stands_in_the_proposal_is_not_spoken_of(desk, writer, web, settings):
    settings.LINK_CHECK = True
    give_video(desk, url(web, "/video"))
    links.sweep(at=NOW)
    checked(desk, web)
    give_video(desk, "")
    assert writer.get(f"/proposal/{desk.proposal.code}/tautan/").content.decode().strip() == ""
