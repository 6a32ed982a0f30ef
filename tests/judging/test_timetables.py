"""A timetable is laid, moved, drawn: its times follow, and nobody changes it blindly."""

import hashlib
import json
from datetime import timedelta

import pytest

from competitions.models import LedgerEvent
from judging.reads import timetables as reads
from judging.services import timetables
from judging.services.timetables import Settings
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.presenting import AT, AULA, NINE, ONLINE, PACE, by, clocks, lay, make_stage, order, slot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage()


def act(timetable, **more):
    timetable.refresh_from_db()
    return {"by": by(timetable.stage), "at": AT, "revision": timetable.revision} | more


def rest(timetable, place=2, **more):
    said = {"room": 0, "place": place, "label": "Istirahat", "minutes": 60} | more
    return timetables.add_break(timetable=timetable, **act(timetable), **said)


def test_lay_deals_entries_to_the_rooms_in_order_of_agency(stage):
    timetable = lay(stage, AULA, ONLINE)
    assert order(timetable) == {0: ["A", "C", "E"], 1: ["B", "D"]}
    assert clocks(timetable) == ["10 02:00", "10 02:30", "10 03:00"]
    assert clocks(timetable, room=1) == ["10 02:00", "10 02:30"]


def test_lay_twice_is_refused(stage):
    lay(stage)
    with pytest.raises(Refused):
        lay(stage)


def test_lay_without_entries_or_with_too_many_is_refused(stage, monkeypatch):
    with pytest.raises(Refused, match="Belum ada proposal"):
        lay(make_stage(titles=""))
    monkeypatch.setattr(timetables, "MOST", 4)
    with pytest.raises(Refused, match="paling banyak 4"):
        lay(stage)


def test_lay_after_the_close_is_refused(stage):
    type(stage).objects.filter(pk=stage.pk).update(closed_at=AT, closed_by=by(stage))
    with pytest.raises(Refused, match="sudah ditutup"):
        lay(stage)


def test_move_up_changes_the_times_of_those_behind(stage):
    timetable = lay(stage)
    timetables.move(slot=slot_of(timetable, "E"), **act(timetable), room=0, place=1)
    assert order(timetable) == {0: ["A", "E", "B", "C", "D"]}
    assert clocks(timetable) == ["10 02:00", "10 02:30", "10 03:00", "10 03:30", "10 04:00"]
    assert slot_of(timetable, "E").starts_at == NINE + timedelta(minutes=30)


def test_move_to_an_empty_room_begins_there(stage):
    timetable = lay(make_stage(titles="A"), AULA, ONLINE)
    timetables.move(slot=slot_of(timetable, "A"), **act(timetable), room=1, place=0)
    assert order(timetable) == {1: ["A"]}


def test_move_of_a_stale_page_changes_nothing(stage):
    timetable = lay(stage)
    seen = act(timetable)
    timetables.move(slot=slot_of(timetable, "E"), **seen, room=0, place=0)
    with pytest.raises(Refused, match="diubah orang lain"):
        timetables.move(slot=slot_of(timetable, "D"), **seen, room=0, place=0)
    assert order(timetable) == {0: ["E", "A", "B", "C", "D"]}


def test_move_to_a_room_that_is_gone_is_refused(stage):
    timetable = lay(stage)
    with pytest.raises(Refused, match="tidak ada lagi"):
        timetables.move(slot=slot_of(timetable, "A"), **act(timetable), room=1, place=0)


def test_break_takes_its_minutes_and_no_pause(stage):
    timetable = lay(stage)
    rest(timetable)
    assert order(timetable)[0] == ["A", "B", "Istirahat", "C", "D", "E"]
    assert clocks(timetable)[2:4] == ["10 02:55", "10 03:55"]


def test_break_over_night_resumes_at_its_moment_whatever_moves(stage):
    timetable = lay(stage)
    rest(timetable, minutes=0, label="Hari kedua", resumes_at=NINE + timedelta(days=1))
    assert clocks(timetable)[3] == "11 02:00"
    timetables.move(slot=slot_of(timetable, "C"), **act(timetable), room=0, place=0)
    assert clocks(timetable)[4] == "11 02:00"
    assert order(timetable)[0][3] == "Hari kedua"


