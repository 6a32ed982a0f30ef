"""The rules of a stage: as they stand now, and as they were frozen with its first sheet."""

from competitions import stage_rules
from competitions.models import Rubric, Stage, StageRules
from competitions.stage_rules import CriterionTerms, QuotaTerms
from kipp.lib import canonical


def live_text(stage: Stage) -> str:
    """What would be frozen now, word for word; of a stage from `editions.lined_stages` without a query."""
    rubric, *_older = stage.rubrics.all()
    return stage_rules.text(
        {name: getattr(stage, name) for name in stage_rules.SETTINGS},
        track=stage.track.name if stage.track else "",
        rubric_version=rubric.version,
        criteria=_criteria(rubric),
        quotas=[
            QuotaTerms(getattr(row.group, "name", ""), getattr(row.category, "name", ""), row.places)
            for row in stage.quotas.all()
        ],
    )


def _criteria(rubric: Rubric) -> list[CriterionTerms]:
    return [
        CriterionTerms(
            code=row.code,
            name=row.name,
            aspect=row.aspect.name if row.aspect else "",
            guidance=row.guidance,
            weight=row.weight,
            points_min=row.points_min,
            points_max=row.points_max,
            is_required=row.is_required,
            anchors=[(level.points, level.anchor) for level in row.levels.all()],
        )
        for row in rubric.criteria.all()
    ]


def is_intact(rules: StageRules, stage: Stage) -> bool:
    """The text gives its hash, and the rows still say the same."""
    return canonical.sha256(rules.payload) == rules.sha256 and rules.payload == live_text(stage)
