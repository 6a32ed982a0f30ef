"""Make a release's PDFs. The row is the job: claimed, rendered outside any transaction, stored."""

import hashlib
import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from judging import documents
from judging.models import Document
from judging.tasks import render_documents
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from kipp.lib.jobs import MAX_ATTEMPTS, JobStatus

logger = logging.getLogger(__name__)


def render(*, document_id: int, at: datetime) -> bool:
    """Render one document if it is still to be done; False when another worker has it or it is done.

    Whatever goes wrong is written on the row, where the bureau sees it and can try again.
    """
    if not Document.objects.claim(document_id, at):
        return False
    document = Document.objects.select_related("release__stage__competition", "proposal").get(pk=document_id)
    try:
        _store(document, documents.pdf(document), at)
    except Exception as error:
        logger.exception("document %s was not rendered", document.code)
        _put_back(document, error)
        return False
    return True


def _store(document: Document, content: bytes, at: datetime) -> None:
    digest = hashlib.sha256(content).hexdigest()
    document.file.save(f"{digest}.pdf", ContentFile(content), save=False)
    document.status, document.sha256, document.ready_at = JobStatus.READY, digest, at
    document.leased_until, document.error = None, ""
    document.save(update_fields=["file", "status", "sha256", "ready_at", "leased_until", "error"])


def _put_back(document: Document, error: Exception) -> None:
    """The sweeper tries again until the attempts are used; then staff see it as failed."""
    is_spent = document.attempts >= MAX_ATTEMPTS
    document.status = JobStatus.FAILED if is_spent else JobStatus.QUEUED
    document.leased_until = None
    document.error = f"{type(error).__name__}: {error}"[:500]
    document.save(update_fields=["status", "leased_until", "error"])


def retry(*, document: Document, by: User, at: datetime) -> Document:
    """Put a failed document back in the queue, with fresh attempts."""
    changed = Document.objects.filter(pk=document.pk, status=JobStatus.FAILED).update(
        status=JobStatus.QUEUED, attempts=0, error="", leased_until=None, queued_at=at
    )
    if not changed:
        raise Refused(_("Dokumen ini tidak gagal, jadi tidak perlu dibuat ulang."))
    audit.record(by=by, at=at, verb="judging.retry_document", subject=f"document:{document.code}")
    ring(render_documents, document_ids=[document.pk])
    return document
