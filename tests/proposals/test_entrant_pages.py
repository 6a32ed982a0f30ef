"""The entrant's pages through the client: saving by script and by form, files, sending, who sees what."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.models import Competition
from proposals.forms.entrant import StartForm
from proposals.models import Attachment, Proposal, ProposalVersion
from tests import worlds as shared
from tests.proposals import paper
from tests.proposals.worlds import SECOND, add_slot, add_yesno, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(media):
    """An edition that is open now, by the server's own clock."""
    now = timezone.now()
    desk = make_desk(closes_at=now + timedelta(days=3))
    Competition.objects.filter(pk=desk.edition.pk).update(
        opens_at=now - timedelta(days=3), announced_at=now - timedelta(days=3)
    )
    desk.edition.refresh_from_db()
    return desk


@pytest.fixture
def writer(client, desk):
    """Signed in, with the session's own first write behind."""
    client.force_login(desk.writer)
    client.get("/healthz")
    return client


def close(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(closes_at=timezone.now() - SECOND)


def address(desk, name, *rest):
    return reverse(f"proposals:{name}", args=[desk.proposal.code, *rest])


def send_json(client, url, **body):
    return client.post(
        url, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )


def text_of(desk, question=None):
    return desk.proposal.answers.get(question=question or desk.question).text


# --- The list and a new one ---------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(desk, writer, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        shared.make_draft(desk.edition, agency=desk.agency, by=desk.writer)
    with django_assert_num_queries(11):
        response = writer.get(reverse("proposals:list"))
    assert len(response.context["rows"]) == rows


def test_list_shows_own_proposals_only_with_what_is_missing(desk, writer):
    shared.make_draft(desk.edition)
    add_slot(desk.edition)
    rows = writer.get(reverse("proposals:list")).context["rows"]
    assert [(row.proposal.pk, row.missing) for row in rows] == [(desk.proposal.pk, 1)]


def test_list_survives_hostile_queries(desk, writer):
    response = writer.get(reverse("proposals:list") + "?status=x&page=999&sort=-nothing&competition=';--")
    assert response.status_code == 200


def new_form(desk):
    return StartForm(user=desk.writer)["code"].initial


def test_start_twice_makes_one_proposal(desk, writer):
    url = reverse("proposals:start", args=[desk.edition.slug])
    body = {"agency": desk.agency.pk, "title": "Tape Pasar", "code": new_form(desk)}
    first = writer.post(url, body)
    second = writer.post(url, body)
    started = Proposal.objects.get(title="Tape Pasar")
    assert (first.status_code, first.url) == (302, f"/proposal/{started.code}/isi/")
    assert second.url == first.url
    assert (started.group.name, started.track.name, started.created_by) == (
        "Perangkat Daerah",
        "Umum",
        desk.writer,
    )


def test_start_for_a_foreign_agency_or_with_a_foreign_code_is_422(desk, writer):
    url = reverse("proposals:start", args=[desk.edition.slug])
    foreign = shared.make_agency()
    stolen = StartForm(user=desk.head)["code"].initial
    for body in (
        {"agency": foreign.pk, "title": "Salah instansi", "code": new_form(desk)},
        {"agency": desk.agency.pk, "title": "Salah kode", "code": stolen},
        {"agency": desk.agency.pk, "title": "", "code": new_form(desk)},
    ):
        assert writer.post(url, body).status_code == 422
    assert Proposal.objects.count() == 1


def test_start_after_closing_is_409(desk, writer):
    close(desk)
    url = reverse("proposals:start", args=[desk.edition.slug])
    assert writer.get(url).status_code == 409
    body = {"agency": desk.agency.pk, "title": "Terlambat", "code": new_form(desk)}
    assert writer.post(url, body).status_code == 409


# --- Saving by script ---------------------------------------------------------------------------------


def test_autosave_answers_revision_words_and_time(desk, writer):
    response = send_json(writer, address(desk, "save_answer", desk.question.pk), text="dua kata", revision=1)
    answer = response.json()
    assert (response.status_code, answer["revision"], answer["words"]) == (200, 2, 2)
    assert answer["saved_at"].endswith(" WIB")
    assert text_of(desk) == "dua kata"


def test_autosave_costs_six_statements_and_its_transaction(desk, writer, django_assert_num_queries):
    url = address(desk, "save_answer", desk.question.pk)
    with django_assert_num_queries(8) as captured:
        send_json(writer, url, text="hemat", revision=1)
    own = [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(own) == 6


def test_autosave_cleans_what_no_database_holds(desk, writer):
    url = address(desk, "save_answer", desk.question.pk)
    assert send_json(writer, url, text="a\x00b\r\nc\rd\ud800", revision=1).status_code == 200
    assert text_of(desk) == "ab\nc\nd?"


def test_autosave_stale_answers_both_texts(desk, writer):
    url = address(desk, "save_answer", desk.question.pk)
    send_json(writer, url, text="pertama", revision=1)
    response = send_json(writer, url, text="kedua", revision=1)
    current = response.json()["current"]
    assert response.status_code == 409
    assert (current["revision"], current["values"], current["by"]) == (2, {"text": "pertama"}, "Rina Penulis")
    assert text_of(desk) == "pertama"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 422),
        (b"[1]", 422),
        (b'{"text": "x"}', 422),
        (b'{"text": "x", "revision": -1}', 422),
        (json.dumps({"text": "x" * 50_001, "revision": 1}).encode(), 422),
    ],
)
def test_autosave_unreadable_body_is_422_in_json(desk, writer, body, status):
    response = writer.post(
        address(desk, "save_answer", desk.question.pk),
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (response.status_code, next(iter(response.json()))) == (status, "message")


def test_autosave_signed_out_is_401_in_json(desk, client):
    response = send_json(client, address(desk, "save_answer", desk.question.pk), text="x", revision=1)
    assert response.status_code == 401
    assert text_of(desk) == "Jawaban untuk latar."


def test_autosave_after_closing_is_409_with_the_servers_time(desk, writer):
    close(desk)
    response = send_json(writer, address(desk, "save_answer", desk.question.pk), text="x", revision=1)
    assert response.status_code == 409
    assert response.json()["message"].startswith("Pendaftaran sudah ditutup pada ")
    assert "current" not in response.json()


def test_save_header_saves_one_field_and_leaves_the_others(desk, writer):
    response = send_json(writer, address(desk, "save_header"), title="Judul baru", revision=0)
    proposal = Proposal.objects.get(pk=desk.proposal.pk)
    assert (response.status_code, response.json()["revision"]) == (200, 1)
    assert (proposal.title, proposal.is_truthful, proposal.category_id) == (
        "Judul baru",
        True,
        desk.proposal.category_id,
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"title": ""}, "Bidang ini tidak boleh kosong."),
        ({"started_on": "31-02-2024"}, "Masukkan tanggal yang valid."),
        ({"video_url": "javascript:alert(1)"}, "Masukkan URL yang valid."),
        (
            {"category": "999999"},
            "Masukkan pilihan yang valid. Pilihan tersebut bukan salah satu dari pilihan yang tersedia.",
        ),
    ],
)
def test_save_header_wrong_value_is_422_and_changes_nothing(desk, writer, body, sentence):
    response = send_json(writer, address(desk, "save_header"), revision=0, **body)
    assert (response.status_code, response.json()["message"]) == (422, sentence)
    assert Proposal.objects.get(pk=desk.proposal.pk).revision == 0


