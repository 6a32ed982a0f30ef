"""A timetable as the bureau arranges it: rooms, turns, breaks, and what the others do not know yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import get_language

from competitions.models import Stage
from judging import timetabling
from judging.models import Slot, Timetable
from judging.timetabling import Item, Pace
from kipp.lib.moments import format_clock, format_hours
from proposals.models import Entry

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Place:
    """One row of a room. `number` counts entrants, `index` everything; `day` opens another day."""

    slot: Slot
    index: int
    number: int | None
    day: date | None
    is_last: bool
    is_news: bool
    hours: str


@dataclass(frozen=True)
class Room:
    number: int
    name: str
    link: str
    places: list[Place]


@dataclass(frozen=True)
class Board:
    timetable: Timetable
    rooms: list[Room]
    missing: int
    is_as_drawn: bool

    @cached_property
    def news(self) -> int:
        """How many turns differ from what was announced."""
        return sum(place.is_news for room in self.rooms for place in room.places)

    @property
    def has_news(self) -> bool:
        return self.news > 0 or has_other_news(self.timetable)


def pace(timetable: Timetable) -> Pace:
    return Pace(
        timetable.starts_at, timetable.minutes_present, timetable.minutes_ask, timetable.minutes_between
    )


def order(timetable: Timetable) -> dict[int, list[Item]]:
    """Who stands where, room by room; a break's minutes are those that it lasts now."""
    return _items(timetable.slots.all())


def as_drawn(timetable: Timetable, seed: str) -> dict[int, list[Item]]:
    """The order that a seed gives, the breaks where they are."""
    return _dealt(timetable, list(slots_of(timetable)), seed)


def slots_of(timetable: Timetable) -> QuerySet[Slot]:
    return timetable.slots.select_related("entry__proposal__agency")


def without_slot(stage: Stage) -> QuerySet[Entry]:
    """Entries that nobody has given a time, in order of agency."""
    rows = Entry.objects.filter(stage=stage, slot=None).select_related("proposal__agency")
    return rows.order_by("proposal__agency__name", "proposal__title", "pk")


def board(timetable: Timetable) -> Board:
    slots = list(slots_of(timetable))
    rooms = [
        Room(
            number,
            room["name"],
            room["link"],
            _places(timetable, [slot for slot in slots if slot.room == number]),
        )
        for number, room in enumerate(timetable.rooms)
    ]
    missing = without_slot(timetable.stage).count()
    return Board(timetable, rooms, missing, _is_as_drawn(timetable, slots))


def is_news(timetable: Timetable, slot: Slot) -> bool:
    """Whether a turn lies elsewhere than its people were told, in time or in room."""
    if slot.announced_start is None or slot.announced_room is None:
        return True
    told = timetable.announced_rooms[slot.announced_room]
    here = timetable.rooms[slot.room]
    return (slot.starts_at, slot.ends_at, here) != (slot.announced_start, slot.announced_end, told)


def has_other_news(timetable: Timetable) -> bool:
    """Rooms that nobody uses yet, or a lot that left everybody in their place."""
    announced = (timetable.announced_rooms, timetable.announced_seed)
    return (timetable.rooms, timetable.seed) != announced


def days(timetable: Timetable, moments: Iterable) -> Mapping[object, date]:
    tz = timetable.stage.competition.tz
    return {moment: moment.astimezone(tz).date() for moment in moments}


def _places(timetable: Timetable, slots: list[Slot]) -> list[Place]:
    on = days(timetable, (slot.starts_at for slot in slots))
    places: list[Place] = []
    number, yesterday = 0, None
    for index, slot in enumerate(slots):
        number += slot.entry_id is not None
        today = on[slot.starts_at]
        places.append(
            Place(
                slot=slot,
                index=index,
                number=number if slot.entry_id else None,
                day=today if today != yesterday else None,
                is_last=index == len(slots) - 1,
                is_news=is_news(timetable, slot),
                hours=_hours(slot, timetable.stage.competition.zone),
            )
        )
        yesterday = today
    return places


def _hours(slot: Slot, zone: str) -> str:
    """A night begins on one day and ends on another: its end is said in full elsewhere."""
    language = get_language() or "id"
    if slot.resumes_at is not None:
        return format_clock(slot.starts_at, zone, language)
    return format_hours(slot.starts_at, slot.ends_at, zone, language)


def _items(slots: Iterable[Slot]) -> dict[int, list[Item]]:
    rooms: dict[int, list[Item]] = {}
    for slot in slots:
        rooms.setdefault(slot.room, []).append(_item(slot))
    return rooms


def _item(slot: Slot) -> Item:
    if slot.entry_id is not None:
        return Item(slot.code)
    if slot.resumes_at is not None:
        return Item(slot.code, resumes_at=slot.resumes_at)
    return Item(slot.code, minutes=(slot.ends_at - slot.starts_at) // MINUTE)


def _is_as_drawn(timetable: Timetable, slots: list[Slot]) -> bool:
    """Whether nobody was moved since the lot."""
    if not timetable.seed:
        return False
    drawn = _dealt(timetable, slots, timetable.seed)
    return _items(slots) == {number: items for number, items in drawn.items() if items}


def _dealt(timetable: Timetable, slots: list[Slot], seed: str) -> dict[int, list[Item]]:
    by_proposal = {slot.entry.proposal.code: slot.code for slot in slots if slot.entry_id}
    codes = [by_proposal[code] for code in timetabling.drawn(by_proposal, seed)]
    rooms = {number: [] for number in range(len(timetable.rooms))} | _items(slots)
    return timetabling.dealt(codes, rooms)
