"""Tell jurors what waits for them: what they were given, by itself on the mornings before a stage closes,
and on request."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import MailBatch, User
from agencies.services import audit, mailing, notices
from competitions.models import Stage
from competitions.services import letters
from judging.reads import chasing as reads
from judging.reads.chasing import GIVEN, REMINDED, Behind
from kipp.lib.errors import Refused


def sweep(*, at: datetime) -> int:
    """Write the letters whose time has come; how many jurors were told.

    After days without a worker only the latest reminder is written. Who has finished is left in peace.
    """
    return sum(_tell_given(stage, at) + _remind(stage, at) for stage in reads.open_stages(at))


@transaction.atomic
def send_now(*, stage: Stage, by: User, at: datetime, jurors: Collection[str]) -> MailBatch:
    """Remind the chosen jurors now, whatever the calendar says. Raises Refused when none can be."""
    stage = _locked(stage)
    if stage.is_closed or stage.window.is_after(at):
        raise Refused(_("Waktu penilaian sudah berakhir. Undurkan tanggal selesai tahap ini lebih dahulu."))
    if not reads.has_opened(stage, at):
        raise Refused(_("Penilaian belum dibuka. Ingatkan juri setelah tahap ini dimulai."))
    chosen = [one for one in reads.behind(stage) if one.member.code in jurors]
    if not chosen:
        raise Refused(_("Pilih juri yang lembarnya belum final."), status=422)
    batch = letters.order(stage.competition, NoticeKind.JUROR, by=by, at=at)
    _tell(stage, chosen, at, batch, [batch.code] * len(chosen))
    audit.record(
        by=by,
        at=at,
        verb="juror.reminded",
        subject=reads.subject_of(stage),
        batch=batch.code,
        jurors=sorted(one.member.user.code for one in chosen),
    )
    return batch


def preview(stage: Stage, one: Behind, at: datetime) -> mailing.Letter:
    """The letter as it would leave now. Nothing is written."""
    return notices.compose(one.member.user, "juror_reminder", _url(stage), reads.context_of(stage, one, at))


@transaction.atomic
def _remind(stage: Stage, at: datetime) -> int:
    """Under lock, so that of two sweepers at once the second finds nobody left."""
    if not reads.owed(stage, at):
        return 0
    stage = _locked(stage)
    due = reads.owed(stage, at)
    batch = letters.gather(stage.competition, NoticeKind.JUROR, at=at)
    return _tell(
        stage, [one for one, _moment in due], at, batch, [f"{moment:%Y-%m-%d}" for _one, moment in due]
    )


def _tell(
    stage: Stage, chosen: Sequence[Behind], at: datetime, batch: MailBatch, marks: Sequence[str]
) -> int:
    due = f"{stage.closes_at:%Y-%m-%dT%H:%M%z}" if stage.closes_at else ""
    return sum(
        notices.tell(
            to=[one.member.user],
            kind=NoticeKind.JUROR,
            subject=reads.subject_of(stage),
            url=_url(stage),
            template="juror_reminder",
            context=reads.context_of(stage, one, at),
            at=at,
            key=f"{reads.key_of(stage, REMINDED)}{due}:{mark}",
            batch=batch,
            until=stage.closes_at,
        )
        for one, mark in zip(chosen, marks, strict=True)
    )


@transaction.atomic
def _tell_given(stage: Stage, at: datetime) -> int:
    """One letter a juror for all that a plan gave, or that was given by hand in one sitting."""
    if not reads.newly_given(stage, at):
        return 0
    stage = _locked(stage)
    batch = letters.gather(stage.competition, NoticeKind.JUROR, at=at)
    return sum(
        notices.tell(
            to=[one.member.user],
            kind=NoticeKind.JUROR,
            subject=reads.subject_of(stage),
            url=_url(stage),
            template="juror_given",
            context={"stage": stage, "competition": stage.competition, "given": one},
            at=at,
            key=f"{reads.key_of(stage, GIVEN)}{one.last_at:%Y-%m-%dT%H:%M:%S.%f%z}",
            batch=batch,
            until=stage.closes_at,
        )
        for one in reads.newly_given(stage, at)
    )


def _locked(stage: Stage) -> Stage:
    stages = Stage.objects.select_for_update(of=("self",), no_key=True)
    return stages.select_related("competition__organiser").get(pk=stage.pk)


def _url(stage: Stage) -> str:
    return reverse("judging:resume", args=[stage.code])
