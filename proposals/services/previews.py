"""Pictures of a file's pages."""

from kipp.lib import preview
from proposals.models import Attachment


def page(attachment: Attachment, number: int) -> bytes:
    """From the copy that names nobody, for everybody; empty for a page that is not shown."""
    if number not in preview.pages_shown(attachment.name, attachment.pages):
        return b""
    return preview.picture(attachment.shown, sha256=attachment.sha256, name=attachment.name, page=number)


def draw_first_page(*, attachment_id: int) -> None:
    """Ahead of the first reader; a bell that is not heard costs that reader half a second."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is not None:
        page(attachment, 1)
