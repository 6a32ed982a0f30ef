"""Starting again from an earlier proposal: what comes along, what is asked anew, and what never does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import AttachmentSlot, Competition, Question, Section, Track
from kipp.lib.errors import Refused
from proposals.forms.entrant import StartForm
from proposals.models import Answer, Innovation, Proposal
from proposals.reads import readiness, reuse
from proposals.services import attachments, starting
from tests import worlds
from tests.proposals.paper import make_pdf
from tests.proposals.worlds import CLOSES, NOW, OPENS, make_desk

pytestmark = pytest.mark.django_db

YEAR_AGO = NOW - timedelta(days=365)


def ask(section: Section, code: str, kind: str = "text", **fields) -> Question:
    fields.setdefault("label", f"Tentang {code}")
    if kind == "text":
        fields.setdefault("max_words", 50)
    position = section.questions.count() + 1
    return Question.objects.create(section=section, code=code, kind=kind, position=position, **fields)


@pytest.fixture
def desk(media):
    """Last year's edition, with a sent proposal; `this_year` is open."""
    desk = make_desk(draft={"title": "Tape Pasar"})
    Competition.objects.filter(pk=desk.edition.pk).update(year=2025)
    desk.edition.refresh_from_db()
    return desk


@pytest.fixture
def this_year(desk):
    edition = worlds.make_edition(opens_at=OPENS, closes_at=CLOSES)
    edition.announced_at = OPENS
    edition.save(update_fields=["announced_at"])
    return edition


def answer(desk, question: Question, text: str) -> None:
    Answer.objects.update_or_create(
        proposal=desk.proposal,
        question=question,
        defaults={"text": text, "words": len(text.split()), "saved_at": NOW, "saved_by": desk.writer},
    )


def again(desk, edition, **changes) -> Proposal:
    wanted = {
        "competition": edition,
        "agency": desk.agency,
        "by": desk.writer,
        "at": NOW,
        "title": "Tape Pasar",
        "code": "KODEBARUSATU",
        "innovation": desk.proposal.innovation,
        "carries": True,
        **changes,
    }
    return starting.start(**wanted)


def seen_by(desk, edition) -> reuse.Preview:
    return reuse.preview(reuse.with_sources(desk.proposal.innovation.proposals.all()), edition)


def texts(proposal: Proposal) -> dict[str, str]:
    return dict(proposal.answers.values_list("question__code", "text"))


def test_start_from_last_year_copies_answers_header_and_team(desk, this_year):
    worlds.freeze(desk.proposal)
    Proposal.objects.filter(pk=desk.proposal.pk).update(video_url="https://video.contoh.invalid/1")
    made = again(desk, this_year)
    assert texts(made) == {"latar": "Jawaban untuk latar.", "kebaruan": "Jawaban untuk kebaruan."}
    assert list(made.team.values_list("name", "nip")) == [("Siti Aminah", "198001012005012001")]
    assert (made.category, made.track) == (this_year.categories.get(name="Kesehatan"), this_year.tracks.get())
    assert (made.innovation, made.started_on) == (desk.proposal.innovation, date(2020, 1, 2))
    assert (made.status, made.is_truthful, made.competition) == ("draft", False, this_year)
    # The version that was sent had no video yet: what was sent is the source, not what changed afterwards.
    assert made.video_url == ""


def test_start_from_a_draft_that_was_never_sent_copies_the_draft(desk, this_year):
    answer(desk, desk.question, "Masalah antre di pasar.")
    assert texts(again(desk, this_year))["latar"] == "Masalah antre di pasar."


def test_start_empty_copies_nothing_but_the_link(desk, this_year):
    made = again(desk, this_year, carries=False)
    assert (texts(made), made.team.count(), made.innovation) == ({}, 0, desk.proposal.innovation)


def test_the_source_is_not_changed(desk, this_year):
    before = (list(Answer.objects.filter(proposal=desk.proposal).values()), desk.fresh().revision)
    again(desk, this_year)
    assert (list(Answer.objects.filter(proposal=desk.proposal).values()), desk.fresh().revision) == before


