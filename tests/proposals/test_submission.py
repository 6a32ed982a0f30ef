"""Sending: what is frozen, who acts, what is refused, and what a second click does."""

import json
from datetime import timedelta

import pytest

from agencies.models import AuditEvent
from competitions.models import Extension
from kipp.lib import canonical
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from proposals.models import Proposal, ProposalVersion, Receipt
from proposals.services import submission, writing
from tests import worlds as shared
from tests.proposals.worlds import CLOSES, NOW, SECOND, add_slot, add_yesno, make_desk

pytestmark = pytest.mark.django_db


def send(desk, *, at=NOW, by=None, revision=None, **options):
    return submission.submit(
        proposal=desk.fresh(), by=by or desk.writer, at=at, revision=revision or desk.revision(at), **options
    )


def status(desk):
    return Proposal.objects.get(pk=desk.proposal.pk).status


def verbs(desk):
    events = AuditEvent.objects.filter(subject=f"proposal:{desk.proposal.code}").order_by("pk")
    return list(events.values_list("verb", flat=True))


def test_submit_freezes_the_content_and_queues_a_receipt():
    desk = make_desk()
    version = send(desk)
    proposal = Proposal.objects.get(pk=desk.proposal.pk)
    assert (proposal.status, proposal.submitted_at, proposal.submitted_by) == ("submitted", NOW, desk.writer)
    assert (version.number, version.sha256) == (1, canonical.sha256(version.payload))
    receipt = Receipt.objects.get()
    assert (receipt.version, receipt.status, receipt.queued_at) == (version, JobStatus.QUEUED, NOW)
    assert verbs(desk) == ["proposal.submitted"]


def test_submit_writes_the_shape_that_jurors_read():
    desk = make_desk()
    content = json.loads(send(desk).payload)
    twin = shared.make_submitted(desk.edition, agency=desk.agency, by=desk.writer, title=desk.proposal.title)
    expected = json.loads(twin.versions.get().payload) | {"code": desk.proposal.code}
    assert content == expected


def test_submit_twice_is_one_version():
    desk = make_desk()
    revision = desk.revision()
    first = send(desk, revision=revision)
    second = send(desk, revision=revision, at=NOW + SECOND)
    assert second == first
    assert ProposalVersion.objects.count() == 1
    assert Receipt.objects.count() == 1
    assert verbs(desk) == ["proposal.submitted"]


def test_submit_after_a_change_nobody_reviewed_is_refused():
    desk = make_desk()
    seen = desk.revision()
    writing.save_answer(
        proposal=desk.fresh(),
        question_id=desk.question.pk,
        by=desk.head,
        at=NOW,
        revision=1,
        text="Diubah diam-diam",
    )
    with pytest.raises(Refused) as refused:
        send(desk, revision=seen)
    assert refused.value.status == 409
    assert (status(desk), ProposalVersion.objects.count()) == ("draft", 0)


@pytest.mark.parametrize(
    ("zone", "shift", "words"),
    [("Asia/Jakarta", 0, "WIB"), ("Asia/Makassar", 1, "WITA"), ("Asia/Jayapura", 2, "WIT")],
)
def test_submit_in_the_last_second_is_taken_and_in_the_next_refused(zone, shift, words):
    closes_at = CLOSES - timedelta(hours=shift)
    desk = make_desk(closes_at=closes_at, zone=zone)
    with pytest.raises(Refused) as refused:
        send(desk, at=closes_at)
    assert refused.value.status == 409
    assert str(refused.value) == (
        f"Pendaftaran sudah ditutup pada Senin, 30 November 2026 pukul 23.59 {words}. "
        f"Permintaan Anda diterima server pada Senin, 30 November 2026 pukul 23.59 {words} (detik ke-0)."
    )
    assert send(desk, at=closes_at - SECOND).submitted_at == closes_at - SECOND


def test_submit_within_an_extension_for_all_is_taken():
    desk = make_desk()
    Extension.objects.create(
        competition=desk.edition,
        until=CLOSES + timedelta(days=2),
        letter_number="005/13",
        reason="Diperpanjang",
        granted_at=NOW,
        granted_by=desk.edition.announced_by,
    )
    assert send(desk, at=CLOSES + timedelta(days=2) - SECOND).number == 1


