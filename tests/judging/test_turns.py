"""The day: one turn a room, recorded as it goes; who came with whom; what screens are told."""

import json
from datetime import timedelta

import pytest

from competitions.models import LedgerEvent
from judging.enums import TurnPhase
from judging.models import Turn
from judging.reads import turns as reads
from judging.services import announcing, attendance, turns
from kipp.lib.errors import Refused
from proposals.enums import Attendance
from tests import worlds
from tests.judging.presenting import AT, AULA, NINE, ONLINE, by, lay, make_stage, slot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage(titles="ABCD")


@pytest.fixture
def timetable(stage):
    timetable = lay(stage, AULA, ONLINE)
    return announcing.announce(timetable=timetable, by=by(stage), at=AT, revision=timetable.revision)


def go(timetable, title, phase, at=AT, room=0):
    turn = Turn.objects.get(timetable=timetable, room=room)
    said = {"slot": slot_of(timetable, title), "phase": phase, "revision": turn.revision}
    return turns.go(turn=turn, by=by(timetable.stage), at=at, **said)


def lead(timetable, at=AT) -> str:
    """Press the one button that comes next; what it said."""
    step = reads.day(timetable, 0, at).step
    turn = Turn.objects.get(timetable=timetable, room=0)
    said = {"slot": step.slot, "phase": step.phase, "revision": turn.revision}
    turns.go(turn=turn, by=by(timetable.stage), at=at, **said)
    return step.label


def stay_away(timetable, title):
    said = {"attendance": Attendance.ABSENT, "note": "Tanpa kabar."}
    attendance.record(entry=slot_of(timetable, title).entry, by=by(timetable.stage), at=AT, **said)


def test_go_starts_the_clock_and_tells_the_ledger(timetable):
    turn = go(timetable, "A", TurnPhase.PRESENTING)
    assert (turn.slot.entry.proposal.title, turn.phase, turn.since, turn.revision) == (
        "A",
        "presenting",
        AT,
        1,
    )
    event = LedgerEvent.objects.get(kind="turn.went")
    assert event.subject == f"slot:{turn.slot.code}"
    assert json.loads(event.payload) == {"phase": "presenting", "room": "1"}


def test_go_by_two_people_at_once_counts_once(timetable):
    turn = Turn.objects.get(timetable=timetable, room=0)
    said = {"slot": slot_of(timetable, "A"), "phase": TurnPhase.WAITING, "revision": turn.revision}
    turns.go(turn=turn, by=by(timetable.stage), at=AT, **said)
    with pytest.raises(Refused, match="diubah orang lain"):
        turns.go(turn=turn, by=by(timetable.stage), at=AT, **said)


def test_go_to_a_turn_of_another_room_is_refused(timetable):
    with pytest.raises(Refused, match="di ruang lain"):
        go(timetable, "B", TurnPhase.WAITING)


def test_go_after_the_close_is_refused(stage, timetable):
    type(stage).objects.filter(pk=stage.pk).update(closed_at=AT, closed_by=by(stage))
    with pytest.raises(Refused, match="sudah ditutup"):
        go(timetable, "A", TurnPhase.WAITING)


def test_one_button_leads_through_the_whole_room(timetable):
    said = [lead(timetable) for _press in range(8)]
    assert said == [
        *("Panggil Dinas A", "Mulai paparan", "Mulai tanya jawab", "Selesai"),
        *("Panggil Dinas C", "Mulai paparan", "Mulai tanya jawab", "Selesai"),
    ]
    assert reads.day(timetable, 0, AT).step is None


def test_one_button_passes_over_who_is_absent(timetable):
    stay_away(timetable, "A")
    assert lead(timetable) == "Panggil Dinas C"
    assert slot_of(timetable, "A").position == 1  # and keeps its place


def test_one_button_skips_questions_that_nobody_planned(timetable):
    timetable.minutes_ask = 0
    timetable.save(update_fields=["minutes_ask"])
    assert [lead(timetable) for _press in range(3)] == ["Panggil Dinas A", "Mulai paparan", "Selesai"]


def test_receive_marks_present_and_keeps_what_is_not_said(timetable):
    slot = slot_of(timetable, "A")
    turns.receive(slot=slot, by=by(timetable.stage), at=AT, head_came=True)
    turns.receive(slot=slot, by=by(timetable.stage), at=AT, companions=4)
    slot.refresh_from_db()
    assert (slot.head_came, slot.companions, slot.entry.attendance) == (True, 4, "present")
    last = json.loads(LedgerEvent.objects.filter(kind="arrival.recorded").last().payload)
    assert last == {"companions": 4, "head_came": True}


def test_receive_of_an_absurd_number_is_refused(timetable):
    with pytest.raises(Refused) as refused:
        turns.receive(slot=slot_of(timetable, "A"), by=by(timetable.stage), at=AT, companions=100)
    assert refused.value.status == 422
    assert slot_of(timetable, "A").entry.attendance == ""


def test_scene_counts_from_the_server_and_names_who_is_next(stage, timetable):
    go(timetable, "A", TurnPhase.PRESENTING)
    juror = worlds.make_juror(stage)
    reading = worlds.make_assignment(slot_of(timetable, "A").entry, juror)
    scene = reads.scene(timetable, 0, juror.user, AT + timedelta(minutes=3), is_masked=False)
    assert (scene.title, scene.agency, scene.sheet) == ("A", "Dinas A", reading.code)
    assert (scene.seconds, scene.spent, scene.upcoming) == (600, 180, ("C", "Dinas C"))


def test_scene_of_a_room_that_does_not_exist_is_none(timetable):
    assert reads.scene(timetable, 5, by(timetable.stage), AT, is_masked=False) is None


def test_revisions_grow_with_every_turn_and_are_for_those_who_follow(stage, timetable):
    juror = worlds.make_juror(stage).user
    before = reads.revisions(juror, stage.code)
    go(timetable, "B", TurnPhase.WAITING, room=1)
    after = reads.revisions(juror, stage.code)
    assert (after["0"], after["1"]) == (before["0"], before["1"] + 1)
    assert reads.revisions(by(stage), stage.code) == after
    assert reads.revisions(worlds.make_user(), stage.code) is None


def test_own_turns_are_those_of_today(stage, timetable):
    juror = worlds.make_juror(stage)
    reading = worlds.make_assignment(slot_of(timetable, "A").entry, juror)
    go(timetable, "A", TurnPhase.ASKING)
    rows = reads.own_turns(juror.user, AT + timedelta(hours=1))
    assert [(title, sheet) for _turn, title, sheet in rows] == [("A", reading.code), ("", None)]
    assert reads.own_turns(juror.user, AT + timedelta(days=2)) == []
    morning = reads.own_turns(juror.user, NINE - timedelta(hours=1))
    assert [(title, sheet) for _turn, title, sheet in morning] == [("", None)] * 2
    assert reads.own_turns(worlds.make_user(), AT) == []
