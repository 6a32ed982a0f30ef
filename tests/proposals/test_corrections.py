"""A returned proposal: its own date, its own words, two versions, and three ways in which it ends."""

import json
from datetime import timedelta

import pytest

from agencies.models import AuditEvent, Mail, Notice
from competitions.models import Competition, LedgerEvent
from kipp.lib.errors import Refused
from proposals.models import Correction, Proposal, Receipt
from proposals.reads import corrections as reads
from proposals.reads import review, rulings
from proposals.reads import screening as desk_of_screening
from proposals.services import corrections, screening, submission, sweeping, writing
from tests import worlds as shared
from tests.proposals.worlds import CLOSES, SECOND, make_desk

pytestmark = pytest.mark.django_db

ASKED = CLOSES + timedelta(days=1)
DUE = CLOSES + timedelta(days=11)
MENDED = ASKED + timedelta(days=2)
NOTE = "Perjelas latar belakang."


@pytest.fixture
def sent():
    return sent_desk()


def sent_desk(**fields):
    """An edition that is closed, with a proposal that was sent in its last hour."""
    desk = make_desk(**fields)
    head = {"by": desk.head} if fields.get("needs_head_approval") else {"by": desk.writer}
    at = desk.edition.closes_at - timedelta(hours=1)
    if fields.get("needs_head_approval"):
        submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=at, revision=desk.revision(at))
    submission.submit(proposal=desk.fresh(), at=at, revision=desk.revision(at), **head)
    return desk


def bureau(desk):
    return desk.edition.announced_by


def ask(desk, *, at=ASKED, due_at=DUE, note=NOTE, **fields):
    said = {"version": latest(desk), "by": bureau(desk), "at": at, "due_at": due_at, "note": note}
    return corrections.ask(**said | fields)


def latest(desk):
    return desk.fresh().versions.first()


def mend(desk, text="Latar yang jauh lebih jelas.", at=MENDED):
    answer = desk.proposal.answers.get(question=desk.question)
    writing.save_answer(
        proposal=desk.fresh(),
        question_id=desk.question.pk,
        by=desk.writer,
        at=at,
        revision=answer.revision,
        text=text,
    )


def retitle(desk, title, at=MENDED):
    writing.save_header(
        proposal=desk.fresh(), by=desk.writer, at=at, revision=desk.fresh().revision, changes={"title": title}
    )


def revision(desk, at=MENDED):
    """What the review page of the agency shows."""
    return review.page(desk.fresh().as_of(at).as_written(), at).revision


def resend(desk, at=MENDED, by=None):
    return submission.submit(proposal=desk.fresh(), by=by or desk.writer, at=at, revision=revision(desk, at))


def state(desk):
    row = Proposal.objects.get(pk=desk.proposal.pk)
    return row.status, row.correction_due_at


def ends():
    return list(Correction.objects.order_by("pk").values_list("ended_as", "ended_at"))


def verbs(desk):
    events = AuditEvent.objects.filter(subject=f"proposal:{desk.proposal.code}").order_by("pk")
    return [verb for verb in events.values_list("verb", flat=True) if verb.startswith("correction")]


# --- Asking -------------------------------------------------------------------------------------------


def test_ask_opens_the_text_to_its_agency_until_its_own_date(sent):
    correction = ask(sent, letter_number=" 005/77 ")
    assert state(sent) == ("returned", DUE)
    assert (correction.note, correction.letter_number, correction.version) == (NOTE, "005/77", latest(sent))
    event = LedgerEvent.objects.get()
    assert (event.kind, json.loads(event.payload)["due_at"]) == ("correction.asked", DUE.isoformat())
    mend(sent)
    assert sent.proposal.answers.get(question=sent.question).text == "Latar yang jauh lebih jelas."


def test_ask_tells_the_writers_and_the_head(sent):
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    ask(sent)
    told = set(Notice.objects.values_list("user__name", "kind"))
    assert told == {("Rina Penulis", "returned"), ("Bagus Pimpinan", "returned")}
    assert {mail.to for mail in Mail.objects.all()} == {sent.writer.email, sent.head.email}
    assert all(NOTE in mail.body for mail in Mail.objects.all())


def test_ask_twice_is_asked_once(sent):
    assert ask(sent) == ask(sent, at=ASKED + SECOND)
    assert (Correction.objects.count(), verbs(sent)) == (1, ["correction.asked"])


