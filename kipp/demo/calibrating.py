"""The calibration that the jurors of a demonstration have behind them: a weak, a middling, a good anchor."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from agencies.models import User
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Anchor, AnchorSheet, PanelMember
from judging.reads.calibration_round import criteria_of
from judging.services import calibration_anchors, calibration_round
from kipp.demo import scores
from kipp.lib import canonical

ANCHORS = (
    (
        "Papan pengumuman digital di loket (contoh)",
        48,
        "Layanan yang sama dengan layar baru; manfaatnya disebut, tetapi tidak diukur (contoh).",
    ),
    (
        "Antrean lewat pesan singkat (contoh)",
        70,
        "Menjawab masalah nyata dan sudah berjalan; data sebelum dan sesudahnya baru sebagian (contoh).",
    ),
    (
        "Berkas dijemput di rumah warga lansia (contoh)",
        90,
        "Hasil diukur dengan pembanding, sudah ditiru dua instansi, dan anggarannya tetap (contoh).",
    ),
)
TEXT = "Naskah contoh untuk kalibrasi juri. Masalah, cara kerja, hasil, dan buktinya diuraikan di sini."


def calibrate(stage: Stage, panel: Sequence[PanelMember], by: User, at: datetime, seed: int) -> None:
    """Its own dice: an edition deals the same points with and without a calibration."""
    rng = Random(f"{seed} kalibrasi")  # noqa: S311 - not for secrets
    calibration_round.set_up(stage=stage, by=by, at=at)
    criteria = list(criteria_of(stage))
    scales = [(row.points_min, row.points_max) for row in criteria]
    codes = [row.code for row in criteria]
    targets = {}
    for title, target, verdict in ANCHORS:
        texts = {section.code: TEXT for section in stage.competition.sections.all()}
        anchor = calibration_anchors.write(stage=stage, title=title, texts=texts, by=by, at=at)
        points = dict(zip(codes, scores.points(target, scales, rng), strict=True))
        calibration_anchors.set_reference(anchor=anchor, points=points, verdict=verdict, by=by, at=at)
        targets[anchor] = target
    calibration_round.open_round(stage=stage, by=by, at=at)
    scored_at = at + timedelta(hours=3)
    for member in panel:
        given = {
            anchor: dict(zip(codes, scores.points(target, scales, rng), strict=True))
            for anchor, target in targets.items()
        }
        _hand_in(stage, member, given, scored_at)
    calibration_round.reveal(stage=stage, by=by, at=at + timedelta(hours=5))


def _hand_in(stage: Stage, member: PanelMember, given: dict[Anchor, dict[str, int]], at: datetime) -> None:
    """One juror's sheets and the events that handing them in would have left."""
    AnchorSheet.objects.bulk_create(
        AnchorSheet(anchor=anchor, member=member, points=points, revision=1, saved_at=at, finalised_at=at)
        for anchor, points in given.items()
    )
    empty = canonical.sha256("")
    happenings = [
        Happening("calibration.scored", f"anchor:{anchor.code}", {"points": points, "comment_sha256": empty})
        for anchor, points in given.items()
    ]
    ledger.append(competition=stage.competition, by=member.user, at=at, happenings=happenings)
