"""The announced timetable as its people read it: a juror's day, an entrant's turn, a calendar's events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Stage
from judging import timetabling
from judging.models import PanelMember, Slot, Timetable
from judging.reads import integrity
from judging.reads.sheet import masking, readable_by
from kipp.lib.ical import Event
from proposals.enums import Attendance
from proposals.models import Proposal


@dataclass(frozen=True)
class Line:
    """One turn or break; `sheet` is the reader's own sheet of it, `day` is given where a day begins."""

    code: str
    number: int | None
    starts_at: datetime
    ends_at: datetime
    title: str
    agency: str
    is_absent: bool
    sheet: str | None
    day: date | None

    @property
    def is_break(self) -> bool:
        return self.number is None


@dataclass(frozen=True)
class Hall:
    number: int
    name: str
    link: str
    lines: list[Line]


@dataclass(frozen=True)
class Schedule:
    """What was announced for one stage."""

    timetable: Timetable
    halls: list[Hall]

    @property
    def stage(self) -> Stage:
        return self.timetable.stage

    @property
    def own(self) -> int:
        return sum(line.sheet is not None for hall in self.halls for line in hall.lines)


@dataclass(frozen=True)
class Appointment:
    """An entrant's own turn."""

    slot: Slot
    timetable: Timetable
    room: Mapping[str, str]
    companions: int


def schedules_of(user: User) -> list[Schedule]:
    """The announced timetables of the stages that somebody judges, the latest day first."""
    timetables = list(_announced().filter(stage__in=signed_seats(user)).order_by("-starts_at", "pk"))
    sheets = dict(
        readable_by(user).filter(entry__stage__timetable__in=timetables).values_list("entry", "code")
    )
    slots: dict[int, list[Slot]] = {timetable.pk: [] for timetable in timetables}
    for slot in _told(Slot.objects.filter(timetable__in=timetables)):
        slots[slot.timetable_id].append(slot)
    return [Schedule(each, _halls(each, slots[each.pk], sheets, each.stage.is_blind)) for each in timetables]


def schedule(timetable: Timetable, *, sheets: Mapping[int, str], is_masked: bool) -> Schedule:
    """`sheets`: entry to the code of the reader's own sheet. In a blind stage only its bureau reads names."""
    return Schedule(timetable, _halls(timetable, list(_told(timetable.slots.all())), sheets, is_masked))


def own_sheets(user: User, stage: Stage) -> dict[int, str]:
    return dict(readable_by(user).filter(entry__stage=stage).values_list("entry", "code"))


def appointment(proposal: Proposal) -> Appointment | None:
    """The turn that was announced last for a proposal."""
    slots = Slot.objects.filter(entry__proposal=proposal, announced_start__isnull=False)
    slot = slots.select_related("entry", "timetable__stage").order_by("-announced_start").first()
    if slot is None:
        return None
    timetable = slot.timetable
    room = timetable.announced_rooms[slot.announced_room]
    return Appointment(slot, timetable, room, timetabling.COMPANIONS)


def upcoming(agencies: list[int], at: datetime) -> list[Slot]:
    """The turns of these agencies that are announced and not over."""
    slots = Slot.objects.filter(entry__proposal__agency__in=agencies, announced_end__gt=at)
    slots = slots.filter(timetable__stage__closed_at=None).exclude(entry__attendance=Attendance.ABSENT)
    return list(slots.select_related("entry__proposal", "timetable__stage__competition"))


def events(found: Schedule, *, room: int | None = None, is_own: bool = False) -> list[Event]:
    """For a calendar: everything, one room, or the reader's own readings."""
    return [
        _event(found.stage, line, hall)
        for hall in found.halls
        for line in hall.lines
        if not line.is_break and room in (None, hall.number) and (line.sheet or not is_own)
    ]


def appointment_event(found: Appointment, proposal: Proposal) -> Event:
    stage, slot = found.timetable.stage, found.slot
    return Event(
        uid=_uid(slot.code),
        starts_at=slot.announced_start,
        ends_at=slot.announced_end,
        summary=_("Presentasi: %(title)s") % {"title": proposal.title},
        location=found.room["name"],
        description="\n".join(filter(None, [stage.name, found.room["link"]])),
        url=settings.SITE_URL + reverse("judging:presentation", args=[proposal.code]),
    )


def _announced():
    rows = Timetable.objects.filter(published_at__isnull=False)
    return rows.select_related("stage__competition")


def signed_seats(user: User):
    """Stages that somebody judges, and whose statement of integrity they have signed."""
    signed = integrity.is_signed(user, edition="stage__competition")
    return PanelMember.objects.filter(signed, user=user, left_at=None).values("stage")


def _told(slots):
    rows = slots.filter(announced_start__isnull=False).select_related("entry__proposal__agency")
    return rows.order_by("announced_room", "announced_start", "pk")


def _halls(timetable: Timetable, slots: list[Slot], sheets: Mapping[int, str], is_masked: bool) -> list[Hall]:
    halls = []
    for number, room in enumerate(timetable.announced_rooms):
        own = [slot for slot in slots if slot.announced_room == number]
        lines = _lines(own, timetable.stage.competition.tz, sheets, is_masked)
        halls.append(Hall(number, room["name"], room["link"], lines))
    return halls


def _lines(slots: Iterable[Slot], tz, sheets: Mapping[int, str], is_masked: bool) -> list[Line]:
    lines: list[Line] = []
    number, yesterday = 0, None
    for slot in slots:
        today = slot.announced_start.astimezone(tz).date()
        number += slot.entry_id is not None
        lines.append(_line(slot, number, today if today != yesterday else None, sheets, is_masked))
        yesterday = today
    return lines


def _line(slot: Slot, number: int, day: date | None, sheets: Mapping[int, str], is_masked: bool) -> Line:
    title, agency = named(slot, is_masked)
    return Line(
        code=slot.code,
        number=number if slot.entry_id else None,
        starts_at=slot.announced_start,
        ends_at=slot.announced_end,
        title=title,
        agency=agency,
        is_absent=slot.entry is not None and slot.entry.attendance == Attendance.ABSENT,
        sheet=sheets.get(slot.entry_id),
        day=day,
    )


def named(slot: Slot, is_masked: bool) -> tuple[str, str]:
    """Title and agency of a turn; masked, the agency leaves both. A break has its label."""
    if slot.entry is None:
        return slot.label, ""
    proposal = slot.entry.proposal
    if is_masked:
        return masking(proposal.agency.name)(proposal.title), ""
    return proposal.title, proposal.agency.name


def _event(stage: Stage, line: Line, hall: Hall) -> Event:
    return Event(
        uid=_uid(line.code),
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        summary=f"{line.number}. {line.title}" + (f" ({line.agency})" if line.agency else ""),
        location=hall.name,
        description="\n".join(filter(None, [stage.name, hall.link])),
        url=settings.SITE_URL + (reverse("judging:sheet", args=[line.sheet]) if line.sheet else ""),
    )


def _uid(code: str) -> str:
    """Stays when the turn moves."""
    return f"{code.lower()}@{settings.SITE_URL.partition('://')[2]}"