def test_an_answer_over_the_new_limit_is_kept_whole_and_marked(desk, this_year):
    long = " ".join(["kata"] * 40)
    answer(desk, desk.question, long)
    Question.objects.filter(section__competition=this_year, code="latar").update(max_words=30)
    seen = seen_by(desk, this_year)
    assert [(row.question.code, row.words, row.is_over) for row in seen.carried] == [
        ("latar", 40, True),
        ("kebaruan", 3, False),
    ]
    made = again(desk, this_year)
    assert texts(made)["latar"] == long
    told = [blocker.text for blocker in readiness.blockers(made, NOW) if blocker.kind == "over"]
    assert told == ["Uraikan latar: lebih 10 kata dari batas 30 kata."]


def test_answers_follow_their_code_into_another_section_and_else_their_label(desk, this_year):
    old = ask(desk.question.section, "biaya", label="Sebutkan biaya per tahun")
    answer(desk, old, "Rp10 juta")
    moved = this_year.sections.get(code="kebaruan")
    Question.objects.filter(section__competition=this_year, code="latar").update(section=moved, position=9)
    renamed = ask(moved, "anggaran", label="Sebutkan biaya per tahun")
    made = again(desk, this_year)
    assert made.answers.get(question__section=moved, question__code="latar").text == "Jawaban untuk latar."
    assert made.answers.get(question=renamed).text == "Rp10 juta"


def test_an_exact_code_wins_over_a_label_that_comes_first(desk, this_year):
    section = desk.question.section
    answer(desk, ask(section, "satu", label="Uraikan dampak"), "dari label")
    answer(desk, ask(section, "dua", label="Lainnya"), "dari kode")
    target = ask(this_year.sections.get(code="latar"), "dua", label="Uraikan dampak")
    assert again(desk, this_year).answers.get(question=target).text == "dari kode"


@pytest.mark.parametrize(
    ("old", "text", "new", "expected"),
    [
        ({"kind": "short"}, "ringkas", {"kind": "text"}, "ringkas"),
        ({"kind": "text"}, "panjang", {"kind": "short"}, None),
        ({"kind": "text"}, "ya", {"kind": "yesno"}, None),
        ({"kind": "yesno"}, "ya", {"kind": "yesno"}, "ya"),
        ({"kind": "choice", "options": ["A", "B"]}, "B", {"kind": "choice", "options": ["B", "C"]}, "B"),
        ({"kind": "choice", "options": ["A", "B"]}, "A", {"kind": "choice", "options": ["B", "C"]}, None),
        (
            {"kind": "choices", "options": ["A", "B", "C"]},
            "A\nB\nC",
            {"kind": "choices", "options": ["C", "A"]},
            "A\nC",
        ),
        ({"kind": "table", "options": ["x", "y"]}, "1\t2", {"kind": "table", "options": ["p", "q"]}, "1\t2"),
        ({"kind": "table", "options": ["x", "y"]}, "1\t2", {"kind": "table", "options": ["p"]}, None),
    ],
)
def test_only_an_answer_whose_kind_and_choices_fit_comes_along(desk, this_year, old, text, new, expected):
    answer(desk, ask(desk.question.section, "hal", **old), text)
    target = ask(this_year.sections.get(code="latar"), "hal", **new)
    seen = seen_by(desk, this_year)
    given = again(desk, this_year).answers.filter(question=target).values_list("text", flat=True).first()
    assert given == expected
    assert ([q.code for q in seen.fresh], [a["code"] for a in seen.left]) == (
        ([], []) if expected else (["hal"], ["hal"])
    )


def test_a_question_that_waits_for_another_answer_is_new_only_once_it_is_asked(desk, this_year):
    section = this_year.sections.get(code="latar")
    for text in ("ya", "tidak"):
        asked = ask(section, f"tanya-{text}", "yesno")
        answer(desk, ask(desk.question.section, f"tanya-{text}", "yesno"), text)
        ask(section, f"lanjut-{text}", shown_when=asked, shown_value="ya")
    assert [question.code for question in seen_by(desk, this_year).fresh] == ["lanjut-ya"]