def test_ask_by_a_colleague_meanwhile_is_refused(sent):
    ask(sent)
    with pytest.raises(Refused, match="Dikembalikan untuk diperbaiki"):
        ask(sent, by=shared.make_user(agency=sent.edition.organiser, role="bureau"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"note": " \n"}, "Tulis apa yang perlu diperbaiki."),
        ({"due_at": ASKED}, "Batas waktu perbaikan harus di masa depan."),
    ],
)
def test_ask_without_note_or_with_a_past_date_is_refused(sent, fields, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        ask(sent, **fields)
    assert refused.value.status == 422
    assert state(sent) == ("submitted", None)


def test_ask_while_the_agency_may_take_it_back_is_refused(sent):
    with pytest.raises(Refused, match="baru ditutup pada"):
        ask(sent, at=CLOSES - SECOND)


def test_ask_of_a_decided_proposal_is_refused(sent):
    Proposal.objects.filter(pk=sent.proposal.pk).update(status="rejected")
    with pytest.raises(Refused, match="Tidak lolos"):
        ask(sent)


def test_ask_of_a_version_that_was_superseded_is_refused(sent):
    first = latest(sent)
    ask(sent)
    mend(sent)
    resend(sent)
    with pytest.raises(Refused, match="versi yang lebih baru"):
        ask(sent, version=first, at=MENDED + SECOND)
    assert ask(sent, at=MENDED + SECOND).version.number == 2


def test_ask_once_the_scoring_stage_is_closed_is_refused(sent):
    sent.edition.stages.filter(kind="scoring").update(closed_at=ASKED, closed_by=bureau(sent))
    with pytest.raises(Refused, match="sudah ditutup"):
        ask(sent)


# --- Sending again ------------------------------------------------------------------------------------


def test_resubmit_makes_a_second_version_and_keeps_the_first(sent):
    first = latest(sent)
    ask(sent)
    mend(sent)
    second = resend(sent)
    assert (second.number, second.submitted_at, state(sent)) == (2, MENDED, ("submitted", None))
    assert ends() == [("resubmitted", MENDED)]
    kept = [json.loads(one.payload)["sections"][0]["answers"][0]["text"] for one in (first, second)]
    assert kept == ["Jawaban untuk latar.", "Latar yang jauh lebih jelas."]
    assert Receipt.objects.count() == 2


def test_resubmit_twice_is_one_version(sent):
    ask(sent)
    mend(sent)
    seen = revision(sent)
    sends = [
        submission.submit(proposal=sent.fresh(), by=by, at=MENDED, revision=seen)
        for by in (sent.writer, sent.head, sent.writer)
    ]
    assert {one.pk for one in sends} == {latest(sent).pk}
    assert sent.fresh().versions.count() == 2


def test_resubmit_tells_the_bureau_in_the_portal_only(sent):
    ask(sent)
    mend(sent)
    Mail.objects.all().delete()
    resend(sent)
    notice = Notice.objects.get(user=bureau(sent))
    assert notice.url == f"/panitia/edisi/{sent.edition.slug}/seleksi/{sent.proposal.code}/"
    assert bureau(sent).email not in set(Mail.objects.values_list("to", flat=True))


def test_resubmit_unchanged_is_refused_and_uses_nothing_up(sent):
    ask(sent)
    seen = revision(sent)
    with pytest.raises(Refused, match="Belum ada yang berubah sejak versi 1") as refused:
        submission.submit(proposal=sent.fresh(), by=sent.writer, at=MENDED, revision=seen)
    assert refused.value.status == 422
    assert (state(sent), sent.fresh().versions.count()) == (("returned", DUE), 1)
    assert review.page(sent.fresh().as_written(), MENDED).is_unchanged is True
    mend(sent)
    assert review.page(sent.fresh().as_written(), MENDED).is_unchanged is False
    assert resend(sent).number == 2


def test_resubmit_from_a_tab_of_the_first_version_is_refused(sent):
    old = latest(sent).sha256
    ask(sent)
    mend(sent)
    with pytest.raises(Refused, match="berubah sejak Anda meninjaunya"):
        submission.submit(proposal=sent.fresh(), by=sent.writer, at=MENDED, revision=old)


@pytest.mark.parametrize(
    ("zone", "shift", "words"),
    [("Asia/Jakarta", 0, "WIB"), ("Asia/Makassar", 1, "WITA"), ("Asia/Jayapura", 2, "WIT")],
)
def test_resubmit_in_the_last_second_is_taken_and_in_the_next_refused(zone, shift, words):
    desk = sent_desk(closes_at=CLOSES - timedelta(hours=shift), zone=zone)
    due_at = DUE - timedelta(hours=shift)
    ask(desk, due_at=due_at)
    mend(desk, at=due_at - SECOND)
    seen = revision(desk)
    with pytest.raises(Refused) as refused:
        submission.submit(proposal=desk.fresh(), by=desk.writer, at=due_at, revision=seen)
    assert refused.value.status == 409
    assert str(refused.value) == (
        f"Batas waktu perbaikan sudah lewat pada Jumat, 11 Desember 2026 pukul 23.59 {words}, jadi versi "
        "yang terkirim sebelumnya tetap berlaku. Permintaan Anda diterima server pada "
        f"Jumat, 11 Desember 2026 pukul 23.59 {words} (detik ke-0)."
    )
    with pytest.raises(Refused):
        mend(desk, at=due_at)
    sent = submission.submit(proposal=desk.fresh(), by=desk.writer, at=due_at - SECOND, revision=seen)
    assert (sent.number, sent.submitted_at) == (2, due_at - SECOND)


def test_returned_is_neither_taken_back_nor_given_up(sent):
    ask(sent)
    for act in (
        lambda: submission.take_back(proposal=sent.fresh(), by=sent.writer, at=MENDED),
        lambda: submission.withdraw(proposal=sent.fresh(), by=sent.writer, at=MENDED, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    assert state(sent) == ("returned", DUE)


# --- With the head's approval -------------------------------------------------------------------------


def test_returned_and_handed_over_comes_back_from_the_head_as_returned():
    desk = sent_desk(needs_head_approval=True)
    ask(desk)
    mend(desk)
    submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=MENDED, revision=revision(desk))
    assert state(desk) == ("mended", DUE)
    with pytest.raises(Refused, match="menunggu persetujuan pimpinan"):
        mend(desk, "Sekali lagi.")
    submission.give_back(proposal=desk.fresh(), by=desk.head, at=MENDED, note="Tambah angka.")
    assert (state(desk), desk.fresh().head_note) == (("returned", DUE), "Tambah angka.")
    submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=MENDED, revision=revision(desk))
    assert resend(desk, by=desk.head).number == 2


def test_handed_over_and_not_approved_in_time_lapses():
    desk = sent_desk(needs_head_approval=True)
    ask(desk)
    mend(desk)
    submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=MENDED, revision=revision(desk))
    with pytest.raises(Refused, match="Batas waktu perbaikan sudah lewat"):
        submission.give_back(proposal=desk.fresh(), by=desk.head, at=DUE, note="")
    sweeping.sweep(at=DUE)
    assert (state(desk), ends()) == (("submitted", None), [("lapsed", DUE)])