def test_break_that_ends_before_it_begins_is_refused_with_the_moment(stage):
    timetable = lay(stage)
    with pytest.raises(Refused, match=r"“Malam” berakhir terlalu awal.*09\.55 WIB"):
        rest(timetable, minutes=0, label="Malam", resumes_at=NINE + timedelta(minutes=30))
    assert order(timetable)[0] == list("ABCDE")


def test_remove_break_moves_everybody_up_and_spares_entrants(stage):
    timetable = lay(stage)
    slot = rest(timetable)
    timetables.remove_break(slot=slot, **act(timetable))
    assert clocks(timetable) == ["10 02:00", "10 02:30", "10 03:00", "10 03:30", "10 04:00"]
    with pytest.raises(Refused, match="tidak dapat dihapus"):
        timetables.remove_break(slot=slot_of(timetable, "A"), **act(timetable))


def test_change_keeps_the_order_and_computes_anew(stage):
    timetable = lay(stage)
    rest(timetable)
    wanted = Settings(
        **PACE | {"minutes_ask": 5, "starts_at": NINE + timedelta(hours=1)}, rooms=[AULA, ONLINE]
    )
    timetables.change(timetable=timetable, **act(timetable), settings=wanted)
    assert order(timetable)[0] == ["A", "B", "Istirahat", "C", "D", "E"]
    assert clocks(timetable) == ["10 03:00", "10 03:20", "10 03:35", "10 04:35", "10 04:55", "10 05:15"]


def test_change_takes_away_the_last_room_only_when_it_is_empty(stage):
    timetable = lay(stage, AULA, ONLINE)
    wanted = Settings(**PACE, rooms=[AULA])
    with pytest.raises(Refused, match="Ruang Daring masih berisi giliran"):
        timetables.change(timetable=timetable, **act(timetable), settings=wanted)
    for title in "BD":
        timetables.move(slot=slot_of(timetable, title), **act(timetable), room=0, place=99)
    assert timetables.change(timetable=timetable, **act(timetable), settings=wanted).rooms == [AULA]


def test_draw_orders_by_hash_of_seed_and_proposal_code_and_can_be_done_again(stage):
    timetable = lay(stage)
    rest(timetable)
    codes = {entry.proposal.code: entry.proposal.title for entry in stage.entries.select_related("proposal")}
    by_hand = sorted(codes, key=lambda code: hashlib.sha256(f"7-3-9{code}".encode()).hexdigest())
    expected = [codes[code] for code in by_hand]
    expected.insert(2, "Istirahat")
    for _draw in range(2):
        timetables.draw(timetable=timetable, **act(timetable), seed=" 7-3-9 ")
        assert order(timetable)[0] == expected
    told = [json.loads(event.payload) for event in LedgerEvent.objects.filter(kind="timetable.drawn")]
    assert told == [{"seed": "7-3-9"}] * 2


def test_board_says_whether_the_order_is_still_the_drawn_one(stage):
    timetable = timetables.draw(timetable=lay(stage), by=by(stage), at=AT, revision=1, seed="1")
    assert reads.board(timetable).is_as_drawn
    last = order(timetable)[0][-1]
    timetables.move(slot=slot_of(timetable, last), **act(timetable), room=0, place=0)
    assert not reads.board(timetable).is_as_drawn


def test_draw_without_a_seed_is_refused(stage):
    timetable = lay(stage)
    with pytest.raises(Refused, match="Isi angka pengacak"):
        timetables.draw(timetable=timetable, **act(timetable), seed="  ")


def test_complete_gives_late_entries_a_turn_at_the_end_of_the_shortest_room(stage):
    timetable = lay(stage, AULA, ONLINE)
    worlds.make_entry(stage.competition, title="F", agency=worlds.make_agency(name="Dinas F"))
    assert reads.board(timetable).missing == 1
    timetables.complete(timetable=timetable, **act(timetable))
    assert order(timetable) == {0: ["A", "C", "E"], 1: ["B", "D", "F"]}
    assert reads.board(timetable).missing == 0
