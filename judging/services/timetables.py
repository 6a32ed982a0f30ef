"""The timetable of a presentation day: laid, changed, and its order. Its times are never typed.

Every act carries the revision that its page was read at: an order that somebody else has changed meanwhile
is not changed blindly.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging import timetabling
from judging.models import Slot, Timetable
from judging.reads import timetables as reads
from judging.timetabling import Item
from kipp.lib.errors import Refused
from kipp.lib.moments import format_moment
from proposals.models import Entry

MOST = 200  # entrants of one timetable: beyond it no panel listens to everybody


@dataclass(frozen=True, slots=True)
class Settings:
    """When the rooms begin and how long everybody has; `rooms` are {"name", "link"}, in order."""

    starts_at: datetime
    minutes_present: int
    minutes_ask: int
    minutes_between: int
    rooms: Sequence[Mapping[str, str]]


@transaction.atomic
def lay(*, stage: Stage, by: User, at: datetime, settings: Settings) -> Timetable:
    """The first timetable of a stage: its entries dealt to the rooms in order of agency."""
    stage = Stage.objects.select_for_update(of=("self",)).select_related("competition").get(pk=stage.pk)
    _guard_open(stage)
    entries = list(reads.without_slot(stage)[: MOST + 1])
    _guard_size(entries)
    if Timetable.objects.filter(stage=stage).exists():
        raise Refused(_("Jadwal tahap ini sudah dibuat. Muat ulang halaman untuk mengaturnya."))
    timetable = Timetable(stage=stage)
    _write_settings(timetable, settings)
    timetable.save()
    _seat(timetable, entries)
    _audit(timetable, by, at, "timetable.laid", entries=len(entries))
    return timetable


@transaction.atomic
def change(*, timetable: Timetable, by: User, at: datetime, settings: Settings, revision: int) -> Timetable:
    """Another start, pace or rooms; the order stays, the times follow. The last room may go when empty."""
    timetable = locked(timetable, revision)
    used = max((slot.room for slot in timetable.slots.all()), default=0)
    if used >= len(settings.rooms):
        room = timetable.rooms[used]["name"]
        raise Refused(_("%(room)s masih berisi giliran. Pindahkan dahulu.") % {"room": room}, status=422)
    _write_settings(timetable, settings)
    rewrite(timetable, reads.order(timetable))
    _audit(timetable, by, at, "timetable.changed", rooms=len(settings.rooms))
    return timetable


@transaction.atomic
def complete(*, timetable: Timetable, by: User, at: datetime, revision: int) -> Timetable:
    """Entries that came into the stage after the timetable was laid get a place at the end."""
    timetable = locked(timetable, revision)
    entries = list(reads.without_slot(timetable.stage)[: MOST + 1])
    _guard_size([*entries, *timetable.slots.exclude(entry=None)])
    _seat(timetable, entries)
    _audit(timetable, by, at, "timetable.completed", entries=len(entries))
    return timetable


@transaction.atomic
def add_break(
    *,
    timetable: Timetable,
    by: User,
    at: datetime,
    revision: int,
    room: int,
    place: int,
    label: str,
    minutes: int = 0,
    resumes_at: datetime | None = None,
) -> Slot:
    """Rest of so many minutes, or until a set moment: the night between two days."""
    timetable = locked(timetable, revision)
    slot = _new_slot(timetable, room, label=label, resumes_at=resumes_at)
    rooms = reads.order(timetable)
    rooms.setdefault(room, []).insert(place, Item(slot.code, minutes=minutes, resumes_at=resumes_at))
    slot.save()
    rewrite(timetable, rooms)
    _audit(timetable, by, at, "timetable.break_added", room=room)
    return slot


@transaction.atomic
def remove_break(*, slot: Slot, by: User, at: datetime, revision: int) -> Timetable:
    timetable = locked(slot.timetable, revision)
    if slot.entry_id is not None:
        raise Refused(_("Giliran pengusul tidak dapat dihapus; yang tidak hadir tetap pada tempatnya."))
    slot.delete()
    rewrite(timetable, reads.order(timetable))
    _audit(timetable, by, at, "timetable.break_removed", room=slot.room)
    return timetable


@transaction.atomic
def move(*, slot: Slot, by: User, at: datetime, revision: int, room: int, place: int) -> Slot:
    """To a place of a room, counted from 0; everybody behind gets other times."""
    timetable = locked(slot.timetable, revision)
    if room >= len(timetable.rooms):
        raise Refused(_("Ruang itu tidak ada lagi. Muat ulang halaman."))
    rooms = {number: [] for number in range(len(timetable.rooms))} | reads.order(timetable)
    rewrite(timetable, timetabling.moved(rooms, slot.code, room, place))
    _audit(timetable, by, at, "timetable.moved", slot=slot.code, room=room, place=place)
    slot.refresh_from_db()
    return slot


@transaction.atomic
def draw(*, timetable: Timetable, by: User, at: datetime, revision: int, seed: str) -> Timetable:
    """Everybody's turn by lot, SHA-256 of seed and code ascending, dealt to the rooms; breaks stay.

    Each draw goes to the ledger, so that a lot which was drawn until it pleased can be seen.
    """
    timetable = locked(timetable, revision)
    seed = seed.strip()
    if not seed:
        raise Refused(_("Isi angka pengacak."), status=422)
    rewrite(timetable, reads.as_drawn(timetable, seed))
    timetable.seed = seed
    timetable.save(update_fields=["seed"])
    happening = Happening("timetable.drawn", f"stage:{timetable.stage.code}", {"seed": seed})
    ledger.append(competition=timetable.stage.competition, by=by, at=at, happenings=[happening])
    _audit(timetable, by, at, "timetable.drawn", seed=seed)
    return timetable


def locked(timetable: Timetable, revision: int) -> Timetable:
    """The row under lock, as its page knew it. Raises Refused when it has changed or the stage is closed."""
    rows = Timetable.objects.select_for_update(of=("self",)).select_related("stage__competition__organiser")
    row = rows.get(pk=timetable.pk)
    if row.revision != revision:
        raise Refused(_("Jadwal ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."))
    _guard_open(row.stage)
    return row


def rewrite(timetable: Timetable, rooms: Mapping[int, Sequence[Item]]) -> None:
    """Store an order and the times that follow from it. Raises Refused when a day would not end in time."""
    slots = {slot.code: slot for slot in timetable.slots.all()}
    for number, items in rooms.items():
        spans = _times(timetable, slots, items)
        for position, item in enumerate(items, start=1):
            slot, span = slots[item.key], spans[item.key]
            slot.room, slot.position = number, position
            slot.starts_at, slot.ends_at = span.starts_at, span.ends_at
    Slot.objects.bulk_update(slots.values(), ["room", "position", "starts_at", "ends_at"])
    timetable.revision += 1
    timetable.save(update_fields=["revision"])


def _times(timetable: Timetable, slots: Mapping[str, Slot], items: Sequence[Item]):
    try:
        return timetabling.times(items, reads.pace(timetable))
    except timetabling.TooLateError as late:
        zone, language = timetable.stage.competition.zone, get_language() or "id"
        sentence = _(
            "“%(label)s” berakhir terlalu awal: giliran sebelumnya baru selesai %(moment)s. "
            "Pindahkan giliran, atau ubah jam lanjutnya."
        )
        words = {"label": slots[late.key].label, "moment": format_moment(late.ends_at, zone, language)}
        raise Refused(sentence % words, status=422) from None


def _guard_open(stage: Stage) -> None:
    if stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup, jadi jadwalnya tidak berubah lagi."))


def _guard_size(entries: Sequence[object]) -> None:
    if not entries:
        raise Refused(_("Belum ada proposal di tahap ini. Loloskan dahulu pada seleksi."))
    if len(entries) > MOST:
        raise Refused(_("Jadwal presentasi memuat paling banyak %(most)d pengusul.") % {"most": MOST})


def _write_settings(timetable: Timetable, settings: Settings) -> None:
    timetable.starts_at = settings.starts_at
    timetable.minutes_present = settings.minutes_present
    timetable.minutes_ask = settings.minutes_ask
    timetable.minutes_between = settings.minutes_between
    timetable.rooms = [dict(room) for room in settings.rooms]
    if timetable.pk:
        timetable.save(
            update_fields=["starts_at", "minutes_present", "minutes_ask", "minutes_between", "rooms"]
        )


def _seat(timetable: Timetable, entries: Sequence[Entry]) -> None:
    """Each entry at the end of the room that is the shortest then."""
    rooms = defaultdict(list, reads.order(timetable))
    slots = []
    for entry in entries:
        room = min(range(len(timetable.rooms)), key=lambda number: (len(rooms[number]), number))
        slots.append(_new_slot(timetable, room, entry=entry))
        rooms[room].append(Item(slots[-1].code))
    Slot.objects.bulk_create(slots)
    rewrite(timetable, rooms)


def _new_slot(timetable: Timetable, room: int, **fields) -> Slot:
    """Stands somewhere until `rewrite` gives it its place and its times."""
    start = timetable.starts_at
    return Slot(
        timetable=timetable, room=room, position=0, starts_at=start, ends_at=start + reads.MINUTE, **fields
    )


def _audit(timetable: Timetable, by: User, at: datetime, verb: str, **details) -> None:
    audit.record(by=by, at=at, verb=verb, subject=f"stage:{timetable.stage.code}", **details)
