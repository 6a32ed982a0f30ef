"""The plan and the rules of one stage."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Rubric, Stage
from kipp.lib.errors import Refused

from . import editing

DATES = ("opens_at", "closes_at")
UNTIL_SCORED = ("readers", "tie_ladder")


@transaction.atomic
def save(*, stage: Stage, by: User, at: datetime, revision: int, values: Mapping[str, object]) -> Stage:
    """Write a stage's plan.

    After the announcement its dates stay open, and so do the number of readers and the tie ladder
    until the first sheet is opened: from then on they would be rules made after the scores.
    """
    competition = editing.begin(stage.competition, revision)
    stage = Stage.objects.select_for_update().get(pk=stage.pk, competition=competition)
    changed = editing.changed_fields(stage, values)
    if stage.closed_at is not None and changed:
        raise Refused(_("Tahap ini sudah ditutup, sehingga tidak dapat diubah."))
    if competition.announced_at is not None:
        is_locked = Rubric.objects.filter(stage=stage, locked_at__isnull=False).exists()
        editing.refuse_structure(changed, DATES if is_locked else DATES + UNTIL_SCORED)
    for name in changed:
        setattr(stage, name, values[name])
    stage.save(update_fields=changed)
    editing.finish(competition, by=by, at=at, part=f"tahap/{stage.code}", changed=changed)
    return stage