def test_submit_incomplete_lists_everything_that_is_missing():
    desk = make_desk(draft={"started_on": None, "category": None})
    add_slot(desk.edition)
    desk.proposal.team.all().delete()
    desk.proposal.answers.filter(question=desk.question).update(text=" ", words=0)
    desk.proposal.answers.filter(question=desk.questions()[1]).update(words=52)
    Proposal.objects.filter(pk=desk.proposal.pk).update(is_truthful=False, track=None)
    with pytest.raises(Refused) as refused:
        send(desk)
    assert refused.value.status == 422
    assert list(refused.value.reasons) == [
        "Pilih kategori.",
        "Pilih jalur.",
        "Isi tanggal mulai diterapkan.",
        "Isi nama pengusul.",
        "Jawab: Uraikan latar",
        "Uraikan kebaruan: lebih 2 kata dari batas 50 kata.",
        "Unggah berkas: Surat implementasi",
        "Centang pernyataan bahwa data yang diisikan benar.",
    ]
    assert status(desk) == "draft"


def test_submit_with_a_warning_needs_consent():
    desk = make_desk(draft={"started_on": (CLOSES - timedelta(days=100)).date()})
    with pytest.raises(Refused) as refused:
        send(desk)
    assert refused.value.status == 422
    assert len(refused.value.reasons) == 1
    assert send(desk, accepts_warnings=True).number == 1


def test_submit_leaves_an_answer_to_a_question_not_asked_with_the_draft():
    desk = make_desk()
    _, after = add_yesno(desk, text="tidak")
    desk.proposal.answers.create(
        question=after, text="Kota Pekalongan", words=2, saved_at=NOW, saved_by=desk.writer
    )
    answers = json.loads(send(desk).payload)["sections"][0]["answers"]
    assert [(a["code"], a["text"]) for a in answers] == [
        ("latar", "Jawaban untuk latar."),
        ("sudah", "tidak"),
    ]


def test_take_back_and_send_again_makes_version_two():
    desk = make_desk()
    first = send(desk)
    submission.take_back(proposal=desk.fresh(), by=desk.writer, at=NOW + SECOND)
    row = Proposal.objects.get(pk=desk.proposal.pk)
    assert (row.status, row.submitted_at, row.submitted_by) == ("draft", None, None)
    second = send(desk, at=NOW + 2 * SECOND)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    assert verbs(desk) == ["proposal.submitted", "proposal.taken_back", "proposal.submitted"]


def test_take_back_from_closing_on_is_refused():
    desk = make_desk()
    send(desk)
    with pytest.raises(Refused):
        submission.take_back(proposal=desk.fresh(), by=desk.writer, at=CLOSES)
    assert status(desk) == "submitted"


def test_take_back_after_screening_is_refused_with_the_status():
    desk = make_desk()
    send(desk)
    Proposal.objects.filter(pk=desk.proposal.pk).update(status="passed")
    with pytest.raises(Refused) as refused:
        submission.take_back(proposal=desk.fresh(), by=desk.writer, at=NOW)
    assert str(refused.value) == (
        "Status proposal sekarang “Lolos seleksi administrasi”, jadi tindakan ini tidak dapat dilakukan."
    )


def test_hand_over_then_approve_by_the_head_sends_it():
    desk = make_desk(needs_head_approval=True)
    row = submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=NOW, revision=desk.revision())
    assert row.status == "awaiting"
    assert submission.hand_over(proposal=row, by=desk.writer, at=NOW, revision="0" * 64).status == "awaiting"
    version = send(desk, by=desk.head, at=NOW + SECOND)
    assert (version.number, version.submitted_by) == (1, desk.head)
    assert verbs(desk) == ["proposal.handed_over", "proposal.submitted"]


def test_give_back_keeps_the_heads_note_until_the_next_handing_over():
    desk = make_desk(needs_head_approval=True)
    submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=NOW, revision=desk.revision())
    submission.give_back(proposal=desk.fresh(), by=desk.head, at=NOW, note="Lengkapi angka 2025.")
    row = Proposal.objects.get(pk=desk.proposal.pk)
    assert (row.status, row.head_note) == ("draft", "Lengkapi angka 2025.")
    row = submission.hand_over(proposal=desk.fresh(), by=desk.writer, at=NOW, revision=desk.revision())
    assert (row.status, row.head_note) == ("awaiting", "")


def test_withdraw_ends_a_draft_and_keeps_its_words():
    desk = make_desk()
    submission.withdraw(proposal=desk.fresh(), by=desk.writer, at=NOW, reason="Salah edisi")
    assert status(desk) == "withdrawn"
    assert desk.proposal.answers.count() == 2
    with pytest.raises(Refused):
        send(desk)