# --- Lapse and lift -----------------------------------------------------------------------------------


def test_sweep_ends_what_is_past_its_date_and_nothing_earlier(sent):
    ask(sent)
    assert corrections.sweep(at=DUE - SECOND) == 0
    assert corrections.sweep(at=DUE) == 1
    assert corrections.sweep(at=DUE + SECOND) == 0
    assert (state(sent), ends()) == (("submitted", None), [("lapsed", DUE)])
    assert verbs(sent) == ["correction.asked", "correction.lapsed"]


def test_lapsed_while_the_sweeper_was_away_is_decided_on_the_first_version(sent):
    ask(sent)
    retitle(sent, "Judul Baru")
    mend(sent)
    late = DUE + timedelta(days=3)
    assert desk_of_screening.obstacle(sent.fresh(), late) == ""
    assert sent.fresh().as_of(late).status == "submitted"
    screening.decide(version=latest(sent), by=bureau(sent), at=late, outcome="passed", revision=0)
    assert (state(sent), ends()) == (("passed", None), [("lapsed", DUE)])
    entry = Proposal.objects.get(pk=sent.proposal.pk).entries.get()
    assert json.loads(entry.version.payload)["title"] == sent.proposal.title == sent.fresh().title


def test_decide_during_a_correction_is_refused(sent):
    ask(sent)
    with pytest.raises(Refused, match="sedang diperbaiki"):
        screening.decide(version=latest(sent), by=bureau(sent), at=DUE - SECOND, outcome="passed", revision=0)


