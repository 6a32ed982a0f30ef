"""The acts of a calibration round: set up, opened to the panel, revealed to it.

Every verb locks the stage, as those that open a live sheet do: which of them comes first is decided.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import audit, mailing
from competitions.models import Stage
from competitions.services import ledger, rubrics
from competitions.services import letters as edition_letters
from competitions.services.ledger import Happening
from judging.models import Anchor, Calibration, PanelMember
from judging.reads import calibration_round as reads
from judging.services.assignments import lock_open_stage
from kipp.lib import canonical
from kipp.lib.errors import Refused


@transaction.atomic
def set_up(*, stage: Stage, by: User, at: datetime) -> Calibration:
    """Live entries wait from now on. Asked twice, done once; refused once a live sheet was opened."""
    stage = lock_open_stage(stage.pk)
    if standing := reads.round_of(stage):
        return standing
    if sentence := reads.set_up_refusal(stage):
        raise Refused(sentence)
    calibration = Calibration.objects.create(stage=stage)
    tell(stage, "calibration.set_up", {}, by=by, at=at)
    return calibration


@transaction.atomic
def drop(*, stage: Stage, by: User, at: datetime) -> None:
    """Do without the round after all, before it was opened; its anchors go with it."""
    stage = lock_open_stage(stage.pk)
    calibration = lock_in_preparation(stage)
    told = {"anchors": calibration.anchors.count()}
    calibration.delete()
    tell(stage, "calibration.dropped", told, by=by, at=at)


@transaction.atomic
def open_round(*, stage: Stage, by: User, at: datetime) -> Calibration:
    """The panel may begin. Locks the rubric; the ledger has the references before anybody scores."""
    stage = lock_open_stage(stage.pk)
    calibration = lock_in_preparation(stage)
    anchors, criteria = list(calibration.anchors.all()), list(reads.criteria_of(stage))
    if blockers := reads.open_blockers(stage, anchors, criteria):
        raise Refused(_("Kalibrasi belum dapat dibuka."), reasons=blockers, status=422)
    rubric = rubrics.lock(stage=stage, by=by, at=at)
    calibration.opened_at, calibration.opened_by = at, by
    calibration.save(update_fields=["opened_at", "opened_by"])
    told = {"rubric": rubric.version, "anchors": [_sealed(anchor) for anchor in anchors]}
    tell(stage, "calibration.opened", told, by=by, at=at)
    _write_letters("calibration_opened", stage, list(reads.seats(stage)), at)
    return calibration


@transaction.atomic
def reveal(*, stage: Stage, by: User, at: datetime, reason: str = "") -> Calibration:
    """Show the panel its distribution and the reference; live entries open. Asked twice, done once.

    Jurors who have not handed in every anchor are named, and a reason is needed to go on without them.
    """
    stage = lock_open_stage(stage.pk)
    calibration = _locked(stage)
    if calibration.revealed_at:
        return calibration
    if calibration.opened_at is None:
        raise Refused(_("Kalibrasi ini belum dibuka untuk juri."))
    behind = reads.unfinished(calibration)
    if behind and not reason.strip():
        names = [member.user.name for member in behind]
        sentence = _("Tulis alasan menunjukkan hasil sebelum semua juri selesai.")
        raise Refused(sentence, reasons=names, status=422)
    calibration.revealed_at, calibration.revealed_by = at, by
    calibration.save(update_fields=["revealed_at", "revealed_by"])
    told = {"without": [member.user.code for member in behind], "reason": reason.strip() if behind else ""}
    tell(stage, "calibration.revealed", told, by=by, at=at)
    _write_letters("calibration_revealed", stage, list(reads.seats(stage)), at)
    return calibration


def lock_in_preparation(stage: Stage) -> Calibration:
    """The round, while its anchors may still change."""
    calibration = _locked(stage)
    if calibration.opened_at:
        raise Refused(_("Kalibrasi sudah dibuka untuk juri; proposal dan rujukannya tidak berubah lagi."))
    return calibration


def _locked(stage: Stage) -> Calibration:
    calibration = Calibration.objects.select_for_update().filter(stage=stage).first()
    if calibration is None:
        raise Refused(_("Tahap ini tidak memakai kalibrasi. Siapkan lebih dahulu."))
    calibration.stage = stage
    return calibration


def _sealed(anchor: Anchor) -> dict[str, object]:
    return {
        "anchor": anchor.code,
        "payload_sha256": canonical.sha256(anchor.payload),
        "reference": anchor.reference,
        "verdict_sha256": canonical.sha256(anchor.verdict),
    }


def tell(stage: Stage, kind: str, told: dict[str, object], *, by: User, at: datetime) -> None:
    """Into the ledger and the audit, which needs no hashes."""
    subject = f"stage:{stage.code}"
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[Happening(kind, subject, told)])
    details = {} if kind == "calibration.opened" else told
    audit.record(by=by, at=at, verb=kind, subject=subject, **details)


def _write_letters(template: str, stage: Stage, members: Sequence[PanelMember], at: datetime) -> None:
    letters = [
        mailing.write(member.user.email, template, {"stage": stage, "person": member.user})
        for member in members
        if member.user.is_active
    ]
    batch = edition_letters.gather(stage.competition, NoticeKind.JUROR, at=at)
    mailing.queue_letters(letters=letters, at=at, batch=batch)
