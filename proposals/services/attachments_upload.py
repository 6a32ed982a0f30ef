"""A file on its way in, piece by piece: a cut line or a restarted server costs one piece at most."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from agencies.models import User
from competitions.models import AttachmentSlot
from kipp.lib import kinds, scanning
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from kipp.lib.inspection import Problem, UnfitFile, require_beginning, require_kind
from proposals import tasks
from proposals.enums import UploadStatus
from proposals.models import Attachment, Proposal, Upload

from . import attachments_keeping as keeping
from . import attachments_words as words
from . import gate

MOST_UNFINISHED = 10  # of one proposal
LARGEST_PIECE = 4 * 1024 * 1024
TELLING = 16  # bytes that tell every kind
FORGOTTEN_AFTER = timedelta(days=1)
CHECKED_WITHIN = timedelta(minutes=1)  # by the request that brought the last piece; then it is the sweeper's
AT_ONCE = 20
UNDER_WAY = (UploadStatus.RECEIVING, UploadStatus.CHECKING)


class WrongOffset(Refused):
    """The piece does not begin where the last one ended; `received` is where that was."""

    def __init__(self, received: int):
        super().__init__(words.wrong_offset(), status=409)
        self.received = received


def begin(
    *,
    proposal: Proposal,
    slot: AttachmentSlot,
    by: User,
    at: datetime,
    name: str,
    size: int,
    replaces: Attachment | None = None,
    is_fresh: bool = False,
) -> Upload:
    """Announce a file; what cannot be taken is refused before a byte is sent.

    The same person's unfinished upload of a file of this name and size goes on, unless `is_fresh`.
    """
    keeping.require_size(size)
    name = name[-200:]
    try:
        require_kind(name, kinds.ACCEPTED[slot.accepts])
        if size == 0:
            raise UnfitFile(Problem.EMPTY)
    except UnfitFile as unfit:
        raise words.unfit(unfit, slot) from None
    with transaction.atomic():
        locked = gate.locked_for_writing(proposal, at)
        keeping.require_room(locked, slot, replaces)
        same = {"slot": slot, "name": name, "size": size, "replaces": replaces, "begun_by": by}
        known = locked.uploads.filter(status=UploadStatus.RECEIVING, **same).first()
        if known is not None and not is_fresh:
            return known
        if known is not None:
            discard(known)
        if locked.uploads.filter(status__in=UNDER_WAY).count() >= MOST_UNFINISHED:
            raise words.too_many_unfinished()
        return locked.uploads.create(**same, begun_at=at, touched_at=at)


def receive(*, upload: Upload, at: datetime, offset: int, piece: bytes) -> Upload:
    """Keep one piece. Raises WrongOffset, or Refused: 413, 422, or 409 after the deadline.

    The row is locked while the piece is stored, so that two senders never write the same place.
    """
    if len(piece) > LARGEST_PIECE or offset + len(piece) > upload.size:
        raise words.too_large()
    gate.require_editable(upload.proposal, at)
    if upload.received == offset == 0 and upload.status == UploadStatus.RECEIVING:
        _require_beginning(upload, piece)
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.status != UploadStatus.RECEIVING:
            return row
        if offset != row.received or not piece:
            raise WrongOffset(row.received)
        place = f"{_folder(row)}/{offset:012d}"
        default_storage.delete(place)  # left by a server that died before it could say so
        default_storage.save(place, ContentFile(piece))
        row.received += len(piece)
        row.touched_at = at
        if row.received == row.size:
            row.status = UploadStatus.CHECKING
        row.save(update_fields=["received", "touched_at", "status"])
    return row


def check(*, upload_id: int) -> Upload | None:
    """Make an attachment of what has arrived whole, or refuse it with a sentence; again does no harm.

    The arrival of the last piece is what a deadline is compared with, however long the check takes.
    """
    rows = Upload.objects.select_related("proposal__competition", "proposal__agency", "slot", "begun_by")
    upload = rows.select_related("replaces").filter(pk=upload_id).first()
    if upload is None or upload.status != UploadStatus.CHECKING:
        return upload
    try:
        attachment = _kept(upload)
    except scanning.Silent:
        return upload  # the sweeper asks again
    except Refused as refused:
        return _end(upload, UploadStatus.REFUSED, problem=str(refused)[:500])
    return _end(upload, UploadStatus.DONE, attachment=attachment)


def cancel(*, upload: Upload) -> None:
    """Somebody thought better of it; what arrived is thrown away."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if row is not None and row.status != UploadStatus.CHECKING:
            discard(row)


def quarantine(
    *,
    proposal: Proposal,
    slot: AttachmentSlot,
    by: User,
    at: datetime,
    name: str,
    content: bytes,
    replaces: Attachment | None,
) -> Upload:
    """A whole file that nobody could scan yet."""
    upload = begin(
        proposal=proposal,
        slot=slot,
        by=by,
        at=at,
        name=name,
        size=len(content),
        replaces=replaces,
        is_fresh=True,
    )
    for start in range(0, len(content), LARGEST_PIECE):
        upload = receive(upload=upload, at=at, offset=start, piece=content[start : start + LARGEST_PIECE])
    return upload


def received_bytes(upload: Upload) -> bytes:
    names = sorted(default_storage.listdir(_folder(upload))[1]) if upload.received else []
    pieces = []
    for name in names:
        with default_storage.open(f"{_folder(upload)}/{name}") as piece:
            pieces.append(piece.read())
    return b"".join(pieces)[: upload.received]


def sweep(*, at: datetime) -> int:
    """Ring for files that nobody finished checking; forget uploads that nobody went on with."""
    waiting = Upload.objects.filter(status=UploadStatus.CHECKING, touched_at__lt=at - CHECKED_WITHIN)
    rung = list(waiting.order_by("touched_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in rung:
        ring(tasks.check_upload, upload_id=pk)
    old = Upload.objects.filter(touched_at__lt=at - FORGOTTEN_AFTER).exclude(status=UploadStatus.CHECKING)
    forgotten = list(old.order_by("pk")[:AT_ONCE])
    for upload in forgotten:
        discard(upload)
    return len(rung) + len(forgotten)


def discard(upload: Upload) -> None:
    _throw_away(upload)
    upload.delete()


def _require_beginning(upload: Upload, piece: bytes) -> None:
    """On a slow line people hear of a wrong file after its first piece, not after its last."""
    if len(piece) < min(TELLING, upload.size):
        return  # a line that was cut at once
    try:
        require_beginning(require_kind(upload.name), piece)
    except UnfitFile as unfit:
        refused = words.unfit(unfit, upload.slot)
        _end(upload, UploadStatus.REFUSED, problem=str(refused))
        raise refused from None


def _kept(upload: Upload) -> Attachment:
    content = received_bytes(upload)
    if len(content) != upload.size:
        raise words.incomplete()
    taken = {"proposal": upload.proposal, "slot": upload.slot, "name": upload.name, "content": content}
    sound = keeping.inspect(upload.slot, upload.name, content)
    return keeping.keep(
        **taken, by=upload.begun_by, at=upload.touched_at, sound=sound, replaces=upload.replaces
    )


def _end(upload: Upload, status: UploadStatus, **outcome) -> Upload:
    """Once: of two that check the same upload, the first one's word stands."""
    if Upload.objects.filter(pk=upload.pk, status=upload.status).update(status=status, **outcome):
        _throw_away(upload)
    upload.refresh_from_db()
    return upload


def _throw_away(upload: Upload) -> None:
    folder = _folder(upload)
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return  # nothing has arrived
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def _folder(upload: Upload) -> str:
    return f"uploads/{upload.code}"
