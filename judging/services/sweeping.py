"""Ring again for what no bell woke: a broker that was away, a worker that died."""

from datetime import datetime

from judging.models import Document, MinutesPaper
from judging.tasks import render_documents, render_minutes
from kipp.lib import rendering
from kipp.lib.doorbell import ring


def sweep(*, at: datetime) -> int:
    """How many documents were given up or rung for."""
    buried = Document.objects.bury(at)
    waiting = Document.objects.to_do(at)
    releases = list(waiting.order_by("release").values_list("release", flat=True).distinct())
    for release_id in releases:
        ring(render_documents, release_id=release_id)
    return buried + waiting.count() + rendering.heal(MinutesPaper, render_minutes, "paper_id", at=at)
