"""Make the PDF receipt of a submission."""

from datetime import datetime

from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from kipp.lib import rendering
from kipp.lib.doorbell import ring
from proposals import documents, tasks
from proposals.models import Receipt


def render(*, receipt_id: int, at: datetime) -> bool:
    """Render a waiting receipt; False when another worker holds it, it is done, or it failed."""
    return rendering.perform(Receipt, receipt_id, at=at, make=_make)


def retry(*, receipt: Receipt, by: User, at: datetime) -> None:
    """A person asks again for a receipt that failed."""
    rendering.ask_again(
        Receipt, receipt.pk, at=at, refusal=_("Tanda terima ini sedang dibuat atau sudah siap.")
    )
    audit.record(by=by, at=at, verb="receipt.retried", subject=f"receipt:{receipt.code}")
    ring(tasks.render_receipt, receipt_id=receipt.pk)


def _make(receipt: Receipt) -> bytes:
    return documents.receipt_pdf(receipt.version)
