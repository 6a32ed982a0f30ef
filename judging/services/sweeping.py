"""Ring again for what no bell woke: a broker that was away, a worker that died."""

from datetime import datetime, timedelta

from judging.models import Document
from judging.tasks import render_documents
from kipp.lib.doorbell import ring

PATIENCE = timedelta(seconds=60)
CHUNK = 10
AT_MOST = 200  # a sweep; the rest waits for the next one


def sweep(*, at: datetime) -> int:
    """How many documents were rung for. Rows whose attempts are used up become FAILED."""
    Document.objects.bury(at)
    stuck = Document.objects.stuck(at).filter(queued_at__lt=at - PATIENCE).order_by("pk")
    ids = list(stuck.values_list("pk", flat=True)[:AT_MOST])
    for first in range(0, len(ids), CHUNK):
        ring(render_documents, document_ids=ids[first : first + CHUNK])
    return len(ids)
