"""The day itself: whose turn it is in a room, and who came with the head of the agency."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import TurnPhase
from judging.models import Slot, Turn
from judging.services import attendance
from kipp.lib.errors import Refused
from proposals.enums import Attendance

MOST_COMPANIONS = 99


@transaction.atomic
def go(*, turn: Turn, by: User, at: datetime, slot: Slot, phase: TurnPhase, revision: int) -> Turn:
    """This turn of the room comes to this phase now; its clock starts. Screens and phones follow.

    Any turn may be called, an earlier one too: a day does not keep to its plan.
    """
    rows = Turn.objects.select_for_update(of=("self",)).select_related("timetable__stage__competition")
    turn = rows.get(pk=turn.pk)
    stage = turn.timetable.stage
    if turn.revision != revision:
        raise Refused(
            _("Giliran di ruang ini baru saja diubah orang lain. Lihat keadaan terakhir, lalu ulangi.")
        )
    if stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup."))
    if (slot.timetable_id, slot.room) != (turn.timetable_id, turn.room):
        raise Refused(_("Giliran itu ada di ruang lain. Muat ulang halaman."))
    turn.slot, turn.phase, turn.since = slot, phase, at
    turn.revision += 1
    turn.save(update_fields=["slot", "phase", "since", "revision"])
    told = {"room": str(turn.room + 1), "phase": str(phase)}
    happening = Happening("turn.went", f"slot:{slot.code}", told)
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="turn.went", subject=f"slot:{slot.code}", **told)
    return turn


@transaction.atomic
def receive(
    *, slot: Slot, by: User, at: datetime, head_came: bool | None = None, companions: int | None = None
) -> Slot:
    """The agency is here, with or without its head, and with so many companions; what is None stays.

    More than the limit is written down, not turned away: the bureau decides at the door.
    """
    slot = Slot.objects.select_related("entry", "timetable__stage__competition").get(pk=slot.pk)
    if slot.entry is None:
        raise Refused(_("Jeda tidak mempunyai pengusul."))
    if companions is not None and companions > MOST_COMPANIONS:
        raise Refused(_("Periksa jumlah pendamping."), status=422)
    attendance.record(entry=slot.entry, by=by, at=at, attendance=Attendance.PRESENT)
    slot = (
        Slot.objects.select_for_update(of=("self",))
        .select_related("timetable__stage__competition")
        .get(pk=slot.pk)
    )
    if head_came is not None:
        slot.head_came = head_came
    if companions is not None:
        slot.companions = companions
    slot.save(update_fields=["head_came", "companions"])
    told = {"head_came": slot.head_came, "companions": slot.companions}
    subject = f"slot:{slot.code}"
    competition = slot.timetable.stage.competition
    happening = Happening("arrival.recorded", subject, told)
    ledger.append(competition=competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="arrival.recorded", subject=subject, **told)
    return slot
