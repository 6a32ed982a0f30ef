"""Take a file into its place, and take it out again. The rows stay."""

from datetime import datetime

from django.db import transaction

from agencies.models import User
from competitions.models import AttachmentSlot
from kipp.lib import scanning
from proposals.models import Attachment, Proposal

from . import attachments_keeping as keeping
from . import attachments_upload, gate
from . import attachments_words as words

too_large = words.too_large


def attach(
    *,
    proposal: Proposal,
    slot: AttachmentSlot,
    by: User,
    at: datetime,
    name: str,
    content: bytes,
    replaces: Attachment | None = None,
) -> Attachment:
    """Put a whole file into a place. Raises Refused: 413, 422, or 202 while the scanner keeps silent."""
    keeping.require_size(len(content))
    gate.require_editable(proposal, at)
    try:
        sound = keeping.inspect(slot, name, content)
    except scanning.Silent:
        attachments_upload.quarantine(
            proposal=proposal, slot=slot, by=by, at=at, name=name, content=content, replaces=replaces
        )
        raise words.waiting() from None
    return keeping.keep(
        proposal=proposal, slot=slot, by=by, at=at, name=name, content=content, sound=sound, replaces=replaces
    )


def remove(*, attachment: Attachment, by: User, at: datetime) -> Attachment:
    """Take a file out of its slot. Doing it twice is doing it once."""
    with transaction.atomic():
        locked = gate.locked_for_writing(attachment.proposal, at)
        current = locked.attachments.current().filter(pk=attachment.pk).first()
        if current is None:
            return attachment
        keeping.retire(current, by, at)
        keeping.note(locked, by, at, "attachment.removed", current)
    return current
