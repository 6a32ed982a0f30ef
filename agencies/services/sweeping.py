"""What heals by itself: letters that no bell woke, and imports that nobody confirmed."""

from datetime import datetime, timedelta

from agencies.models import ImportDraft, Mail
from agencies.tasks import send_mail
from kipp.lib.doorbell import ring

PATIENCE = timedelta(minutes=1)
DRAFTS_KEPT = timedelta(days=7)
BATCH = 200


def sweep(*, at: datetime) -> int:
    """Ring again for forgotten letters and drop old drafts, which hold addresses; how many were touched."""
    touched = Mail.objects.bury(at)
    forgotten = Mail.objects.due(at).filter(queued_at__lt=at - PATIENCE).order_by("queued_at")
    for mail_id in forgotten.values_list("pk", flat=True)[:BATCH]:
        ring(send_mail, mail_id=mail_id)
        touched += 1
    deleted, _tables = ImportDraft.objects.filter(uploaded_at__lt=at - DRAFTS_KEPT).delete()
    return touched + deleted
