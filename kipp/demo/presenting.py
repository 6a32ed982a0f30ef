"""A day of presentations in the demonstration: two rooms, drawn by lot, announced."""

from datetime import datetime, time, timedelta

from agencies.models import User
from competitions.models import Stage
from judging.models import Timetable
from judging.services import announcing, timetables
from judging.services.timetables import Settings

ROOMS = (
    {"name": "Ruang Adipura", "link": ""},
    {"name": "Ruang rapat daring", "link": "https://rapat.contoh.invalid/kipp"},
)
MOST = 40  # beyond it nobody listens to everybody, and a demonstration takes long


def present(stage: Stage, by: User, at: datetime, seed: int) -> Timetable | None:
    """The day lies ten days after scoring opens, so that whoever looks has it before them."""
    if stage.entries.count() > MOST:
        return None
    timetable = timetables.lay(
        stage=stage, by=by, at=at, settings=Settings(_morning(stage), 10, 15, 5, ROOMS)
    )
    for room in range(len(ROOMS)):
        rest = {"room": room, "place": 4, "label": "Istirahat", "minutes": 30}
        timetables.add_break(timetable=timetable, by=by, at=at, revision=1 + room, **rest)
    timetable = timetables.draw(
        timetable=timetable, by=by, at=at, revision=1 + len(ROOMS), seed=f"undian-{seed}"
    )
    return announcing.announce(timetable=timetable, by=by, at=at, revision=timetable.revision)


def _morning(stage: Stage) -> datetime:
    day = (stage.opens_at + timedelta(days=10)).astimezone(stage.competition.tz).date()
    return datetime.combine(day, time(9), tzinfo=stage.competition.tz)
