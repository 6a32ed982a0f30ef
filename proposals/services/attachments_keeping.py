"""Is there room, is the file sound, and then: keep it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from agencies.models import User
from agencies.services import audit
from competitions.models import AttachmentSlot
from kipp.lib import files, kinds, scanning
from kipp.lib.doorbell import ring
from kipp.lib.inspection import Sound, UnfitFile, examine
from proposals import tasks
from proposals.models import Attachment, Proposal, StatementSheet

from . import attachments_words as words
from . import gate

FOLDER = "attachments"


def require_size(size: int) -> None:
    if size > settings.MAX_UPLOAD_BYTES:
        raise words.too_large()


def require_room(proposal: Proposal, slot: AttachmentSlot, replaces: Attachment | None) -> Attachment | None:
    """The file that a new one takes the place of, if any. Raises Refused when there is no room.

    A place for one file is never full: the next file replaces the one that is there.
    """
    held = list(proposal.attachments.current().filter(slot=slot).order_by("uploaded_at", "pk"))
    if replaces is not None and replaces not in held:
        raise words.gone()
    if replaces is None and slot.max_files == 1 and held:
        replaces = held[0]
    if replaces is None and len(held) >= slot.max_files:
        raise words.full(slot)
    return replaces


def inspect(slot: AttachmentSlot, name: str, content: bytes) -> Sound:
    """Raises Refused for what the place does not take, scanning.Silent while nobody can tell."""
    if slot.statement and StatementSheet.objects.filter(slot=slot, sha256=files.digest(content)).exists():
        raise words.unsigned()
    try:
        sound = examine(name, content, kinds.ACCEPTED[slot.accepts])
    except UnfitFile as unfit:
        raise words.unfit(unfit, slot) from None
    if virus := scanning.virus_in(content, settings.CLAMD_URL):
        raise words.infected(virus)
    return sound


def keep(
    *,
    proposal: Proposal,
    slot: AttachmentSlot,
    by: User,
    at: datetime,
    name: str,
    content: bytes,
    sound: Sound,
    replaces: Attachment | None,
) -> Attachment:
    """Store an inspected file; the one it replaces keeps its row, marked as removed.

    The bytes are stored before the transaction, so the lock is short. The same file twice is one row.
    """
    stored = files.store(FOLDER, content, sound.kind.extension)
    shown = files.store(FOLDER, sound.shown, sound.kind.extension) if sound.shown else ""
    sha256 = files.digest(content)
    with transaction.atomic():
        locked = gate.locked_for_writing(proposal, at)
        if same := locked.attachments.current().filter(slot=slot, sha256=sha256).first():
            if replaces in (None, same, same.replaces):
                return same
            raise words.already_here()
        replaced = require_room(locked, slot, replaces)
        retire(replaced, by, at)
        attachment = Attachment.objects.create(
            proposal=locked,
            slot=slot,
            file=stored,
            shown_file=shown,
            name=name[-200:],
            size=len(content),
            sha256=sha256,
            content_type=sound.kind.content_type,
            pages=sound.pages,
            replaces=replaced,
            uploaded_at=at,
            uploaded_by=by,
        )
        note(locked, by, at, "attachment.replaced" if replaced else "attachment.added", attachment)
        ring(tasks.draw_first_page, attachment_id=attachment.pk)
    return attachment


def retire(current: Attachment | None, by: User, at: datetime) -> None:
    if current is not None:
        current.removed_at, current.removed_by = at, by
        current.save(update_fields=["removed_at", "removed_by"])


def note(locked: Proposal, by: User, at: datetime, verb: str, attachment: Attachment) -> None:
    locked.saved_at = at
    locked.save(update_fields=["saved_at"])
    audit.record(
        by=by,
        at=at,
        verb=verb,
        subject=f"proposal:{locked.code}",
        attachment=attachment.code,
        sha256=attachment.sha256,
    )
