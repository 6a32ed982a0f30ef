"""The ledger: a chain of events in which every hash covers the one before.

Whoever holds the head of yesterday (a printed release will do) can prove today
that nothing up to it was edited, swapped, removed or cut off. Pure: rows come in
as an iterable in storage order and are read once, one at a time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

from kipp.lib import canonical

GENESIS = "0" * 64  # what the first event has for a predecessor

Anchor = tuple[int, str]  # sequence number and hash, kept outside the database


@dataclass(frozen=True, slots=True)
class Event:
    seq: int  # 1, 2, 3 ... without holes
    at: str  # ISO 8601, in UTC
    actor: str
    kind: str
    subject: str
    payload: Mapping[str, Any] = field(default_factory=dict)


Row = tuple[Event, str]  # an event and the hash stored beside it


class Reason(StrEnum):
    GAP = "gap"  # rows are missing here
    ALTERED = "altered"  # the row does not give its hash
    REORDERED = "reordered"  # the row that belongs here stands elsewhere
    REWRITTEN = "rewritten"  # the chain is whole, but is not the one that was anchored
    CUT = "cut"  # the chain ends before the anchor


@dataclass(frozen=True, slots=True)
class Problem:
    """The first bad row.

    `expected` and `found` are sequence numbers for GAP, REORDERED and CUT, and
    hashes for ALTERED and REWRITTEN. REWRITTEN names the anchored row: the edit
    is there or before it, and after the last anchor that still fits.
    """

    seq: int
    reason: Reason
    expected: int | str
    found: int | str | None


@dataclass(frozen=True, slots=True)
class Report:
    checked: int  # rows that proved good
    head: Anchor  # the last good row
    problem: Problem | None = None

    @property
    def is_intact(self) -> bool:
        return self.problem is None


def link(previous_hash: str, event: Event) -> str:
    """The hash of an event that follows `previous_hash`.

    SHA-256 of the canonical JSON of the event's six fields and `previous`.
    Raises TypeError or ValueError when the payload has no canonical form.
    """
    return canonical.sha256(
        canonical.dumps(
            {
                "actor": event.actor,
                "at": event.at,
                "kind": event.kind,
                "payload": dict(event.payload),
                "previous": previous_hash,
                "seq": event.seq,
                "subject": event.subject,
            }
        )
    )


def walk(rows: Iterable[Row], anchor: Anchor | None = None, *, further: Iterable[Anchor] = ()) -> Report:
    """Follow the chain to its end, or to the first bad row.

    `anchor` is a head known from elsewhere; `further` are more of them, such as
    the heads printed on releases: each narrows down where a chain that was
    rewritten as a whole leaves the one that was published.
    """
    anchors = dict(further)
    if anchor is not None:
        anchors[anchor[0]] = anchor[1]
    seq, head = 0, GENESIS
    if problem := _against(anchors, seq, head):
        return Report(0, (seq, head), problem)
    rows = iter(rows)
    for event, stored in rows:
        problem = _in_row(event, stored, seq + 1, head, rows) or _against(anchors, seq + 1, stored)
        if problem:
            return Report(seq, (seq, head), problem)
        seq, head = event.seq, stored
    return Report(seq, (seq, head), _at_the_end(anchors, seq))


def _in_row(event: Event, stored: str, due: int, head: str, rest: Iterator[Row]) -> Problem | None:
    if event.seq > due:
        elsewhere = any(later.seq == due for later, _ in rest)
        return Problem(due, Reason.REORDERED if elsewhere else Reason.GAP, due, event.seq)
    if event.seq < due:
        return Problem(due, Reason.REORDERED, due, event.seq)
    if (computed := _link_or_none(head, event)) == stored:
        return None
    moved_to = _place_of(due, head, rest)
    if moved_to is not None:
        return Problem(due, Reason.REORDERED, due, moved_to)
    return Problem(due, Reason.ALTERED, stored, computed)


def _place_of(due: int, head: str, rest: Iterator[Row]) -> int | None:
    """Where the row that belongs at `due` stands now, when rows were swapped and renumbered."""
    for event, stored in rest:
        meant = Event(due, event.at, event.actor, event.kind, event.subject, event.payload)
        if _link_or_none(head, meant) == stored:
            return event.seq
    return None


def _link_or_none(head: str, event: Event) -> str | None:
    try:
        return link(head, event)
    except (TypeError, ValueError):  # an edit has put something uncanonical into the row
        return None


def _against(anchors: Mapping[int, str], seq: int, stored: str) -> Problem | None:
    known = anchors.get(seq, stored)
    return None if known == stored else Problem(seq, Reason.REWRITTEN, known, stored)


def _at_the_end(anchors: Mapping[int, str], seq: int) -> Problem | None:
    last = max(chain(anchors, [seq]))
    return None if last == seq else Problem(seq + 1, Reason.CUT, last, seq)
