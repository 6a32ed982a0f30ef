"""The page between the portal and a typed address."""

import pytest

from kipp.lib.leaving import leave_url

pytestmark = pytest.mark.django_db
TARGET = "https://contoh.go.id/video?v=1&t=<b>"


def test_leave_page_says_where_one_goes_and_tells_nothing(writer):
    response = writer.get(leave_url(TARGET))
    page = response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert 'href="https://contoh.go.id/video?v=1&amp;t=&lt;b&gt;" rel="noopener noreferrer nofollow"' in page
    assert "<strong>contoh.go.id</strong>" in page


def test_leave_page_for_a_forged_target_is_not_found(writer):
    assert writer.get("/keluar/Imh0dHBzOi8vamFoYXQuZXhhbXBsZS8i:palsu/").status_code == 404


def test_leave_page_asks_strangers_to_sign_in(client, db):
    response = client.get(leave_url(TARGET))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/akun/login/")


def test_video_of_a_proposal_opens_through_the_leave_page(writer, desk):
    desk.proposal.video_url = TARGET
    desk.proposal.save(update_fields=["video_url"])
    page = writer.get(f"/proposal/{desk.proposal.code}/").content.decode()
    assert f'href="{leave_url(TARGET)}"' in page
    assert 'href="https://contoh.go.id' not in page