@pytest.mark.parametrize(
    "nip", ["19800101200501200", "1980010120050120011", "19800101200501200x", "१९८००१०१२००५०१२००१"]
)
def test_save_team_nip_that_is_not_eighteen_digits_is_422(desk, writer, nip):
    response = send_json(
        writer, address(desk, "save_team"), revision=0, members=[{"name": "Adi", "nip": nip}]
    )
    assert response.status_code == 422
    assert response.json()["message"] == "NIP terdiri atas 18 angka. Kosongkan bila bukan ASN."


def test_save_team_takes_a_nip_written_with_spaces(desk, writer):
    rows = [{"name": "Adi", "nip": "19800101 200501 2 001"}, {"name": "", "nip": "", "duty": ""}, "x"]
    assert send_json(writer, address(desk, "save_team"), revision=0, members=rows).status_code == 200
    assert [(m.name, m.nip) for m in desk.proposal.team.all()] == [("Adi", "198001012005012001")]


# --- The page and the form without scripts ------------------------------------------------------------


@pytest.mark.parametrize("members", [1, 3])
def test_edit_page_costs_twelve_queries_at_most(desk, writer, members, django_assert_num_queries):
    for number in range(1, members):
        desk.proposal.team.create(position=number + 1, name=f"Orang {number}")
    add_slot(desk.edition)
    with django_assert_num_queries(12):
        response = writer.get(address(desk, "edit"))
    assert response.status_code == 200


def whole_form(desk, **changes):
    first, second = desk.questions()[0], desk.questions()[-1]
    body = {
        "revision": 0,
        "title": desk.proposal.title,
        "category": desk.proposal.category_id,
        "track": desk.proposal.track_id,
        "started_on": "2020-01-02",
        "video_url": "",
        "team_kind": "team",
        "is_truthful": "on",
        "team-TOTAL_FORMS": 2,
        "team-INITIAL_FORMS": 1,
        "team-0-name": "Siti Aminah",
        "team-0-nip": "198001012005012001",
        f"q_{first.pk}": "Jawaban untuk latar.",
        f"revision_{first.pk}": 1,
        f"q_{second.pk}": "Jawaban untuk kebaruan.",
        f"revision_{second.pk}": 1,
    }
    return body | changes


def test_whole_form_saves_everything(desk, writer):
    slot = add_slot(desk.edition)
    file = SimpleUploadedFile("surat.pdf", paper.make_pdf(2), "application/pdf")
    body = whole_form(
        desk,
        title="Judul lewat formulir",
        **{f"q_{desk.question.pk}": "Baris satu\r\nbaris dua", "file_implementasi": file},
    )
    response = writer.post(address(desk, "edit"), body)
    assert (response.status_code, response.url) == (302, address(desk, "edit"))
    assert Proposal.objects.get(pk=desk.proposal.pk).title == "Judul lewat formulir"
    assert text_of(desk) == "Baris satu\nbaris dua"
    assert Attachment.objects.get(slot=slot).pages == 2


