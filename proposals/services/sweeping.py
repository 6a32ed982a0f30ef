from datetime import datetime

from kipp.lib import rendering
from proposals import tasks
from proposals.models import Receipt


def sweep(*, at: datetime) -> int:
    """Ring again for receipts whose bell nobody heard; give up those that crash their worker."""
    return rendering.heal(Receipt, tasks.render_receipt, "receipt_id", at=at)
