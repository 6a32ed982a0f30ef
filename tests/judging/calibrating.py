"""A calibration round of a test: anchors with their reference, and sheets that are handed in."""

from datetime import UTC, datetime

from agencies.models import User
from competitions.models import Stage
from judging.models import Anchor, PanelMember
from judging.services import calibration_anchors, calibration_round, calibration_sheets
from judging.services.scoring_sheets import Mark
from tests import worlds

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
REFERENCE = dict.fromkeys(worlds.CRITERIA, 3)
VERDICT = "Dampaknya diukur, tetapi baru di satu tempat."


def make_anchor(stage: Stage, by: User, *, title: str = "Antrean daring", reference=None) -> Anchor:
    calibration_round.set_up(stage=stage, by=by, at=AT)
    texts = {"latar": "Warga mengantre sejak subuh.", "kebaruan": "Nomor antrean lewat pesan."}
    anchor = calibration_anchors.write(stage=stage, title=title, texts=texts, by=by, at=AT)
    given = {"points": reference or REFERENCE, "verdict": VERDICT}
    return calibration_anchors.set_reference(anchor=anchor, by=by, at=AT, **given)


def open_for(stage: Stage, by: User, *, count: int = 1) -> list[Anchor]:
    """An open round with so many anchors."""
    anchors = [
        make_anchor(stage, by, title="Antrean daring" if n == 1 else f"Acuan {n}")
        for n in range(1, count + 1)
    ]
    calibration_round.open_round(stage=stage, by=by, at=AT)
    return list(
        Anchor.objects.filter(pk__in=[row.pk for row in anchors]).select_related(
            "calibration__stage__competition"
        )
    )


def score_all(member: PanelMember, anchors: list[Anchor], points=(3, 3, 3, 3, 3)) -> None:
    """One juror hands in every anchor with these points."""
    given = dict(zip(worlds.CRITERIA, points, strict=True))
    for anchor in anchors:
        act = {"anchor": anchor, "member": member, "by": member.user, "at": AT}
        criteria = anchor.calibration.stage.rubrics.get().criteria.all()
        marks = [Mark(row.pk, given[row.code], "", 0) for row in criteria]
        calibration_sheets.save_form(marks=marks, note=None, **act)
        calibration_sheets.finalise(seen=given, **act)
