"""Freeze what a stage is judged by, so that nobody can say afterwards that the rules were others."""

from datetime import datetime

from agencies.models import User
from competitions.models import Stage, StageRules
from competitions.reads import stage_rules as reads
from kipp.lib import canonical

from . import ledger
from .ledger import Happening


def freeze(*, stage: Stage, by: User, at: datetime) -> StageRules:
    """Called by the verb that locks the rubric, inside its transaction, with the stage locked."""
    text = reads.live_text(stage)
    rules = StageRules.objects.create(stage=stage, payload=text, sha256=canonical.sha256(text), frozen_at=at)
    ledger.append(
        competition=stage.competition,
        by=by,
        at=at,
        happenings=[Happening("rules.frozen", f"stage:{stage.code}", {"sha256": rules.sha256})],
    )
    return rules
