"""Times follow from the order: nobody overlaps, nobody is forgotten, and a lot can be drawn again."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.timetabling import Item, Pace, TooLateError, dealt, drawn, moved, times

NINE = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PACE = Pace(NINE, present=10, ask=15, between=5)


def clock(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_times_follow_the_order_with_pauses_between_entrants_only():
    lunch = Item("lunch", minutes=60)
    spans = times([Item("a"), Item("b"), lunch, Item("c")], PACE)
    assert {key: (span.starts_at, span.ends_at) for key, span in spans.items()} == {
        "a": (clock(2, 0), clock(2, 25)),
        "b": (clock(2, 30), clock(2, 55)),
        "lunch": (clock(2, 55), clock(3, 55)),
        "c": (clock(3, 55), clock(4, 20)),
    }


def test_times_over_a_night_go_on_at_the_set_moment():
    night = Item("night", resumes_at=clock(1, 30, day=11))
    spans = times([Item("a"), night, Item("b")], PACE)
    assert (spans["night"].starts_at, spans["night"].ends_at) == (clock(2, 25), clock(1, 30, day=11))
    assert spans["b"].starts_at == clock(1, 30, day=11)


def test_times_refuse_a_night_that_ends_before_it_begins():
    with pytest.raises(TooLateError) as late:
        times([Item("a"), Item("b"), Item("night", resumes_at=clock(2, 55))], PACE)
    assert (late.value.key, late.value.ends_at) == ("night", clock(2, 55))


def test_drawn_orders_by_the_hash_of_seed_and_code():
    codes = ["KAPAK", "BATIK", "TEMBOK", "PASAR", "SAWAH", "TEBING", "KOPI", "RUMAH"]
    by_hand = sorted((hashlib.sha256(b"7-3-9" + code.encode()).hexdigest(), code) for code in codes)
    assert drawn(codes, "7-3-9") == [code for _digest, code in by_hand]
    assert drawn(reversed(codes), "7-3-9") == drawn(codes, "7-3-9")


def test_dealt_gives_the_first_turns_to_the_first_drawn_and_keeps_breaks():
    lunch, rest = Item("lunch", minutes=60), Item("rest", minutes=5)
    rooms = {0: [Item("a"), lunch, Item("b")], 1: [Item("c"), Item("d"), Item("e"), rest]}
    hands = dealt(["e", "d", "c", "b", "a"], rooms)
    assert hands == {
        0: [Item("e"), lunch, Item("c"), Item("a")],
        1: [Item("d"), Item("b"), rest],
    }


def test_moved_takes_one_out_and_puts_it_at_the_place():
    rooms = {0: [Item("a"), Item("b"), Item("c")], 1: []}
    assert [item.key for item in moved(rooms, "c", 0, 0)[0]] == ["c", "a", "b"]
    assert [item.key for item in moved(rooms, "a", 0, 1)[0]] == ["b", "a", "c"]
    assert [item.key for item in moved(rooms, "a", 0, -1)[0]] == ["a", "b", "c"]
    assert moved(rooms, "b", 1, 9) == {0: [Item("a"), Item("c")], 1: [Item("b")]}


items = st.lists(st.integers(min_value=0, max_value=90), max_size=25).map(
    lambda minutes: [Item(f"k{at}", minutes=length) for at, length in enumerate(minutes)]
)
paces = st.builds(
    Pace,
    st.just(NINE),
    present=st.integers(1, 60),
    ask=st.integers(0, 60),
    between=st.integers(0, 30),
)


@given(items, paces)
def test_times_of_any_room_never_overlap_and_leave_nobody_out(room, pace):
    spans = times(room, pace)
    assert list(spans) == [item.key for item in room]
    clock_at = NINE
    for item in room:
        span = spans[item.key]
        assert span.starts_at >= clock_at
        assert span.starts_at - clock_at in (timedelta(0), timedelta(minutes=pace.between))
        assert span.ends_at > span.starts_at
        expected = item.minutes or pace.present + pace.ask
        assert span.ends_at - span.starts_at == timedelta(minutes=expected)
        clock_at = span.ends_at


@given(items, st.integers(1, 4), st.text(max_size=12))
def test_a_lot_gives_every_entrant_one_turn_and_even_rooms(room, halls, seed):
    entrants = [item.key for item in room if not item.is_break]
    breaks = [item for item in room if item.is_break]
    rooms = {number: [] for number in range(halls)} | {0: room}
    hands = dealt(drawn(entrants, seed), rooms)
    seated = [item.key for hand in hands.values() for item in hand if not item.is_break]
    assert sorted(seated) == sorted(entrants)
    assert [item for item in hands[0] if item.is_break] == breaks
    counts = [sum(not item.is_break for item in hand) for hand in hands.values()]
    assert max(counts) - min(counts) <= 1


@given(items.filter(bool), st.data())
def test_a_move_keeps_everybody_and_the_order_of_the_others(room, data):
    item = data.draw(st.sampled_from(room))
    place = data.draw(st.integers(-1, 30))
    found = moved({0: room, 1: []}, item.key, data.draw(st.integers(0, 1)), place)
    assert sorted(one.key for items in found.values() for one in items) == sorted(one.key for one in room)
    others = [one.key for one in room if one.key != item.key]
    assert [one.key for one in found[0] if one.key != item.key] == others
