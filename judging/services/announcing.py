"""Announce a timetable: what entrants and jurors go by, and who is told of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import MailBatch, User
from agencies.services import audit, notices
from competitions.services import ledger, letters
from competitions.services.ledger import Happening
from judging import timetabling
from judging.models import PanelMember, Slot, Timetable, Turn
from judging.reads import timetables as reads
from judging.services.timetables import locked
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.reads.recipients import people_of, subject_of

ANNOUNCED = ("announced_room", "announced_start", "announced_end")


@transaction.atomic
def announce(*, timetable: Timetable, by: User, at: datetime, revision: int) -> Timetable:
    """What stands on the bureau's board holds from now on; whoever's time or room changed is told.

    The ledger keeps order and seed, so that a drawn order can be drawn again by anybody.
    """
    timetable = locked(timetable, revision)
    slots = list(reads.slots_of(timetable))
    _guard(timetable)
    changed = [slot for slot in slots if reads.is_news(timetable, slot)]
    if not changed and not reads.has_other_news(timetable):
        raise Refused(_("Tidak ada yang berubah sejak jadwal ini diumumkan."))
    is_first = timetable.published_at is None
    timetable.announced_rooms, timetable.announced_seed = timetable.rooms, timetable.seed
    timetable.published_at, timetable.published_by = at, by
    timetable.save(update_fields=["announced_rooms", "announced_seed", "published_at", "published_by"])
    for slot in slots:
        slot.announced_room, slot.announced_start, slot.announced_end = (
            slot.room,
            slot.starts_at,
            slot.ends_at,
        )
    Slot.objects.bulk_update(slots, ANNOUNCED)
    _open_rooms(timetable, at)
    told = {"seed": timetable.seed, "order_sha256": canonical.sha256(_order(slots)), "changed": len(changed)}
    subject = f"stage:{timetable.stage.code}"
    happening = Happening("timetable.announced", subject, told | {"order": _order(slots)})
    ledger.append(competition=timetable.stage.competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="timetable.announced", subject=subject, **told)
    _tell(timetable, changed, at, is_first=is_first)
    return timetable


def _guard(timetable: Timetable) -> None:
    missing = reads.without_slot(timetable.stage).count()
    if missing:
        raise Refused(
            _("%(n)d proposal belum mendapat giliran. Tambahkan dahulu ke jadwal.") % {"n": missing}
        )


def _order(slots: Sequence[Slot]) -> str:
    """`room position entry start`, a line an entrant: plain text that anybody can compare."""
    return "\n".join(
        f"{slot.room + 1} {slot.position} {slot.entry.proposal.code} {slot.starts_at:%Y-%m-%dT%H:%M%z}"
        for slot in slots
        if slot.entry_id
    )


def _open_rooms(timetable: Timetable, at: datetime) -> None:
    """Every room has its row for the day, so that screens find something to follow."""
    rows = [Turn(timetable=timetable, room=number, since=at) for number in range(len(timetable.rooms))]
    Turn.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(timetable: Timetable, changed: Sequence[Slot], at: datetime, *, is_first: bool) -> None:
    batch = letters.gather(timetable.stage.competition, NoticeKind.PRESENTATION, at=at)
    for slot in changed:
        if slot.entry_id:
            _tell_entrant(timetable, slot, at, batch, is_first=is_first)
    stage = timetable.stage
    seats = PanelMember.objects.filter(stage=stage, left_at=None).values("user")
    notices.tell(
        to=User.objects.filter(pk__in=seats),
        kind=NoticeKind.PRESENTATION,
        subject=f"stage:{stage.code}",
        url=reverse("judging:schedule"),
        template="timetable_juror",
        context={"stage": stage, "timetable": timetable, "is_first": is_first},
        at=at,
        key=f"stage:{stage.code}:timetable:{timetable.revision}",
        batch=batch,
    )


def _tell_entrant(
    timetable: Timetable, slot: Slot, at: datetime, batch: MailBatch, *, is_first: bool
) -> None:
    proposal = slot.entry.proposal
    proposal.competition = timetable.stage.competition
    notices.tell(
        to=people_of(proposal),
        kind=NoticeKind.PRESENTATION,
        subject=subject_of(proposal),
        url=reverse("judging:presentation", args=[proposal.code]),
        template="timetable_entrant",
        context={
            "proposal": proposal,
            "stage": timetable.stage,
            "timetable": timetable,
            "slot": slot,
            "room": timetable.rooms[slot.room],
            "is_first": is_first,
            "companions": timetabling.COMPANIONS,
        },
        at=at,
        key=f"{subject_of(proposal)}:slot:{timetable.revision}",
        batch=batch,
    )
