"""What a process of the documents' pool runs. Imported before Django is set up: hence imports inside."""

import time

import django


def warm() -> None:
    django.setup()
    from kipp.lib import pdf

    pdf.warm()


def render(pk: int) -> tuple[int, int, float]:
    """Megabytes that this process holds, bytes of the report, and seconds of this process's own time."""
    from judging import documents
    from judging.models import Document
    from kipp.bench.server import resident

    began = time.process_time()
    content = documents.pdf(Document.objects.get(pk=pk))
    return resident(), len(content), time.process_time() - began
