"""Whose turn it is: for the screen of the room, for the phone of a juror, for who leads the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from agencies.models import User
from judging import timetabling
from judging.enums import TurnPhase
from judging.models import Slot, Timetable, Turn
from judging.reads.presentations import named, signed_seats
from judging.reads.sheet import readable_by
from proposals.enums import Attendance

#: Before and after it, a turn is none of today's: phones do not ask.
DAY = timedelta(hours=18)


@dataclass(frozen=True)
class Step:
    """The one act that comes next in a room."""

    label: str
    slot: Slot
    phase: str


@dataclass(frozen=True)
class Scene:
    """What a screen shows of one room. `seconds` is what the phase may take, 0 when nothing runs."""

    turn: Turn
    room: Mapping[str, str]
    title: str
    agency: str
    upcoming: tuple[str, str] | None
    upcoming_at: datetime | None
    seconds: int
    spent: int
    sheet: str | None

    @property
    def is_break(self) -> bool:
        return self.turn.slot is not None and self.turn.slot.entry_id is None


@dataclass(frozen=True)
class Day:
    """One room as its chair leads it."""

    timetable: Timetable
    turn: Turn
    number: int
    slots: list[Slot]
    step: Step | None
    seconds: int
    spent: int

    @property
    def current(self) -> Slot | None:
        return next((slot for slot in self.slots if slot.pk == self.turn.slot_id), None)

    @property
    def most_companions(self) -> int:
        return timetabling.COMPANIONS


def revisions(user: User, stage_code: str) -> dict[str, int] | None:
    """Room to revision, in one statement; None where somebody follows nothing."""
    turns = Turn.objects.followed_by(user).filter(timetable__stage__code=stage_code)
    rows = turns.order_by("room").values_list("room", "revision", "timetable__revision")
    return {str(room): revision + arranged for room, revision, arranged in rows} or None


def scene(timetable: Timetable, room: int, user: User, at: datetime, *, is_masked: bool) -> Scene | None:
    """One room; None where there is none."""
    turn = _turns(timetable).filter(room=room).first()
    if turn is None or room >= len(timetable.rooms):
        return None
    slots = _slots(timetable, room)
    following = _following(slots, turn.slot)
    title, agency = named(turn.slot, is_masked) if turn.slot else ("", "")
    return Scene(
        turn=turn,
        room=timetable.rooms[room],
        title=title,
        agency=agency,
        upcoming=named(following, is_masked) if following else None,
        upcoming_at=following.starts_at if following else None,
        seconds=_seconds(timetable, turn),
        spent=_spent(turn, at),
        sheet=_own_sheet(user, turn.slot),
    )


def day(timetable: Timetable, room: int, at: datetime) -> Day | None:
    turn = _turns(timetable).filter(room=room).first()
    if turn is None or room >= len(timetable.rooms):
        return None
    slots = _slots(timetable, room)
    step = _step(timetable, turn, slots)
    return Day(timetable, turn, room, slots, step, _seconds(timetable, turn), _spent(turn, at))


def own_turns(user: User, at: datetime) -> list[tuple[Turn, str, str | None]]:
    """The rooms of today in stages that somebody judges: the turn, its title and the own sheet of it."""
    today = Slot.objects.filter(
        timetable=OuterRef("timetable"), announced_start__gt=at - DAY, announced_start__lt=at + DAY
    )
    turns = Turn.objects.filter(Exists(today) | Q(since__gt=at - DAY), timetable__published_at__isnull=False)
    turns = turns.filter(timetable__stage__in=signed_seats(user), timetable__stage__closed_at=None)
    found = list(turns.select_related("timetable__stage", "slot__entry__proposal__agency").order_by("room"))
    entries = [turn.slot.entry_id for turn in found if turn.slot is not None]
    sheets = dict(readable_by(user).filter(entry__in=entries).values_list("entry", "code"))
    return [_own_turn(turn, sheets, at) for turn in found]


def _own_turn(turn: Turn, sheets: Mapping[int, str], at: datetime) -> tuple[Turn, str, str | None]:
    """What was left running on an earlier day is not now."""
    if turn.slot is None or turn.since <= at - DAY:
        return turn, "", None
    return turn, named(turn.slot, turn.timetable.stage.is_blind)[0], sheets.get(turn.slot.entry_id)


def _turns(timetable: Timetable):
    return timetable.turns.select_related("slot__entry__proposal__agency")


def _slots(timetable: Timetable, room: int) -> list[Slot]:
    return list(timetable.slots.filter(room=room).select_related("entry__proposal__agency"))


def _following(slots: list[Slot], current: Slot | None) -> Slot | None:
    """The next turn whose entrant is not known to be absent; a break counts."""
    behind = [slot for slot in slots if current is None or slot.position > current.position]
    return next((slot for slot in behind if not _is_absent(slot)), None)


def _is_absent(slot: Slot) -> bool:
    return slot.entry is not None and slot.entry.attendance == Attendance.ABSENT


def _step(timetable: Timetable, turn: Turn, slots: list[Slot]) -> Step | None:
    current = turn.slot
    if current is not None and current.entry_id and turn.phase != TurnPhase.ENDED:
        if turn.phase == TurnPhase.WAITING:
            return Step(_("Mulai paparan"), current, TurnPhase.PRESENTING)
        if turn.phase == TurnPhase.PRESENTING and timetable.minutes_ask:
            return Step(_("Mulai tanya jawab"), current, TurnPhase.ASKING)
        return Step(_("Selesai"), current, TurnPhase.ENDED)
    following = _following(slots, current)
    if following is None:
        return None
    title = following.entry.proposal.agency.name if following.entry else following.label
    return Step(_("Panggil %(name)s") % {"name": title}, following, TurnPhase.WAITING)


def _seconds(timetable: Timetable, turn: Turn) -> int:
    if turn.slot is None:
        return 0
    if turn.slot.entry_id is None:
        return int((turn.slot.ends_at - turn.slot.starts_at).total_seconds())
    minutes = {
        TurnPhase.PRESENTING: timetable.minutes_present,
        TurnPhase.ASKING: timetable.minutes_ask,
    }
    return 60 * minutes.get(TurnPhase(turn.phase), 0)


def _spent(turn: Turn, at: datetime) -> int:
    return max(int((at - turn.since).total_seconds()), 0)


def _own_sheet(user: User, slot: Slot | None) -> str | None:
    if slot is None or slot.entry_id is None:
        return None
    return readable_by(user).filter(entry=slot.entry_id).values_list("code", flat=True).first()