def test_lift_lets_the_first_version_stand_with_a_reason(sent):
    ask(sent)
    with pytest.raises(Refused, match="Tulis alasan"):
        corrections.lift(proposal=sent.fresh(), by=bureau(sent), at=MENDED, reason=" ")
    lifted = corrections.lift(proposal=sent.fresh(), by=bureau(sent), at=MENDED, reason="Tidak perlu lagi.")
    again = corrections.lift(proposal=sent.fresh(), by=bureau(sent), at=MENDED + SECOND, reason="Sekali lagi")
    assert again == lifted
    assert (lifted.end_note, ends()) == ("Tidak perlu lagi.", [("lifted", MENDED)])
    assert state(sent) == ("submitted", None)
    assert LedgerEvent.objects.filter(kind="correction.lifted").count() == 1
    with pytest.raises(Refused, match="sudah pernah dikembalikan"):
        ask(sent, at=MENDED + SECOND)


def test_lift_after_the_date_finds_it_over(sent):
    ask(sent)
    with pytest.raises(Refused):
        corrections.lift(proposal=sent.fresh(), by=bureau(sent), at=DUE, reason="Terlambat")


@pytest.mark.parametrize(
    ("at", "ending", "way"),
    [
        (DUE - SECOND, "", ""),
        (DUE, "", "lapsed"),
        (DUE, "lifted", "lifted"),
        (DUE, "resubmitted", "resubmitted"),
    ],
)
def test_state_of_a_correction_is_computed_from_the_clock(sent, at, ending, way):
    correction = ask(sent)
    if ending:
        Correction.objects.filter(pk=correction.pk).update(ended_as=ending, ended_at=MENDED)
    version = sent.fresh().versions.select_related("correction").get()
    assert reads.state(version, at).way == way


# --- Whose words --------------------------------------------------------------------------------------


def test_header_being_mended_is_the_agencys_alone_until_it_is_sent(sent):
    title = sent.proposal.title
    ask(sent)
    retitle(sent, "Judul Baru")
    row = sent.fresh()
    assert (row.title, row.title_key, row.as_written().title) == (
        title,
        sent.proposal.title_key,
        "Judul Baru",
    )
    version = resend(sent)
    row = sent.fresh()
    assert (row.title, row.title_key, row.mended) == ("Judul Baru", "judulbaru", {})
    assert json.loads(version.payload)["title"] == "Judul Baru"


def test_header_that_was_not_sent_is_kept_and_comes_back_with_the_draft(sent):
    """After a lapse, an extension for the agency lets it take the proposal back: its words are there."""
    title = sent.proposal.title
    ask(sent)
    retitle(sent, "Judul Baru")
    corrections.sweep(at=DUE)
    assert (sent.fresh().title, sent.fresh().as_written().title) == (title, title)
    Competition.objects.filter(pk=sent.edition.pk).update(closes_at=DUE + timedelta(days=5))
    submission.take_back(proposal=sent.fresh(), by=sent.writer, at=DUE + SECOND)
    assert (sent.fresh().status, sent.fresh().title, sent.fresh().mended) == ("draft", "Judul Baru", {})


def test_header_stale_in_a_second_window_is_refused(sent):
    ask(sent)
    read_at = sent.fresh().revision
    retitle(sent, "Judul Baru")
    with pytest.raises(Refused, match="diubah dari tempat lain"):
        writing.save_header(
            proposal=sent.fresh(), by=sent.head, at=MENDED, revision=read_at, changes={"title": "Judul Lain"}
        )
    assert sent.fresh().as_written().title == "Judul Baru"


def test_title_being_mended_is_no_ones_twin_until_it_is_sent(sent):
    other = shared.make_submitted(sent.edition, title="Judul Baru")
    ask(sent)
    retitle(sent, "Judul Baru")
    assert rulings.rule_checks(Proposal.objects.get(pk=other.pk), MENDED)["duplicate"].is_met is True
    mine = rulings.rule_checks(sent.fresh().as_written(), MENDED)["duplicate"]
    assert mine.is_met is False
