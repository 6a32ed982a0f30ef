"""The entrant's pages through the client: saving by script and by form, files, sending, who sees what."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals.forms.entrant import StartForm
from proposals.models import Attachment, Proposal
from tests import worlds as shared
from tests.proposals import paper
from tests.proposals.asking import address, close, send_json
from tests.proposals.worlds import add_slot, add_yesno

pytestmark = pytest.mark.django_db


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
