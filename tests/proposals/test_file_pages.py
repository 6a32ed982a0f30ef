"""What the script and plain forms get when they bring files, look at pages and ask for letters."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import AuditEvent
from kipp.lib.files import digest
from proposals.models import Attachment, Upload
from tests import worlds
from tests.proposals import paper
from tests.proposals.worlds import add_slot

pytestmark = pytest.mark.django_db
PDF = paper.make_pdf(2)
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def slot(desk):
    slot = add_slot(desk.edition)
    slot.statement = "implementation"
    slot.save(update_fields=["statement"])
    return slot


def address(desk, rest):
    return f"/proposal/{desk.proposal.code}/{rest}"


def begin(writer, desk, **given):
    return writer.post(
        address(desk, "berkas/implementasi/unggah/"), {"name": "a.pdf", "size": len(PDF), **given}, **JSON
    )


def patch(writer, desk, code, offset, piece):
    return writer.patch(
        address(desk, f"unggahan/{code}/"),
        piece,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset), "Accept": "application/json"},
    )


def test_pieces_become_a_file_and_the_place_comes_back_with_it(writer, desk, slot):
    code = begin(writer, desk).json()["code"]
    first = patch(writer, desk, code, 0, PDF[:400]).json()
    assert (first["status"], first["received"], first["sha256"]) == ("receiving", 400, digest(PDF[:400]))
    last = patch(writer, desk, code, 400, PDF[400:])
    assert (last.status_code, last.json()["status"]) == (200, "done")
    attachment = Attachment.objects.get()
    assert attachment.sha256 == digest(PDF)
    assert f"lampiran/{attachment.code}/" in last.json()["html"]


@pytest.mark.parametrize("offset", [7, "x", "", "-1", "９"])
def test_wrong_offset_is_409_with_the_right_one(writer, desk, slot, offset):
    code = begin(writer, desk).json()["code"]
    patch(writer, desk, code, 0, PDF[:400])
    response = patch(writer, desk, code, offset, PDF[400:])
    assert (response.status_code, response.json()["received"]) == (409, 400)


def test_refused_file_is_422_with_its_sentence_also_when_asked_again(writer, desk, slot):
    content = paper.locked_pdf()
    code = begin(writer, desk, size=len(content)).json()["code"]
    for response in (patch(writer, desk, code, 0, content), writer.get(address(desk, f"unggahan/{code}/"))):
        assert (response.status_code, response.json()["status"]) == (422, "refused")
        assert response.json()["message"].startswith("PDF ini dikunci")


def test_unfinished_upload_of_somebody_else_s_proposal_is_not_found(client, writer, desk, slot):
    code = begin(writer, desk).json()["code"]
    other = worlds.make_agency()
    client.force_login(worlds.make_user(agency=other))
    draft = worlds.make_draft(desk.edition, agency=other)
    for proposal in (desk.proposal, draft):
        assert client.get(f"/proposal/{proposal.code}/unggahan/{code}/").status_code == 404


def test_given_up_upload_leaves_nothing(writer, desk, slot):
    code = begin(writer, desk).json()["code"]
    assert writer.delete(address(desk, f"unggahan/{code}/")).json() == {"status": "cancelled"}
    assert not Upload.objects.exists()


def test_writing_page_fetches_letters_uploads_and_earlier_versions_apart(writer, desk, slot):
    writer.post(
        address(desk, "berkas/implementasi/"), {"file": SimpleUploadedFile("lama.pdf", paper.make_pdf(1))}
    )
    writer.post(address(desk, "berkas/implementasi/"), {"file": SimpleUploadedFile("baru.pdf", PDF)})
    begin(writer, desk, name="pindaian.pdf")
    html = writer.get(address(desk, "berkas/")).json()["places"]["implementasi"]
    for words in ("Siapkan surat", "pindaian.pdf: 0", "1 versi sebelumnya", "lama.pdf"):
        assert words in html
    assert "baru.pdf" not in html


def test_plain_form_says_what_is_wrong_beside_the_field(writer, desk, slot):
    response = writer.post(
        address(desk, "berkas/implementasi/"), {"file": SimpleUploadedFile("a.pdf", b"x" * 99)}
    )
    assert response.status_code == 422
    assert "Isi berkas ini bukan PDF" in response.content.decode()
    assert writer.post(address(desk, "berkas/implementasi/")).status_code == 422


def test_letter_is_asked_for_by_script_and_by_form(writer, desk, slot):
    desk.proposal.team.get_or_create(name="Siti", defaults={"position": 1})
    asked = writer.post(address(desk, "berkas/implementasi/surat/"), **JSON)
    assert "Surat sedang disiapkan…" in asked.json()["html"]
    sheet = desk.proposal.statement_sheets.get()
    assert writer.get(address(desk, f"surat/{sheet.code}/")).status_code == 404  # not printed yet
    again = writer.post(address(desk, "berkas/implementasi/surat/"))
    assert (again.status_code, again.url) == (302, address(desk, "berkas/implementasi/"))


def test_page_picture_is_drawn_for_who_may_open_the_file_and_noted_once_for_others(
    client, writer, desk, slot
):
    writer.post(address(desk, "berkas/implementasi/"), {"file": SimpleUploadedFile("a.pdf", PDF)})
    code = Attachment.objects.get().code
    response = writer.get(address(desk, f"lampiran/{code}/halaman/2/"))
    assert (response["Content-Type"], response.content[8:12]) == ("image/webp", b"WEBP")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    for page in (0, 3, 21):
        assert writer.get(address(desk, f"lampiran/{code}/halaman/{page}/")).status_code == 404
    assert AuditEvent.objects.filter(verb="proposal.read").count() == 0
    worlds.freeze(desk.fresh(), status="submitted")
    client.force_login(worlds.make_user(agency=desk.edition.organiser, role="auditor"))
    for page in (1, 2):
        assert client.get(address(desk, f"lampiran/{code}/halaman/{page}/")).status_code == 200
    assert AuditEvent.objects.filter(verb="proposal.read", subject=f"attachment:{code}").count() == 1
