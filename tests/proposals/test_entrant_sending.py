"""Files, who sees what, and sending: the entrant's pages through the client."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.models import Competition
from proposals.models import Attachment, Proposal, ProposalVersion
from proposals.services import submission
from tests import worlds as shared
from tests.proposals import paper
from tests.proposals.asking import address, close, send_json
from tests.proposals.worlds import add_slot

pytestmark = pytest.mark.django_db


# --- Files --------------------------------------------------------------------------------------------


def upload(client, desk, content, **options):
    body = {"file": SimpleUploadedFile("surat.pdf", content, "application/pdf")}
    return client.post(address(desk, "slot", "implementasi"), body, **options)


def test_upload_too_large_is_413_and_never_stored(desk, writer, settings, media):
    add_slot(desk.edition)
    settings.MAX_UPLOAD_BYTES = 500
    response = upload(writer, desk, paper.make_pdf(20))
    assert response.status_code == 413
    assert list(media.rglob("*.pdf")) == []


def test_download_opens_in_the_browser_and_may_load_nothing(desk, writer):
    add_slot(desk.edition)
    content = paper.make_pdf(2)
    upload(writer, desk, content)
    response = writer.get(address(desk, "attachment", Attachment.objects.get().code))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"] == 'inline; filename="surat.pdf"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_remove_asks_first_and_then_empties_the_slot(desk, writer):
    add_slot(desk.edition)
    upload(writer, desk, paper.make_pdf())
    url = address(desk, "attachment_remove", Attachment.objects.get().code)
    assert writer.get(url).status_code == 200
    assert writer.post(url).url == address(desk, "edit")
    assert Attachment.objects.current().count() == 0
    assert writer.post(url).status_code == 404


# --- Who sees what ------------------------------------------------------------------------------------

UNKNOWN = "ABCDEFGHJKMN"
PAGES = ["detail", "edit", "progress", "submit", "withdraw", "receipt", "receipt_file"]
POSTS = ["save_header", "save_team", "give_back", "take_back", "receipt_retry"]


@pytest.mark.parametrize("name", PAGES)
def test_page_of_another_agency_is_the_same_404_as_none(desk, client, name):
    client.force_login(shared.make_user(agency=shared.make_agency()))
    foreign = client.get(address(desk, name))
    nothing = client.get(reverse(f"proposals:{name}", args=[UNKNOWN]))
    assert (foreign.status_code, nothing.status_code) == (404, 404)
    assert body_of(foreign, desk.proposal.code) == body_of(nothing, UNKNOWN)


def body_of(response, code):
    """Without the form tokens and the address that was asked for."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content).replace(code.encode(), b"")


@pytest.mark.parametrize("name", POSTS)
def test_act_on_another_agencys_proposal_is_404(desk, client, name):
    client.force_login(shared.make_user(agency=shared.make_agency()))
    assert send_json(client, address(desk, name), revision=0, title="x").status_code == 404


def test_draft_is_hidden_from_the_organiser_until_it_is_sent(desk, client):
    bureau = shared.make_user(agency=desk.edition.organiser, role="bureau")
    client.force_login(bureau)
    assert client.get(address(desk, "detail")).status_code == 404
    sent = shared.make_submitted(desk.edition)
    url = reverse("proposals:detail", args=[sent.code])
    assert client.get(url).status_code == 200
    assert client.get(reverse("proposals:edit", args=[sent.code])).status_code == 403
    read = AuditEvent.objects.get(verb="proposal.read")
    assert (read.by, read.subject) == (bureau, f"proposal:{sent.code}")


# --- Sending ------------------------------------------------------------------------------------------


def sent_form(client, desk):
    form = client.get(address(desk, "submit")).context["form"]
    return {"revision": form["revision"].value()}


def test_submit_page_sends_and_shows_the_receipt(desk, writer):
    body = sent_form(writer, desk)
    first = writer.post(address(desk, "submit"), body)
    second = writer.post(address(desk, "submit"), body)
    assert (first.url, second.url) == (address(desk, "receipt"), address(desk, "receipt"))
    version = ProposalVersion.objects.get()
    page = writer.get(first.url).content.decode()
    for shown in (version.sha256, f"/verifikasi/{version.sha256}/", f"{desk.proposal.code}/1", "<svg"):
        assert shown in page
    assert writer.get(address(desk, "edit")).url == address(desk, "detail")


def test_submit_page_incomplete_has_no_button(desk, writer):
    add_slot(desk.edition)
    page = writer.get(address(desk, "submit")).content.decode()
    assert "Unggah berkas: Surat implementasi" in page
    assert "Kirim proposal" not in page


def test_submit_page_without_consent_to_a_warning_is_422(desk, writer):
    today = timezone.now().date()
    Proposal.objects.filter(pk=desk.proposal.pk).update(started_on=today)
    body = sent_form(writer, desk)
    response = writer.post(address(desk, "submit"), body)
    assert response.status_code == 422
    assert "Centang persetujuan bila tetap dikirim." in response.content.decode()
    assert writer.post(address(desk, "submit"), body | {"accepts_warnings": "on"}).status_code == 302


def test_submit_after_closing_is_409_with_the_servers_time(desk, writer):
    body = sent_form(writer, desk)
    close(desk)
    response = writer.post(address(desk, "submit"), body)
    assert response.status_code == 409
    assert "Permintaan Anda diterima server pada" in response.content.decode()
    assert ProposalVersion.objects.count() == 0


def test_submit_by_staff_hands_over_where_the_head_approves(desk, writer, client):
    Competition.objects.filter(pk=desk.edition.pk).update(needs_head_approval=True)
    response = writer.post(address(desk, "submit"), sent_form(writer, desk))
    assert response.url == address(desk, "detail")
    assert Proposal.objects.get(pk=desk.proposal.pk).status == "awaiting"
    assert writer.post(address(desk, "take_back")).status_code == 403
    client.force_login(desk.head)
    assert client.post(address(desk, "submit"), sent_form(client, desk)).url == address(desk, "receipt")
    assert ProposalVersion.objects.get().submitted_by == desk.head
    assert client.post(address(desk, "take_back")).url == address(desk, "edit")


@pytest.mark.parametrize("versions", [1, 3])
def test_detail_costs_the_same_whatever_was_sent(desk, writer, versions, django_assert_num_queries):
    for _ in range(versions):
        writer.post(address(desk, "submit"), sent_form(writer, desk))
        writer.post(address(desk, "take_back"))
    writer.post(address(desk, "submit"), sent_form(writer, desk))
    with django_assert_num_queries(8):
        response = writer.get(address(desk, "detail"))
    assert len(response.context["page"].versions) == versions + 1


def test_detail_of_a_withdrawn_draft_still_shows_its_words(desk, writer):
    submission.withdraw(proposal=desk.fresh(), by=desk.writer, at=timezone.now(), reason="Salah edisi")
    page = writer.get(address(desk, "detail")).content.decode()
    assert "Jawaban untuk latar." in page
    assert writer.get(address(desk, "edit")).url == address(desk, "detail")


def test_edit_page_after_closing_says_so_and_shows_the_words(desk, writer):
    close(desk)
    page = writer.get(address(desk, "edit")).content.decode()
    assert "Pendaftaran sudah ditutup. Isian masih dapat dibaca" in page
    assert "Jawaban untuk latar." in page
