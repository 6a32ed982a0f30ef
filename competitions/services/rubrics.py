"""The weighted criteria of a scoring stage: changed until the first sheet opens, then locked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competitions.models import Rubric, Stage
from kipp.lib.errors import Refused


@transaction.atomic
def lock(*, stage: Stage, at: datetime) -> Rubric:
    """Lock the current rubric when the first sheet opens; a locked one is returned as it is.

    Called by the verb that opens the sheet, inside its transaction. Raises Refused when the stage
    has nothing to score by.
    """
    rubric = stage.rubrics.select_for_update().order_by("-version").first()
    if rubric is None or not rubric.criteria.exists():
        raise Refused(_("Tahap ini belum punya rubrik. Panitia perlu mengisinya lebih dahulu."))
    if rubric.locked_at is None:
        rubric.locked_at = at
        rubric.save(update_fields=["locked_at"])
    return rubric
