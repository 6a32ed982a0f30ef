"""End a scoring stage: waive what will not come, close, and undo a close before it matters."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import SheetStatus
from judging.models import Assignment, Waiver
from judging.reads import closing as reads
from kipp.lib.errors import Refused

BATCH = 500


def refuse(blockers: list[reads.Blocker]) -> None:
    if blockers:
        reasons = [blocker.text for blocker in blockers]
        raise Refused(reasons[0], reasons=reasons)


def waive(*, assignment: Assignment, by: User, at: datetime, reason: str) -> Waiver:
    """Go on without one juror's sheet. Its scores, if any, never count; nothing is a zero."""
    stage = assignment.entry.stage
    return waive_many(stage=stage, assignments=[assignment], by=by, at=at, reason=reason)[0]


@transaction.atomic
def waive_many(
    *, stage: Stage, assignments: Sequence[Assignment], by: User, at: datetime, reason: str
) -> list[Waiver]:
    """Go on without these sheets of a stage, for one reason: all of them, or none when one is not awaited."""
    stage = Stage.objects.select_for_update(of=("self",)).select_related("competition").get(pk=stage.pk)
    if stage.is_closed:
        raise Refused(_("Tahap sudah ditutup. Buka kembali tahap untuk mengubah pengecualian."))
    if not reason.strip():
        raise Refused(_("Tulis alasan pengecualian."), status=422)
    if not assignments:
        raise Refused(_("Pilih lembar nilai yang dikecualikan."), status=422)
    _guard_awaited(stage, assignments)
    waivers = [
        Waiver(assignment=assignment, reason=reason.strip(), waived_at=at, waived_by=by)
        for assignment in assignments
    ]
    Waiver.objects.bulk_create(waivers, batch_size=BATCH)
    told = {"reason": reason.strip()}
    subjects = [f"assignment:{assignment.code}" for assignment in assignments]
    ledger.append(
        competition=stage.competition,
        by=by,
        at=at,
        happenings=[Happening("waiver.recorded", subject, told) for subject in subjects],
    )
    audit.record_many(by=by, at=at, verb="judging.waive", subjects=[(subject, told) for subject in subjects])
    return waivers


def _guard_awaited(stage: Stage, assignments: Sequence[Assignment]) -> None:
    mine = Assignment.objects.filter(entry__stage=stage, pk__in=[each.pk for each in assignments])
    standing = mine.standing()
    if standing.filter(sheet__status=SheetStatus.FINAL).exists():
        raise Refused(_("Lembar nilai ini sudah final dan ikut dihitung; tidak perlu dikecualikan."))
    if standing.count() < len(assignments):
        raise Refused(_("Penugasan ini sudah tidak ditunggu. Muat ulang halaman."))


@transaction.atomic
def close(*, stage: Stage, by: User, at: datetime) -> Stage:
    """No sheet changes from here on. Refused while a sheet is awaited. Pressed twice, done once."""
    stage = Stage.objects.select_for_update(of=("self",)).select_related("competition").get(pk=stage.pk)
    if stage.closed_by_id == by.pk:
        return stage
    refuse(reads.close_blockers(stage, at))
    stage.closed_at, stage.closed_by = at, by
    stage.save(update_fields=["closed_at", "closed_by"])
    done = reads.coverage(stage)
    payload = {"entries": done.entries, "final": done.final, "waived": done.waived, "recused": done.recused}
    subject = f"stage:{stage.code}"
    ledger.append(
        competition=stage.competition,
        by=by,
        at=at,
        happenings=[Happening("stage.closed", subject, payload)],
    )
    audit.record(by=by, at=at, verb="judging.close_stage", subject=subject)
    return stage


@transaction.atomic
def reopen(*, stage: Stage, by: User, at: datetime, reason: str) -> Stage:
    """Undo a close. A published release stays public and in force until a correction replaces it.

    Refused once a juror of the next stage has opened a sheet: who scored there must stand there.
    """
    stage = Stage.objects.select_for_update(of=("self",)).select_related("competition").get(pk=stage.pk)
    refuse(reads.reopen_blockers(stage))
    if not reason.strip():
        raise Refused(_("Tulis alasan membuka kembali tahap ini."), status=422)
    stage.closed_at = stage.closed_by = stage.published_at = stage.published_by = None
    stage.save(update_fields=["closed_at", "closed_by", "published_at", "published_by"])
    subject = f"stage:{stage.code}"
    ledger.append(
        competition=stage.competition,
        by=by,
        at=at,
        happenings=[Happening("stage.reopened", subject, {"reason": reason.strip()})],
    )
    audit.record(by=by, at=at, verb="judging.reopen_stage", subject=subject, reason=reason.strip())
    return stage
