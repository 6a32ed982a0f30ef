"""Two people in one proposal: who is here, what is newer, both texts, and what gave way to another."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.models import Question
from proposals.models import Answer, AnswerVersion, Presence
from proposals.reads import together
from proposals.services import history, sweeping, writing
from proposals.services import presence as presences
from tests import worlds as shared
from tests.proposals.asking import address, close, send_json
from tests.proposals.worlds import NOW, SECOND, make_desk

pytestmark = pytest.mark.django_db


def save(desk, text, *, by=None):
    return writing.save_answer(
        proposal=desk.fresh(),
        question_id=desk.question.pk,
        by=by or desk.head,
        at=timezone.now(),
        revision=Answer.objects.get(proposal=desk.proposal, question=desk.question).revision,
        text=text,
    )


def beat(writer, desk, **body):
    return send_json(writer, address(desk, "presence"), **body)


# --- Presence -----------------------------------------------------------------------------------------


def test_company_is_the_others_until_forty_five_seconds_later():
    desk = make_desk()
    presences.note(proposal=desk.proposal, by=desk.head, at=NOW, place="title")
    presences.note(proposal=desk.proposal, by=desk.writer, at=NOW, place="")
    for after, names in ((44, ["Bagus Pimpinan"]), (45, []), (60, [])):
        here = together.company(desk.proposal, desk.writer, NOW + after * SECOND)
        assert [row.user.name for row in here] == names


def test_note_again_moves_the_place_and_the_time():
    desk = make_desk()
    for at, place in ((NOW, "title"), (NOW + SECOND, "team")):
        presences.note(proposal=desk.proposal, by=desk.writer, at=at, place=place)
    assert list(Presence.objects.values_list("place", "seen_at")) == [("team", NOW + SECOND)]


def test_sweep_removes_presence_of_pages_that_never_said_goodbye():
    desk = make_desk()
    presences.note(proposal=desk.proposal, by=desk.writer, at=NOW, place="")
    presences.note(proposal=desk.proposal, by=desk.head, at=NOW + SECOND, place="")
    assert sweeping.sweep(at=NOW + timedelta(hours=1) + SECOND) == 1
    assert [row.user for row in Presence.objects.all()] == [desk.head]


def test_presence_tells_who_writes_where_and_what_is_newer(desk, writer):
    presences.note(proposal=desk.proposal, by=desk.head, at=timezone.now(), place="title")
    save(desk, "Tulisan Bagus")
    name = f"q_{desk.question.pk}"
    answer = beat(writer, desk, place=name, revisions={name: 1, "header": 0}).json()
    saved_at = answer["news"][name].pop("saved_at")
    assert answer == {
        "people": [{"name": "Bagus Pimpinan", "place": "title"}],
        "news": {name: {"revision": 2, "values": {"text": "Tulisan Bagus"}, "by": "Bagus Pimpinan"}},
        "header": None,
        "refusal": "",
    }
    assert saved_at.endswith(" WIB")
    assert Presence.objects.get(user=desk.writer).place == name


def test_presence_that_has_read_everything_brings_no_news(desk, writer):
    save(desk, "Tulisan Bagus")
    name = f"q_{desk.question.pk}"
    answer = beat(writer, desk, revisions={name: 2, "header": 0}).json()
    assert (answer["news"], answer["header"], answer["people"]) == ({}, None, [])


def test_presence_brings_a_newer_identity_with_its_people(desk, writer):
    writing.save_header(
        proposal=desk.fresh(), by=desk.head, at=timezone.now(), revision=0, changes={"title": "Judul Bagus"}
    )
    header = beat(writer, desk, revisions={"header": 0}).json()["header"]
    assert (header["revision"], header["values"]["title"]) == (1, "Judul Bagus")
    assert [row["name"] for row in header["values"]["members"]] == ["Siti Aminah"]


def test_presence_leaving_removes_the_row(desk, writer):
    beat(writer, desk, place="title")
    assert writer.post(address(desk, "presence"), {"left": "1"}).status_code == 204
    assert Presence.objects.count() == 0


def test_presence_after_closing_says_so(desk, writer):
    close(desk)
    assert beat(writer, desk).json()["refusal"].startswith("Pendaftaran sudah ditutup pada ")


@pytest.mark.parametrize("body", [{"place": "q-1;drop"}, {"revisions": [1]}, {"revisions": {"q_1": "satu"}}])
def test_presence_that_makes_no_sense_is_422(desk, writer, body):
    assert beat(writer, desk, **body).status_code == 422


def test_presence_costs_seven_statements_when_nothing_is_new(desk, writer, django_assert_num_queries):
    beat(writer, desk)
    known = {f"q_{desk.question.pk}": 1, "header": 0}
    with django_assert_num_queries(7):
        beat(writer, desk, place="title", revisions=known)


# --- Whose words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["save_answer", "save_header", "save_team", "presence", "progress"])
def test_words_of_another_person_are_refused_as_signed_out(desk, writer, name):
    rest = [desk.question.pk] if name == "save_answer" else []
    ask = writer.get if name == "progress" else writer.post
    response = ask(
        address(desk, name, *rest),
        headers={"Accept": "application/json", "X-Writer": desk.head.code},
        **({} if name == "progress" else {"data": b"{}", "content_type": "application/json"}),
    )
    assert response.status_code == 401
    assert response.json()["message"].startswith("Di peramban ini Rina Penulis yang masuk")


# --- Both texts ---------------------------------------------------------------------------------------


def marked(spans):
    """The text with what is only in one of the two in braces."""
    signs = {"same": "{}", "removed": "{{-{}}}", "added": "{{+{}}}"}
    return "".join(signs[span.change].format(span.text) for span in spans)


def compare(writer, desk, **body):
    return send_json(writer, address(desk, "compare", desk.question.pk), **body)


def test_compare_marks_the_words_that_differ_and_offers_both_in_one(desk, writer):
    save(desk, "Antrean panjang. Warga menunggu.")
    response = compare(writer, desk, base="Antrean panjang.", text="Antrean sangat panjang. Tidak ada loket.")
    html = response.content.decode()
    comparison = response.context["comparison"]
    assert response.status_code == 200
    assert marked(comparison.spans) == ("Antrean{+ sangat} panjang. {-Warga menunggu.}{+Tidak ada loket.}")
    assert comparison.merged in html
    for sentence in ("Warga menunggu.", "Tidak ada loket.", "Antrean sangat panjang."):
        assert sentence in comparison.merged


@pytest.mark.parametrize(
    ("kind", "is_offered"), [("text", True), ("table", True), ("choices", True), ("number", False)]
)
def test_compare_offers_to_merge_only_what_can_be_both(desk, writer, kind, is_offered):
    save(desk, "1")
    Question.objects.filter(pk=desk.question.pk).update(kind=kind, options=["A", "B"], max_words=9)
    html = compare(writer, desk, base="", text="2").content.decode()
    assert ("data-take-both" in html) == is_offered


# --- History ------------------------------------------------------------------------------------------


def test_set_aside_keeps_what_was_given_up_once(desk, writer):
    url = address(desk, "set_aside", desk.question.pk)
    for _time in range(2):
        assert send_json(writer, url, text="Tulisan Rina").status_code == 200
    kept = AnswerVersion.objects.get()
    assert (kept.text, kept.words, kept.saved_by, kept.is_aside) == ("Tulisan Rina", 2, desk.writer, True)
    assert Answer.objects.get(question=desk.question).text == "Jawaban untuk latar."


def test_set_aside_nothing_or_after_closing_is_refused(desk, writer):
    url = address(desk, "set_aside", desk.question.pk)
    assert send_json(writer, url, text="").status_code == 422
    close(desk)
    assert send_json(writer, url, text="Terlambat").status_code == 409
    assert AnswerVersion.objects.count() == 0


def test_restore_brings_a_text_back_and_keeps_what_stood(desk, writer):
    save(desk, "Tulisan Bagus yang panjang sekali", by=desk.head)
    first = AnswerVersion.objects.get(text="Jawaban untuk latar.")
    response = writer.post(
        reverse("proposals:restore", args=[desk.proposal.code, desk.question.pk, first.pk])
    )
    answer = Answer.objects.get(question=desk.question)
    assert response.url == address(desk, "answer_history", desk.question.pk)
    assert (answer.text, answer.revision, answer.saved_by) == ("Jawaban untuk latar.", 3, desk.writer)
    page = writer.get(response.url).context["page"]
    assert [row.text for row in page.versions] == ["Tulisan Bagus yang panjang sekali"]


def test_restore_what_stands_changes_nothing(desk):
    save(desk, "Tulisan Bagus")
    save(desk, "Jawaban untuk latar.", by=desk.writer)
    first = AnswerVersion.objects.order_by("pk").first()
    saved = history.restore(proposal=desk.fresh(), version=first, by=desk.writer, at=timezone.now())
    assert (saved.revision, Answer.objects.get(question=desk.question).revision) == (3, 3)


def test_history_page_shows_the_chosen_text_against_the_present_one(desk, writer):
    save(desk, "Jawaban baru untuk latar.")
    first = AnswerVersion.objects.get()
    url = address(desk, "answer_history", desk.question.pk)
    assert writer.get(url).status_code == 200
    page = writer.get(f"{url}?versi={first.pk}").context["page"]
    assert marked(page.spans) == "Jawaban{- baru} untuk latar."
    for wrong in (first.pk + 1, "x", "9" * 30):
        assert writer.get(f"{url}?versi={wrong}").status_code == 404


def test_history_of_another_proposal_is_not_found(desk, writer):
    save(desk, "Tulisan Bagus")
    version = AnswerVersion.objects.get()
    other = shared.make_draft(desk.edition)
    theirs = [other.code, desk.question.pk]
    assert writer.get(reverse("proposals:answer_history", args=theirs)).status_code == 404
    ours_elsewhere = desk.questions()[1].pk
    url = reverse("proposals:restore", args=[desk.proposal.code, ours_elsewhere, version.pk])
    assert writer.post(url).status_code == 404
    unanswered = Question.objects.create(
        section=desk.question.section, position=7, code="x", label="X", kind="short"
    )
    assert writer.get(address(desk, "answer_history", unanswered.pk)).status_code == 404


def test_save_header_with_another_track_asks_for_the_page_anew(desk, writer):
    track = desk.edition.tracks.create(position=2, name="Khusus", minimum_months=0)
    body = json.loads(send_json(writer, address(desk, "save_header"), revision=0, track=track.pk).content)
    assert body["asks_anew"] is False
    desk.edition.sections.create(position=8, code="khusus", title="Khusus", track=track)
    first = desk.edition.tracks.first().pk
    body = json.loads(send_json(writer, address(desk, "save_header"), revision=1, track=first).content)
    assert body["asks_anew"] is True