def test_header_fields_that_the_new_edition_lacks_are_chosen_again(desk, this_year):
    this_year.categories.filter(name="Kesehatan").update(name="Kesehatan dan Gizi")
    this_year.tracks.update(name="Reguler")
    Track.objects.create(competition=this_year, position=2, name="Replikasi")
    made = again(desk, this_year)
    assert (made.category, made.track) == (None, None)


def make_slots(desk, this_year):
    for edition in (desk.edition, this_year):
        for position, (code, statement) in enumerate(
            (("foto", ""), ("surat", "implementation"), ("lama", "")), 1
        ):
            if (edition, code) != (this_year, "lama"):
                AttachmentSlot.objects.create(
                    competition=edition, position=position, code=code, title=code, statement=statement
                )
    for slot in desk.edition.slots.all():
        attachments.attach(
            proposal=desk.fresh(),
            slot=slot,
            by=desk.writer,
            at=NOW,
            name=f"{slot.code}.pdf",
            content=make_pdf(text=slot.code),
        )


def test_files_are_offered_but_statements_and_lost_places_are_not(desk, this_year):
    make_slots(desk, this_year)
    seen = seen_by(desk, this_year)
    assert [file["name"] for file in seen.files] == ["foto.pdf"]
    assert [slot.code for slot in seen.to_sign] == ["surat"]


def test_only_files_that_were_ticked_come_along_and_share_their_bytes(desk, this_year):
    make_slots(desk, this_year)
    offered = desk.proposal.attachments.get(slot__code="foto")
    signed = desk.proposal.attachments.get(slot__code="surat")
    assert again(desk, this_year).attachments.count() == 0
    Proposal.objects.filter(code="KODEBARUSATU").update(status="withdrawn")
    worlds.freeze(desk.proposal)
    made = again(desk, this_year, code="KODEBARUDUA2", files=[offered.code, signed.code])
    copied = made.attachments.get()
    assert (copied.sha256, copied.file.name, copied.slot.competition) == (
        offered.sha256,
        offered.file.name,
        this_year,
    )
    assert (copied.code != offered.code, copied.uploaded_at, copied.uploaded_by) == (True, NOW, desk.writer)


def test_an_innovation_enters_an_edition_once_until_it_ended(desk, this_year):
    made = again(desk, this_year)
    with pytest.raises(Refused, match="sudah punya proposal"):
        again(desk, this_year, code="KODEBARUDUA2")
    Proposal.objects.filter(pk=made.pk).update(status="withdrawn")
    assert again(desk, this_year, code="KODEBARUDUA2").innovation == desk.proposal.innovation


def test_a_foreign_innovation_is_refused(desk, this_year):
    foreign = worlds.make_draft(desk.edition).innovation
    with pytest.raises(Refused, match="milik instansi lain"):
        again(desk, this_year, innovation=foreign)
    assert not Proposal.objects.filter(competition=this_year).exists()


def test_a_second_click_finds_the_first_draft(desk, this_year):
    first = again(desk, this_year)
    assert again(desk, this_year) == first
    assert Answer.objects.filter(proposal=first).count() == 2


def test_a_new_innovation_of_a_known_title_is_that_innovation(desk, this_year):
    made = again(desk, this_year, innovation=None, carries=False, title="TAPE  pasar!")
    assert made.innovation == desk.proposal.innovation
    other = again(desk, this_year, innovation=None, carries=False, title="Lain", code="KODEBARUDUA2")
    assert Innovation.objects.filter(agency=desk.agency).count() == 2
    assert other.innovation != made.innovation


def test_the_latest_that_was_sent_is_the_source_and_drafts_only_without_one(desk, this_year):
    between = worlds.make_edition(opens_at=OPENS, closes_at=CLOSES)
    newer = again(desk, between, carries=False, code="KODEBARUDUA2")
    assert seen_by(desk, this_year).source == newer
    worlds.freeze(desk.proposal)
    assert (seen_by(desk, this_year).source, seen_by(desk, this_year).version) == (desk.proposal, 1)


