"""The times of a presentation day. They follow from the order alone; who goes first may be drawn by lot."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

COMPANIONS = 3  # who may come beside the head of an agency


@dataclass(frozen=True, slots=True)
class Pace:
    """When every room begins, and how many minutes each entrant presents, is asked, and is waited for."""

    starts_at: datetime
    present: int
    ask: int
    between: int


@dataclass(frozen=True, slots=True)
class Item:
    """An entrant, or a break of so many `minutes`, or one that lasts until `resumes_at`."""

    key: str
    minutes: int = 0
    resumes_at: datetime | None = None

    @property
    def is_break(self) -> bool:
        return self.minutes > 0 or self.resumes_at is not None


@dataclass(frozen=True, slots=True)
class Span:
    starts_at: datetime
    ends_at: datetime


class TooLateError(ValueError):
    """What stands before a break that ends at a set moment goes on beyond that moment."""

    def __init__(self, key: str, ends_at: datetime):
        super().__init__(key)
        self.key = key
        self.ends_at = ends_at


def times(room: Sequence[Item], pace: Pace) -> dict[str, Span]:
    """When each item of one room begins and ends. Between two entrants lies the pause, beside a break none.

    Raises TooLateError when a break would have to end before it begins.
    """
    spans: dict[str, Span] = {}
    clock = pace.starts_at
    for item, following in pairwise([*room, None]):
        assert item is not None
        ends_at = _end(item, clock, pace)
        spans[item.key] = Span(clock, ends_at)
        clock = ends_at
        if following is not None and not item.is_break and not following.is_break:
            clock += timedelta(minutes=pace.between)
    return spans


def _end(item: Item, starts_at: datetime, pace: Pace) -> datetime:
    if item.resumes_at is None:
        return starts_at + timedelta(minutes=item.minutes or pace.present + pace.ask)
    if item.resumes_at <= starts_at:
        raise TooLateError(item.key, starts_at)
    return item.resumes_at


def drawn(codes: Iterable[str], seed: str) -> list[str]:
    """Ascending by SHA-256 of the seed followed by the code: anybody can draw it again."""
    return sorted(codes, key=lambda code: hashlib.sha256((seed + code).encode()).hexdigest())


def dealt(codes: Sequence[str], rooms: Mapping[int, Sequence[Item]]) -> dict[int, list[Item]]:
    """Entrants in turn to the rooms, first to first; every break keeps the place that it had in its room."""
    order = sorted(rooms)
    hands = {room: [Item(code) for code in codes[at :: len(order)]] for at, room in enumerate(order)}
    for room, items in rooms.items():
        for place, item in enumerate(items):
            if item.is_break:
                hands[room].insert(min(place, len(hands[room])), item)
    return hands


def moved(rooms: Mapping[int, Sequence[Item]], key: str, room: int, place: int) -> dict[int, list[Item]]:
    """One item taken out and put at a place, counted from 0, of a room; beyond the end means last."""
    (item,) = (item for items in rooms.values() for item in items if item.key == key)
    left = {number: [one for one in items if one.key != key] for number, items in rooms.items()}
    left[room].insert(max(place, 0), item)
    return left
