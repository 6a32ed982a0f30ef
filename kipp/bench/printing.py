"""What a process of the documents' pool runs. Imported before Django is set up: hence imports inside."""

import django


def warm() -> None:
    django.setup()
    from kipp.lib import pdf

    pdf.render('<!doctype html><html lang="id"><title>-</title><p>-')


def render(pk: int) -> tuple[int, int]:
    """Megabytes that this process holds, and bytes of the report."""
    from judging import documents
    from judging.models import Document
    from kipp.bench.server import resident

    content = documents.pdf(Document.objects.get(pk=pk))
    return resident(), len(content)
