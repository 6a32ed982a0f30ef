"""What heals by itself: letters that no bell woke, and imports that nobody confirmed."""

from datetime import datetime, timedelta

from agencies.models import ImportDraft, Mail

from . import mailing

PATIENCE = timedelta(minutes=1)
DRAFTS_KEPT = timedelta(days=7)
BATCH = 200


def sweep(*, at: datetime) -> int:
    """Ring again for forgotten letters and drop old drafts, which hold addresses; how many were touched."""
    touched = Mail.objects.bury(at) + Mail.objects.drop_late(at)
    forgotten = Mail.objects.due(at).filter(queued_at__lt=at - PATIENCE).order_by("queued_at")
    ids = list(forgotten.values_list("pk", flat=True)[:BATCH])
    mailing.ring_for(ids)
    deleted, _tables = ImportDraft.objects.filter(uploaded_at__lt=at - DRAFTS_KEPT).delete()
    return touched + len(ids) + deleted