class TestPages:
    @pytest.fixture
    def open_now(self, desk, this_year):
        now = datetime.now(UTC)
        this_year.opens_at, this_year.closes_at = now - timedelta(days=1), now + timedelta(days=1)
        this_year.announced_at = now - timedelta(days=2)
        this_year.save()
        return this_year

    @pytest.fixture
    def writer(self, client, desk):
        client.force_login(desk.writer)
        client.get("/healthz")
        return client

    def test_start_page_names_what_was_written_before_and_since_when(self, desk, open_now, writer):
        worlds.freeze(desk.proposal)
        page = writer.get(reverse("proposals:start", args=[open_now.slug])).content.decode()
        assert "pernah diikutkan 2025" in page
        assert reverse("proposals:start_again", args=[open_now.slug, desk.proposal.innovation.code]) in page

    def test_preview_changes_nothing_and_says_what_is_new(self, desk, open_now, writer):
        ask(open_now.sections.get(code="latar"), "tautan", "link", label="Tautan berita")
        url = reverse("proposals:start_again", args=[open_now.slug, desk.proposal.innovation.code])
        page = writer.get(url).content.decode()
        assert ("2 jawaban ikut terbawa" in page, "Tautan berita" in page) == (True, True)
        assert Proposal.objects.filter(competition=open_now).count() == 0

    def test_the_two_buttons_copy_or_leave_empty(self, desk, open_now, writer):
        url = reverse("proposals:start_again", args=[open_now.slug, desk.proposal.innovation.code])
        body = {"title": "Tape Pasar 2", "code": StartForm(user=desk.writer)["code"].initial}
        empty = writer.post(url, body)
        made = Proposal.objects.get(competition=open_now)
        assert (empty.status_code, empty.url, texts(made)) == (302, f"/proposal/{made.code}/isi/", {})
        Proposal.objects.filter(pk=made.pk).update(status="withdrawn")
        body = {**body, "code": StartForm(user=desk.writer)["code"].initial, "carries": "1"}
        writer.post(url, body)
        full = Proposal.objects.get(competition=open_now, status="draft")
        assert (full.title, sorted(texts(full))) == ("Tape Pasar 2", ["kebaruan", "latar"])

    def test_a_missing_title_is_422_and_keeps_what_was_chosen(self, desk, open_now, writer):
        url = reverse("proposals:start_again", args=[open_now.slug, desk.proposal.innovation.code])
        body = {"title": "", "code": StartForm(user=desk.writer)["code"].initial, "carries": "1"}
        assert writer.post(url, body).status_code == 422
        assert not Proposal.objects.filter(competition=open_now).exists()

    def test_an_innovation_that_is_in_the_edition_leads_to_its_proposal(self, desk, open_now, writer):
        made = again(desk, open_now, at=datetime.now(UTC))
        url = reverse("proposals:start_again", args=[open_now.slug, desk.proposal.innovation.code])
        answer = writer.get(url)
        assert (answer.status_code, answer.url) == (302, f"/proposal/{made.code}/")

    def test_a_foreign_and_an_unknown_innovation_are_the_same_404(self, desk, open_now, writer):
        foreign = worlds.make_draft(open_now).innovation
        pages = [
            writer.get(reverse("proposals:start_again", args=[open_now.slug, code]))
            for code in (foreign.code, "ABCDEFGHJKMN")
        ]
        assert [page.status_code for page in pages] == [404, 404]

    def test_pages_cost_the_same_for_one_innovation_and_for_three(self, desk, open_now, writer):
        def cost():
            found = []
            for url in (
                reverse("proposals:start", args=[open_now.slug]),
                reverse("proposals:start_again", args=[open_now.slug, desk.proposal.innovation.code]),
            ):
                with CaptureQueriesContext(connection) as queries:
                    assert writer.get(url).status_code == 200
                found.append(len(queries))
            return found

        worlds.freeze(desk.proposal)
        one = cost()
        for _number in range(2):
            worlds.make_submitted(desk.edition, agency=desk.agency, by=desk.writer)
        assert cost() == one
        assert max(one) <= 12, one
