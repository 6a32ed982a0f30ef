"""The anchors of a round in preparation: taken from an earlier edition or written, with their reference."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Criterion, Stage
from judging.models import Anchor, Calibration
from judging.reads import calibration_anchors as reads
from judging.reads import calibration_round as round_reads
from judging.services.assignments import lock_open_stage
from judging.services.calibration_round import lock_in_preparation
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.models import Proposal

MOST = 10  # a juror scores them all before the first live entry


@transaction.atomic
def take(*, stage: Stage, proposal: Proposal, by: User, at: datetime) -> Anchor:
    """The last version of an earlier edition's proposal becomes an anchor, without what names its agency."""
    calibration = _lock(stage)
    if not reads.is_earlier(proposal.competition, calibration.stage.competition):
        raise Refused(_("Ambil proposal dari edisi yang ditutup sebelum edisi ini."))
    version = proposal.versions.order_by("-number").first()
    if version is None:
        raise Refused(_("Proposal ini tidak pernah dikirim."))
    payload = reads.anonymous(json.loads(version.payload), proposal.agency.name)
    if any(json.loads(row.payload)["code"] == proposal.code for row in calibration.anchors.all()):
        raise Refused(_("Proposal ini sudah menjadi proposal kalibrasi."))
    return _add(calibration, payload, by, at)


@transaction.atomic
def write(*, stage: Stage, title: str, texts: Mapping[str, str], by: User, at: datetime) -> Anchor:
    """An anchor in the bureau's own words; `texts` maps codes of sections to their text."""
    calibration = _lock(stage)
    if not any(text.strip() for text in texts.values()):
        raise Refused(_("Isi naskah sedikitnya satu bagian."), status=422)
    return _add(calibration, reads.written(calibration.stage, title, texts), by, at)


@transaction.atomic
def reword(*, anchor: Anchor, title: str, texts: Mapping[str, str], by: User, at: datetime) -> Anchor:
    """Other words for the title and the answers, by their places: what still gives the agency away goes."""
    anchor = _lock_anchor(anchor)
    payload = reads.reworded(json.loads(anchor.payload), title, texts)
    anchor.title, anchor.payload = title, canonical.dumps(payload)
    anchor.save(update_fields=["title", "payload"])
    audit.record(by=by, at=at, verb="calibration.reworded", subject=f"anchor:{anchor.code}")
    return anchor


@transaction.atomic
def set_reference(
    *, anchor: Anchor, points: Mapping[str, int | None], verdict: str, by: User, at: datetime
) -> Anchor:
    """The reference points by criterion code, as far as they are known, and why they are what they are."""
    anchor = _lock_anchor(anchor)
    criteria = {row.code: row for row in round_reads.criteria_of(anchor.calibration.stage)}
    given = {code: value for code, value in points.items() if value is not None and code in criteria}
    for code, value in given.items():
        refuse_off_scale(criteria[code], value)
    anchor.reference, anchor.verdict = given, verdict.strip()
    anchor.save(update_fields=["reference", "verdict"])
    audit.record(by=by, at=at, verb="calibration.referred", subject=f"anchor:{anchor.code}", points=given)
    return anchor


@transaction.atomic
def remove(*, anchor: Anchor, by: User, at: datetime) -> None:
    anchor = _lock_anchor(anchor)
    audit.record(by=by, at=at, verb="calibration.removed", subject=f"anchor:{anchor.code}")
    anchor.delete()


def refuse_off_scale(criterion: Criterion, points: int | None) -> None:
    if points is None or round_reads.is_on_scale(points, criterion):
        return
    about = {"criterion": criterion.name, "low": criterion.points_min, "high": criterion.points_max}
    raise Refused(_("Nilai %(criterion)s harus antara %(low)d dan %(high)d.") % about, status=422)


def _lock(stage: Stage) -> Calibration:
    return lock_in_preparation(lock_open_stage(stage.pk))


def _lock_anchor(anchor: Anchor) -> Anchor:
    calibration = _lock(anchor.calibration.stage)
    anchor = calibration.anchors.filter(pk=anchor.pk).first()
    if anchor is None:
        raise Refused(_("Proposal kalibrasi ini sudah dihapus."))
    anchor.calibration = calibration
    return anchor


def _add(calibration: Calibration, payload: Mapping, by: User, at: datetime) -> Anchor:
    if calibration.anchors.count() >= MOST:
        raise Refused(_("Paling banyak %(n)d proposal kalibrasi.") % {"n": MOST})
    last = calibration.anchors.aggregate(last=Max("position"))["last"] or 0
    anchor = Anchor.objects.create(
        calibration=calibration,
        position=last + 1,
        title=payload["title"],
        payload=canonical.dumps(payload),
    )
    audit.record(by=by, at=at, verb="calibration.anchored", subject=f"anchor:{anchor.code}")
    return anchor
