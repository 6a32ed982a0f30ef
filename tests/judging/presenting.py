"""A stage whose entrants present: five entries, two jurors, one timetable."""

from datetime import UTC, datetime

from competitions.models import Stage
from judging.models import Slot, Timetable
from judging.services import timetables
from judging.services.timetables import Settings
from tests import worlds

AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 09.00 WIB
AULA = {"name": "Aula", "link": ""}
ONLINE = {"name": "Ruang Daring", "link": "https://rapat.contoh.go.id/kipp"}
PACE = {"starts_at": NINE, "minutes_present": 10, "minutes_ask": 15, "minutes_between": 5}


def make_stage(*, titles: str = "ABCDE", **fields) -> Stage:
    """Entries in order of agency: the first title is of the agency whose name comes first."""
    edition = worlds.make_edition()
    stage = worlds.scoring_stage(edition)
    for title in titles:
        agency = worlds.make_agency(name=f"Dinas {title}")
        worlds.make_entry(edition, title=title, agency=agency)
    for name, value in fields.items():
        setattr(stage, name, value)
    stage.save()
    return stage


def by(stage: Stage):
    return stage.competition.announced_by


def lay(stage: Stage, *rooms: dict) -> Timetable:
    wanted = Settings(rooms=rooms or [AULA], **PACE)
    return timetables.lay(stage=stage, by=by(stage), at=AT, settings=wanted)


def slot_of(timetable: Timetable, title: str) -> Slot:
    return timetable.slots.get(entry__proposal__title=title)


def order(timetable: Timetable) -> dict[int, list[str]]:
    """Room to titles and labels, as they stand in the database."""
    rooms: dict[int, list[str]] = {}
    for slot in timetable.slots.select_related("entry__proposal"):
        rooms.setdefault(slot.room, []).append(slot.entry.proposal.title if slot.entry else slot.label)
    return rooms


def clocks(timetable: Timetable, room: int = 0) -> list[str]:
    """When each turn of a room begins, in UTC."""
    return [f"{slot.starts_at:%d %H:%M}" for slot in timetable.slots.filter(room=room)]
