"""Saving: revisions, stale copies, the words of the limit, and the moments of the call."""

from datetime import date, timedelta

import pytest

from competitions.models import Extension, Question
from kipp.lib.errors import Refused, Stale
from proposals.models import Answer, Proposal
from proposals.services import writing
from proposals.services.writing import Member, Typed
from tests import worlds as shared
from tests.proposals.worlds import CLOSES, NOW, OPENS, SECOND, make_desk

pytestmark = pytest.mark.django_db


def save(desk, text, revision, *, at=NOW, by=None, question=None):
    return writing.save_answer(
        proposal=desk.fresh(),
        question_id=(question or desk.question).pk,
        by=by or desk.writer,
        at=at,
        revision=revision,
        text=text,
    )


def stored(desk, question=None):
    answer = Answer.objects.get(proposal=desk.proposal, question=question or desk.question)
    return answer.text, answer.words, answer.revision


def test_save_answer_counts_words_and_moves_the_revision():
    desk = make_desk()
    assert save(desk, "Antrean panjang, undang-undang — lama.", 1) == writing.Saved(2, 4)
    assert stored(desk) == ("Antrean panjang, undang-undang — lama.", 4, 2)
    assert Proposal.objects.get(pk=desk.proposal.pk).saved_at == NOW


def test_save_answer_first_time_starts_at_one():
    desk = make_desk()
    desk.proposal.answers.all().delete()
    assert save(desk, "Satu dua", 0) == writing.Saved(1, 2)
    assert stored(desk) == ("Satu dua", 2, 1)


def test_save_answer_over_the_limit_is_kept():
    desk = make_desk()
    long = "kata " * 51
    assert save(desk, long, 1).words == 51
    assert stored(desk) == (long, 51, 2)


def test_save_answer_stale_is_refused_with_what_stands():
    desk = make_desk()
    save(desk, "Tulisan pertama", 1, by=desk.head)
    with pytest.raises(Stale) as refused:
        save(desk, "Tulisan kedua", 1)
    assert (refused.value.current.text, refused.value.current.revision) == ("Tulisan pertama", 2)
    assert stored(desk) == ("Tulisan pertama", 2, 2)


def test_save_answer_repeated_after_a_lost_reply_is_the_same_save():
    desk = make_desk()
    first = save(desk, "Sekali saja", 1)
    assert save(desk, "Sekali saja", 1) == first
    assert stored(desk) == ("Sekali saja", 2, 2)


def test_save_answer_to_another_editions_question_is_unknown():
    desk = make_desk()
    other = make_desk()
    with pytest.raises(Question.DoesNotExist):
        save(desk, "Salah alamat", 0, question=other.question)


@pytest.mark.parametrize("status", ["awaiting", "withdrawn"])
def test_save_answer_outside_draft_is_refused(status):
    desk = make_desk()
    Proposal.objects.filter(pk=desk.proposal.pk).update(status=status)
    with pytest.raises(Refused) as refused:
        save(desk, "Terlambat", 1)
    assert refused.value.status == 409
    assert stored(desk)[0] == "Jawaban untuk latar."


def test_save_answer_when_another_hand_sent_it_meanwhile_is_refused():
    desk = make_desk()
    read_before = desk.fresh()
    Proposal.objects.filter(pk=desk.proposal.pk).update(
        status="submitted", submitted_at=NOW, submitted_by=desk.head
    )
    with pytest.raises(Refused):
        writing.save_answer(
            proposal=read_before,
            question_id=desk.question.pk,
            by=desk.writer,
            at=NOW,
            revision=1,
            text="Sesudah dikirim",
        )
    assert stored(desk)[0] == "Jawaban untuk latar."


#: 23.59 on 30 November in each zone, as the instant that Jakarta calls 23.59, 22.59 and 21.59.
ZONES = [
    ("Asia/Jakarta", CLOSES, "23.59 WIB"),
    ("Asia/Makassar", CLOSES - timedelta(hours=1), "23.59 WITA"),
    ("Asia/Jayapura", CLOSES - timedelta(hours=2), "23.59 WIT"),
]


@pytest.mark.parametrize(("zone", "closes_at", "words"), ZONES)
def test_save_answer_one_second_before_closing_is_taken(zone, closes_at, words):
    desk = make_desk(closes_at=closes_at, zone=zone)
    assert save(desk, "Tepat waktu", 1, at=closes_at - SECOND).revision == 2


