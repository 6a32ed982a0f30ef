from datetime import datetime

from kipp.lib import rendering
from proposals import tasks
from proposals.models import InnovationExport, Receipt, ScreeningLetter, StatementSheet

from . import attachments_upload, corrections, links, presence, resembling


def sweep(*, at: datetime) -> int:
    """Ring again for receipts and comparisons whose bell nobody heard; give up those that crash."""
    healed = rendering.heal(Receipt, tasks.render_receipt, "receipt_id", at=at)
    healed += rendering.heal(ScreeningLetter, tasks.render_screening_letter, "letter_id", at=at)
    healed += rendering.heal(InnovationExport, tasks.render_export, "export_id", at=at)
    healed += rendering.heal(StatementSheet, tasks.render_statement, "sheet_id", at=at)
    healed += attachments_upload.sweep(at=at) + links.sweep(at=at) + presence.sweep(at=at)
    healed += corrections.sweep(at=at)
    return healed + resembling.sweep(at=at)
