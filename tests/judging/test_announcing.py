"""An announced timetable holds until it is announced again, and only whom it concerns is told."""

import json
from datetime import timedelta

import pytest

from agencies.models import Mail, Notice
from competitions.models import LedgerEvent
from judging.models import Turn
from judging.reads import presentations
from judging.services import announcing, timetables
from judging.services.timetables import Settings
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.presenting import AT, AULA, NINE, ONLINE, PACE, by, lay, make_stage, slot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    stage = make_stage(titles="ABC")
    worlds.make_juror(stage, name="Juri Satu")
    return stage


@pytest.fixture
def timetable(stage):
    return lay(stage)


def announce(timetable, at=AT):
    timetable.refresh_from_db()
    revision = timetable.revision
    return announcing.announce(timetable=timetable, by=by(timetable.stage), at=at, revision=revision)


def move(timetable, title, place):
    timetable.refresh_from_db()
    slot = slot_of(timetable, title)
    said = {"by": by(timetable.stage), "at": AT, "revision": timetable.revision}
    timetables.move(slot=slot, **said, room=0, place=place)


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind="presentation").values_list("title", flat=True))


def starts(stage) -> dict[str, str]:
    """What an entrant reads, by title."""
    found = {}
    for entry in stage.entries.select_related("proposal"):
        appointment = presentations.appointment(entry.proposal)
        found[entry.proposal.title] = f"{appointment.slot.announced_start:%H:%M}"
    return found


def test_announce_tells_every_entrant_and_juror_once(stage, timetable):
    assert presentations.appointment(stage.entries.first().proposal) is None
    announce(timetable)
    assert starts(stage) == {"A": "02:00", "B": "02:30", "C": "03:00"}
    titles = [f"Jadwal presentasi: {title}" for title in "ABC"]
    assert told() == ["Jadwal Penilaian Proposal", *titles]


def test_announce_writes_a_letter_with_time_room_and_companions(stage):
    timetable = lay(make_stage(titles="A"), ONLINE)
    announce(timetable)
    letter = Mail.objects.get(subject="Jadwal presentasi: A")
    for words in (
        "Selasa, 10 Maret 2026 pukul 09.00 WIB di Ruang Daring",
        "https://rapat.contoh.go.id/kipp",
        "paling banyak 3 pendamping",
        "paparan 10 menit, tanya jawab 15 menit",
    ):
        assert words in letter.body


def test_announce_again_tells_only_those_whose_time_changed(stage, timetable):
    announce(timetable)
    Notice.objects.all().delete()
    move(timetable, "C", 1)
    assert starts(stage) == {"A": "02:00", "B": "02:30", "C": "03:00"}  # until it is announced
    announce(timetable, AT + timedelta(days=1))
    assert starts(stage) == {"A": "02:00", "C": "02:30", "B": "03:00"}
    changed = [f"Jadwal presentasi berubah: {title}" for title in "BC"]
    assert told() == ["Jadwal Penilaian Proposal berubah", *changed]


def test_announce_again_tells_those_whose_room_was_renamed(stage, timetable):
    announce(timetable)
    Notice.objects.all().delete()
    wanted = Settings(**PACE, rooms=[AULA | {"name": "Pendopo"}])
    timetables.change(timetable=timetable, by=by(stage), at=AT, revision=timetable.revision, settings=wanted)
    announce(timetable)
    assert len(told()) == 4
    assert presentations.appointment(stage.entries.first().proposal).room["name"] == "Pendopo"


def test_announce_without_a_change_is_refused(timetable):
    announce(timetable)
    with pytest.raises(Refused, match="Tidak ada yang berubah"):
        announce(timetable)


def test_announce_with_somebody_left_out_is_refused(stage, timetable):
    worlds.make_entry(stage.competition, title="D")
    with pytest.raises(Refused, match="1 proposal belum mendapat giliran"):
        announce(timetable)
    assert told() == []


def test_announce_keeps_seed_and_order_in_the_ledger(stage, timetable):
    timetables.draw(timetable=timetable, by=by(stage), at=AT, revision=timetable.revision, seed="42")
    announce(timetable)
    payload = json.loads(LedgerEvent.objects.get(kind="timetable.announced").payload)
    assert payload["seed"] == "42"
    lines = [line.split() for line in payload["order"].splitlines()]
    slots = timetable.slots.order_by("position").select_related("entry__proposal")
    assert [line[2] for line in lines] == [slot.entry.proposal.code for slot in slots]
    assert [line[3] for line in lines] == [f"2026-03-10T{hour}+0000" for hour in ("02:00", "02:30", "03:00")]


def test_announced_seed_is_the_one_of_the_announced_order(stage, timetable):
    announce(timetable)
    timetables.draw(timetable=timetable, by=by(stage), at=AT, revision=timetable.revision, seed="9")
    found = presentations.appointment(stage.entries.first().proposal)
    assert found.timetable.announced_seed == ""
    announce(timetable)
    found = presentations.appointment(stage.entries.first().proposal)
    assert found.timetable.announced_seed == "9"


def test_announce_opens_a_turn_for_every_room_once(timetable):
    announce(timetable)
    move(timetable, "C", 0)
    announce(timetable)
    turn = Turn.objects.get()
    assert (turn.room, turn.slot, turn.phase) == (0, None, "waiting")


def test_schedule_of_a_juror_has_what_was_announced_with_own_sheets(stage, timetable):
    juror = stage.panel.get()
    reading = worlds.make_assignment(slot_of(timetable, "B").entry, juror)
    assert presentations.schedules_of(juror.user) == []
    announce(timetable)
    (schedule,) = presentations.schedules_of(juror.user)
    lines = schedule.halls[0].lines
    assert [(line.title, line.sheet) for line in lines] == [("A", None), ("B", reading.code), ("C", None)]
    assert lines[0].starts_at == NINE
    events = presentations.events(schedule, is_own=True)
    assert [event.summary for event in events] == ["2. B (Dinas B)"]


def test_schedule_of_a_blind_stage_names_no_agency(stage, timetable):
    stage.is_blind = True
    stage.save(update_fields=["is_blind"])
    proposal = slot_of(timetable, "A").entry.proposal
    type(proposal).objects.filter(pk=proposal.pk).update(title="Loket Dinas A Keliling")
    announce(timetable)
    (schedule,) = presentations.schedules_of(stage.panel.get().user)
    first = schedule.halls[0].lines[0]
    assert first.agency == ""
    assert "Dinas A" not in first.title


def test_schedule_of_a_juror_who_has_left_is_empty(stage, timetable):
    announce(timetable)
    juror = stage.panel.get()
    juror.left_at, juror.left_by, juror.left_reason = AT, by(stage), "Sakit."
    juror.save()
    assert presentations.schedules_of(juror.user) == []