@pytest.mark.parametrize(("zone", "closes_at", "words"), ZONES)
@pytest.mark.parametrize("late_by", [0 * SECOND, SECOND])
def test_save_answer_from_closing_on_is_refused_with_both_times(zone, closes_at, words, late_by):
    desk = make_desk(closes_at=closes_at, zone=zone)
    with pytest.raises(Refused) as refused:
        save(desk, "Terlambat", 1, at=closes_at + late_by)
    assert str(refused.value) == (
        f"Pendaftaran sudah ditutup pada Senin, 30 November 2026 pukul {words}. "
        f"Permintaan Anda diterima server pada Senin, 30 November 2026 pukul {words} "
        f"(detik ke-{late_by.seconds})."
    )


@pytest.mark.parametrize("late_by", [-SECOND, 0 * SECOND])
def test_save_answer_at_opening_counts_from_the_second_itself(late_by):
    desk = make_desk()
    if late_by:
        with pytest.raises(Refused) as refused:
            save(desk, "Terlalu awal", 1, at=OPENS + late_by)
        assert str(refused.value) == "Pendaftaran belum dibuka."
    else:
        assert save(desk, "Tepat", 1, at=OPENS).revision == 2


def extend(desk, until, agency=None):
    return Extension.objects.create(
        competition=desk.edition,
        agency=agency,
        until=until,
        letter_number="005/12",
        reason="Gangguan jaringan",
        granted_at=NOW,
        granted_by=desk.edition.announced_by,
    )


def test_save_answer_within_the_agencys_own_extension_is_taken():
    desk = make_desk()
    extend(desk, CLOSES + timedelta(days=1), desk.agency)
    assert save(desk, "Diperpanjang", 1, at=CLOSES + timedelta(hours=23)).revision == 2


def test_save_answer_within_another_agencys_extension_is_refused():
    desk = make_desk()
    extend(desk, CLOSES + timedelta(days=1), shared.make_agency())
    with pytest.raises(Refused):
        save(desk, "Bukan milik kami", 1, at=CLOSES)


def header(desk, revision, **changes):
    return writing.save_header(
        proposal=desk.fresh(), by=desk.writer, at=NOW, revision=revision, changes=changes
    )


def test_save_header_saves_fields_and_the_title_key():
    desk = make_desk()
    saved = header(desk, 0, title="Lapor Héndi!", started_on=date(2024, 2, 29))
    proposal = Proposal.objects.get(pk=desk.proposal.pk)
    assert saved.revision == 1
    assert (proposal.title, proposal.title_key, proposal.started_on, proposal.revision) == (
        "Lapor Héndi!",
        "laporhendi",
        date(2024, 2, 29),
        1,
    )


def test_save_header_stale_is_refused_unless_it_says_the_same():
    desk = make_desk()
    header(desk, 0, title="Judul A")
    assert header(desk, 0, title="Judul A").revision == 1
    with pytest.raises(Stale):
        header(desk, 0, title="Judul B")
    assert Proposal.objects.get(pk=desk.proposal.pk).title == "Judul A"


def test_save_team_replaces_the_list_in_order():
    desk = make_desk()
    people = [Member("Adi", "198001012005012001", "ketua"), Member("Budi")]
    saved = writing.save_team(proposal=desk.fresh(), by=desk.writer, at=NOW, revision=0, members=people)
    assert saved.revision == 1
    rows = [(m.position, m.name, m.nip, m.duty) for m in desk.proposal.team.all()]
    assert rows == [(1, "Adi", "198001012005012001", "ketua"), (2, "Budi", "", "")]


def test_save_form_saves_what_it_can_and_returns_what_was_stale():
    desk = make_desk()
    first, second = desk.questions()
    save(desk, "Dari tab lain", 1, question=first)
    conflicts = writing.save_form(
        proposal=desk.fresh(),
        by=desk.writer,
        at=NOW,
        revision=0,
        changes={"title": "Judul baru"},
        members=[Member("Adi")],
        answers=[Typed(first.pk, 1, "Tulisan saya"), Typed(second.pk, 1, "Kebaruan saya")],
    )
    assert {pk: answer.text for pk, answer in conflicts.answers.items()} == {first.pk: "Dari tab lain"}
    assert conflicts.header is None
    assert stored(desk, first) == ("Dari tab lain", 3, 2)
    assert stored(desk, second) == ("Kebaruan saya", 2, 2)
    proposal = Proposal.objects.get(pk=desk.proposal.pk)
    assert (proposal.title, proposal.revision) == ("Judul baru", 2)


def test_save_form_unchanged_writes_nothing():
    desk = make_desk()
    conflicts = writing.save_form(
        proposal=desk.fresh(),
        by=desk.writer,
        at=NOW,
        revision=7,
        changes={"title": desk.proposal.title},
        members=None,
        answers=[Typed(desk.question.pk, 7, "Jawaban untuk latar.")],
    )
    assert not conflicts
    assert stored(desk) == ("Jawaban untuk latar.", 3, 1)
