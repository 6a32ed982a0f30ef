"""The session that fixes a stage's list: one person writes it down while it is held, another confirms it.

Nothing here decides. A ruling that cannot stand beside the others is refused when it is typed, so that what
is read out at the end can be carried out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import MinutesKind, PlenaryPart, Ruling
from judging.models import Attendee, Plenary, PlenaryDecision
from judging.reads import plenaries, plenary_minutes
from judging.reads import plenary as reads
from judging.services import minutes
from judging.services.closing import refuse
from kipp.lib.errors import Refused
from proposals.models import Entry


@dataclass(frozen=True)
class Seat:
    """Somebody at the table. `pk` is None for who is written down now; an account keeps its own name."""

    pk: int | None
    name: str
    post: str
    part: str
    is_present: bool


@transaction.atomic
def open_session(*, stage: Stage, by: User, at: datetime, held_at: datetime, place: str) -> Plenary:
    """The next session of a closed stage: its jurors are invited, who opens it is its secretary.

    What an earlier session decided over the same ranking stands in it as a start: a ruling that is not
    touched again holds on. Raises Refused.
    """
    stage = _locked_stage(stage.pk)
    refuse(reads.open_blockers(stage))
    if not place.strip():
        raise Refused(_("Isi tempat sidang."), status=422)
    former = stage.plenaries.order_by("-number").first()
    plenary = Plenary.objects.create(
        stage=stage,
        number=former.number + 1 if former else 1,
        held_at=held_at,
        place=place.strip(),
        snapshot=plenaries.snapshot_of(stage),
        opened_at=at,
        opened_by=by,
    )
    _invite(plenary, by)
    _carry_over(plenary)
    _tell("plenary.opened", plenary, by, at, {"snapshot": plenary.snapshot})
    return plenary


def _invite(plenary: Plenary, by: User) -> None:
    seats = plenary.stage.panel.seated().exclude(user=by).select_related("user").order_by("user__name", "pk")
    people = [(by, PlenaryPart.SECRETARY), *((seat.user, PlenaryPart.MEMBER) for seat in seats)]
    Attendee.objects.bulk_create(
        Attendee(plenary=plenary, position=number, user=user, name=user.name, part=part)
        for number, (user, part) in enumerate(people)
    )


def _carry_over(plenary: Plenary) -> None:
    held = plenary.stage.plenaries.filter(confirmed_at__isnull=False).order_by("-number").first()
    if held is None or held.snapshot != plenary.snapshot:
        return
    PlenaryDecision.objects.bulk_create(
        PlenaryDecision(
            plenary=plenary, entry_id=row.entry_id, ruling=row.ruling, place=row.place, reason=row.reason
        )
        for row in held.decisions.all()
    )


@transaction.atomic
def describe(
    *,
    plenary: Plenary,
    by: User,
    at: datetime,
    revision: int,
    held_at: datetime,
    place: str,
    seats: Sequence[Seat],
) -> Plenary:
    """When and where it is held, and who is there. A guest who is left out of `seats` is struck off."""
    plenary = _writable(plenary, revision)
    if not place.strip():
        raise Refused(_("Isi tempat sidang."), status=422)
    if sum(seat.part == PlenaryPart.CHAIR for seat in seats) > 1:
        raise Refused(_("Sebuah sidang dipimpin satu orang. Pilih satu pimpinan sidang."), status=422)
    _seat(plenary, seats)
    plenary.held_at, plenary.place = held_at, place.strip()
    _saved(plenary, "held_at", "place")
    present = sum(seat.is_present for seat in seats)
    audit.record(by=by, at=at, verb="plenary.described", subject=_subject(plenary), present=present)
    return plenary


def _seat(plenary: Plenary, seats: Sequence[Seat]) -> None:
    """The chair is written last: two may change places in one go, and there is never more than one."""
    known = {attendee.pk: attendee for attendee in plenary.attendees.all()}
    kept = {seat.pk for seat in seats}
    plenary.attendees.filter(user=None).exclude(pk__in=kept - {None}).delete()
    plenary.attendees.filter(part=PlenaryPart.CHAIR).update(part=PlenaryPart.MEMBER)
    for number, seat in enumerate(seats):
        attendee = known.get(seat.pk) or Attendee(plenary=plenary)
        attendee.position, attendee.post, attendee.part = number, seat.post.strip(), seat.part
        attendee.is_present = seat.is_present
        if attendee.user_id is None:
            attendee.name = seat.name.strip()
        attendee.save()


@transaction.atomic
def rule(
    *,
    plenary: Plenary,
    entry: Entry,
    by: User,
    at: datetime,
    revision: int,
    ruling: str,
    reason: str,
    place: int | None = None,
) -> PlenaryDecision:
    """Write down what the session decided of one entry; what was written of it before is replaced.

    Refused without a reason, and when the place cannot be given beside what else was decided.
    """
    plenary = _writable(plenary, revision)
    if not reason.strip():
        raise Refused(_("Tulis alasan sidang."), status=422)
    if ruling == Ruling.MOVED and place is None:
        raise Refused(_("Isi peringkat yang diputuskan."), status=422)
    found = PlenaryDecision(
        plenary=plenary,
        entry=entry,
        ruling=ruling,
        place=place if ruling == Ruling.MOVED else None,
        reason=reason.strip(),
    )
    reads.check(plenary, found)
    decision, _is_new = PlenaryDecision.objects.update_or_create(
        plenary=plenary,
        entry=entry,
        defaults={"ruling": found.ruling, "place": found.place, "reason": found.reason},
    )
    _saved(plenary)
    told = {"ruling": str(found.ruling), "place": found.place, "entry": entry.code}
    audit.record(by=by, at=at, verb="plenary.ruled", subject=_subject(plenary), **told)
    return decision


@transaction.atomic
def strike(*, plenary: Plenary, entry: Entry, by: User, at: datetime, revision: int) -> Plenary:
    """The session decided nothing of this entry after all: it stands as it was scored."""
    plenary = _writable(plenary, revision)
    reads.check(plenary, PlenaryDecision(plenary=plenary, entry=entry, ruling=Ruling.KEPT))
    plenary.decisions.filter(entry=entry).delete()
    _saved(plenary)
    audit.record(by=by, at=at, verb="plenary.struck", subject=_subject(plenary), entry=entry.code)
    return plenary


@transaction.atomic
def ask(*, plenary: Plenary, by: User, at: datetime, revision: int) -> Plenary:
    """All is written: somebody else is to read and confirm it. Nothing changes any more meanwhile."""
    plenary = _writable(plenary, revision)
    refuse(reads.ask_blockers(reads.draft(plenary)))
    plenary.asked_at, plenary.asked_by = at, by
    _saved(plenary, "asked_at", "asked_by")
    _tell("plenary.asked", plenary, by, at, {})
    return plenary


@transaction.atomic
def confirm(*, plenary: Plenary, by: User, at: datetime, revision: int) -> Plenary:
    """The minutes stand, and with them every ruling; said twice by one person, done once. Raises Refused.

    `revision` is that of the text which this person has read.
    """
    plenary = _locked(plenary)
    if plenary.confirmed_by_id == by.pk:
        return plenary
    _guard_under_way(plenary)
    if plenary.asked_at is None or plenary.revision != revision:
        raise Refused(_("Naskah ini berubah sejak Anda membacanya. Muat ulang, lalu baca lagi."))
    if plenary.asked_by_id == by.pk:
        raise Refused(_("Anda yang meminta pengesahan; orang lain yang mengesahkannya."))
    draft = reads.draft(plenary)
    refuse(reads.ask_blockers(draft))
    said = plenary_minutes.said(draft, confirmed_by=by.name)
    made = minutes.record(stage=plenary.stage, kind=MinutesKind.PLENARY, by=by, at=at, said=said)
    plenary.confirmed_at, plenary.confirmed_by, plenary.minutes = at, by, made
    _saved(plenary, "confirmed_at", "confirmed_by", "minutes")
    told = {"minutes": made.number, "sha256": made.sha256, "asked_by": plenary.asked_by.code}
    _tell("plenary.confirmed", plenary, by, at, told)
    return plenary


@transaction.atomic
def send_back(*, plenary: Plenary, by: User, at: datetime, reason: str) -> Plenary:
    """Something in the text is not what was decided: the secretary goes on writing."""
    plenary = _locked(plenary)
    _guard_under_way(plenary)
    if plenary.asked_at is None:
        raise Refused(_("Pengesahan sidang ini belum diminta."))
    if not reason.strip():
        raise Refused(_("Tulis apa yang perlu diperbaiki."), status=422)
    plenary.asked_at = plenary.asked_by = None
    _saved(plenary, "asked_at", "asked_by")
    _tell("plenary.sent_back", plenary, by, at, {"reason": reason.strip()})
    return plenary


@transaction.atomic
def drop(*, plenary: Plenary, by: User, at: datetime, reason: str) -> Plenary:
    """A session that came to nothing: kept as history, another may be held."""
    plenary = _locked(plenary)
    _guard_under_way(plenary)
    if not reason.strip():
        raise Refused(_("Tulis alasan menghentikan sidang ini."), status=422)
    plenary.asked_at = plenary.asked_by = None
    plenary.dropped_at, plenary.dropped_by, plenary.dropped_reason = at, by, reason.strip()
    _saved(plenary, "asked_at", "asked_by", "dropped_at", "dropped_by", "dropped_reason")
    _tell("plenary.dropped", plenary, by, at, {"reason": plenary.dropped_reason})
    return plenary


def _locked_stage(pk: int) -> Stage:
    stages = Stage.objects.select_for_update(of=("self",)).select_related("competition__organiser")
    return stages.get(pk=pk)


def _locked(plenary: Plenary) -> Plenary:
    """The stage is the root: what closes, publishes or breaks ties waits, and so does this."""
    stage = _locked_stage(plenary.stage_id)
    rows = Plenary.objects.select_for_update(of=("self",)).select_related("asked_by")
    plenary = rows.get(pk=plenary.pk)
    plenary.stage = stage
    return plenary


def _writable(plenary: Plenary, revision: int) -> Plenary:
    plenary = _locked(plenary)
    _guard_under_way(plenary)
    if not plenary.stage.is_closed or plenary.stage.published_at is not None:
        raise Refused(_("Tahap ini tidak lagi menunggu sidang. Hentikan sidang ini."))
    if plenary.asked_at is not None:
        raise Refused(_("Pengesahan sudah diminta. Kembalikan naskahnya lebih dahulu untuk mengubahnya."))
    if plenary.revision != revision:
        raise Refused(
            _("Catatan sidang baru saja diubah orang lain. Lihat keadaan terakhir, lalu simpan lagi.")
        )
    return plenary


def _guard_under_way(plenary: Plenary) -> None:
    if plenary.confirmed_at is not None:
        raise Refused(_("Sidang ini sudah disahkan dan tidak berubah lagi."))
    if plenary.dropped_at is not None:
        raise Refused(_("Sidang ini sudah dihentikan."))


def _saved(plenary: Plenary, *fields: str) -> None:
    plenary.revision += 1
    plenary.save(update_fields=["revision", *fields])


def _subject(plenary: Plenary) -> str:
    return f"plenary:{plenary.code}"


def _tell(kind: str, plenary: Plenary, by: User, at: datetime, told: dict[str, object]) -> None:
    """What others must be able to hold against the minutes: each in the ledger, and in the record of acts."""
    happening = Happening(kind, _subject(plenary), {"number": plenary.number, **told})
    ledger.append(competition=plenary.stage.competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb=kind, subject=_subject(plenary), **told)