def test_whole_form_wrong_fields_answer_422_and_keep_every_word(desk, writer):
    body = whole_form(
        desk,
        started_on="kemarin",
        video_url="bukan alamat",
        **{"team-0-nip": "123", f"q_{desk.question.pk}": "Kata-kata yang tidak boleh hilang"},
    )
    response = writer.post(address(desk, "edit"), body)
    page = response.content.decode()
    assert response.status_code == 422
    for typed in (
        'value="kemarin"',
        'value="bukan alamat"',
        'value="123"',
        "Kata-kata yang tidak boleh hilang",
    ):
        assert typed in page
    assert text_of(desk) == "Kata-kata yang tidak boleh hilang"
    assert Proposal.objects.get(pk=desk.proposal.pk).started_on == desk.proposal.started_on


def test_whole_form_stale_answers_409_with_both_texts_and_then_saves(desk, writer):
    send_json(writer, address(desk, "save_answer", desk.question.pk), text="Dari tab lain", revision=1)
    body = whole_form(desk, **{f"q_{desk.question.pk}": "Dari formulir"})
    response = writer.post(address(desk, "edit"), body)
    page = response.content.decode()
    assert response.status_code == 409
    assert ("Dari tab lain" in page, "Dari formulir" in page) == (True, True)
    assert text_of(desk) == "Dari tab lain"
    assert f'name="revision_{desk.question.pk}" value="2"' in page
    writer.post(address(desk, "edit"), body | {f"revision_{desk.question.pk}": 2})
    assert text_of(desk) == "Dari formulir"


def test_whole_form_after_closing_answers_409_and_keeps_every_word(desk, writer):
    close(desk)
    response = writer.post(
        address(desk, "edit"), whole_form(desk, **{f"q_{desk.question.pk}": "Terlambat sedikit"})
    )
    assert response.status_code == 409
    assert "Terlambat sedikit" in response.content.decode()
    assert text_of(desk) == "Jawaban untuk latar."


def test_whole_form_with_a_file_too_large_answers_413_and_saves_the_rest(desk, writer, settings):
    add_slot(desk.edition)
    settings.MAX_UPLOAD_BYTES = 1000
    file = SimpleUploadedFile("besar.pdf", paper.make_pdf(20), "application/pdf")
    body = whole_form(desk, **{f"q_{desk.question.pk}": "Tetap tersimpan", "file_implementasi": file})
    response = writer.post(address(desk, "edit"), body)
    assert response.status_code == 413
    assert "Perkecil ukurannya" in response.content.decode()
    assert text_of(desk) == "Tetap tersimpan"
    assert Attachment.objects.count() == 0


def test_edit_shows_a_hidden_question_to_browsers_without_scripts(desk, writer):
    _, after = add_yesno(desk)
    assert f'name="q_{after.pk}"' in writer.get(address(desk, "edit")).content.decode()
    labels = [
        blocker.text for blocker in writer.get(address(desk, "edit")).context["page"].readiness.blockers
    ]
    assert labels == ["Jawab: Sudah direplikasi?"]


# --- Files --------------------------------------------------------------------------------------------


def upload(client, desk, content, **options):
    body = {"file": SimpleUploadedFile("surat.pdf", content, "application/pdf")}
    return client.post(address(desk, "upload", "implementasi"), body, **options)


def test_upload_by_script_answers_the_new_slot(desk, writer):
    add_slot(desk.edition)
    response = upload(writer, desk, paper.make_pdf(), headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert Attachment.objects.get().code in response.json()["html"]


@pytest.mark.parametrize(("content", "status"), [(paper.cut_pdf(), 422), (b"", 422)])
def test_upload_unfit_file_says_so_in_json(desk, writer, content, status):
    add_slot(desk.edition)
    response = upload(writer, desk, content, headers={"Accept": "application/json"})
    assert (response.status_code, set(response.json())) == (status, {"message", "reasons"})


def test_upload_too_large_is_413_and_never_stored(desk, writer, settings, media):
    add_slot(desk.edition)
    settings.MAX_UPLOAD_BYTES = 500
    response = upload(writer, desk, paper.make_pdf(20), headers={"Accept": "application/json"})
    assert response.status_code == 413
    assert list(media.rglob("*.pdf")) == []


def test_download_is_an_attachment_that_no_browser_runs(desk, writer):
    add_slot(desk.edition)
    content = paper.make_pdf(2)
    upload(writer, desk, content)
    response = writer.get(address(desk, "attachment", Attachment.objects.get().code))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"] == 'attachment; filename="surat.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


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
    with django_assert_num_queries(10):
        response = writer.get(address(desk, "detail"))
    assert len(response.context["page"].versions) == versions + 1
