"""Everything that heals by itself, in one round: each app knows its own forgotten rows."""

from collections.abc import Iterator
from datetime import datetime

import agencies.services.sweeping
import judging.services.assigning_plan
import judging.services.chasing
import judging.services.sweeping
import judging.services.telling
import proposals.services.reminders
import proposals.services.sweeping

SWEEPERS = {
    "reminders": proposals.services.reminders.sweep,
    "results": judging.services.telling.sweep,
    "jurors": judging.services.chasing.sweep,
    "letters": agencies.services.sweeping.sweep,
    "documents": judging.services.sweeping.sweep,
    "receipts": proposals.services.sweeping.sweep,
    "plans": judging.services.assigning_plan.sweep,
}


def sweep(*, at: datetime) -> Iterator[tuple[str, int]]:
    """What was touched, by kind. Running it twice at once does no harm: rows are claimed by update."""
    for kind, sweeper in SWEEPERS.items():
        yield kind, sweeper(at=at)
