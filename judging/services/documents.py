"""Make a release's PDFs, a few at a time. The row is the job; the bell names the release."""

from datetime import datetime

from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from judging import documents
from judging.models import Document
from judging.tasks import render_documents
from kipp.lib import rendering
from kipp.lib.doorbell import ring

A_FEW = 10  # what a task renders before it makes room for another


def render_some(*, release_id: int, at: datetime) -> int:
    """Render up to ten waiting documents of a release, ring again when more wait; how many were made."""
    waiting = Document.objects.filter(release=release_id).to_do(at)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:A_FEW])
    made = sum(rendering.perform(Document, pk, at=at, make=documents.pdf) for pk in ids)
    if ids and waiting.exists():
        ring(render_documents, release_id=release_id)
    return made


def retry(*, document: Document, by: User, at: datetime) -> None:
    """Put a failed document back in the queue, with fresh attempts. Raises Refused when it is not failed."""
    refusal = _("Dokumen ini tidak gagal, jadi tidak perlu dibuat ulang.")
    rendering.ask_again(Document, document.pk, at=at, refusal=refusal)
    audit.record(by=by, at=at, verb="judging.retry_document", subject=f"document:{document.code}")
    ring(render_documents, release_id=document.release_id)
