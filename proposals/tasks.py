"""Doorbells: a task wakes the verb that owns the work."""

from celery import shared_task
from django.utils import timezone


@shared_task
def render_receipt(*, receipt_id: int) -> None:
    from .services import receipts

    receipts.render(receipt_id=receipt_id, at=timezone.now())


@shared_task
def compare_texts(*, fingerprint_id: int) -> None:
    from .services import resembling

    resembling.compare(fingerprint_id=fingerprint_id, at=timezone.now())


@shared_task
def check_upload(*, upload_id: int) -> None:
    from .services import attachments_upload

    attachments_upload.check(upload_id=upload_id)


@shared_task
def draw_first_page(*, attachment_id: int) -> None:
    from .services import previews

    previews.draw_first_page(attachment_id=attachment_id)


@shared_task
def render_statement(*, sheet_id: int) -> None:
    from .services import statements

    statements.render(sheet_id=sheet_id, at=timezone.now())


@shared_task
def check_link(*, check_id: int) -> None:
    from .services import links

    links.check(check_id=check_id, at=timezone.now())


@shared_task
def render_screening_letter(*, letter_id: int) -> None:
    from .services import screening_letters

    screening_letters.render(letter_id=letter_id, at=timezone.now())


@shared_task
def render_export(*, export_id: int) -> None:
    from .services import exports

    exports.render(export_id=export_id, at=timezone.now())
