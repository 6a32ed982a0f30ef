"""Take a file into its place, and take it out again. The rows stay."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from agencies.services import audit
from competitions.models import AttachmentSlot
from kipp.lib import files
from kipp.lib.errors import Refused
from kipp.lib.inspection import Problem, UnfitFile, count_pages
from kipp.lib.templatetags.ui import filesize_id
from proposals.models import Attachment, Proposal

from . import gate

FOLDER = "attachments"
CONTENT_TYPE = "application/pdf"

#: What is wrong, and what to do about it.
SENTENCES = {
    Problem.NAME: gettext_lazy(
        "Hanya berkas PDF yang diterima. Simpan dokumen sebagai PDF, lalu unggah lagi."
    ),
    Problem.KIND: gettext_lazy(
        "Isi berkas ini bukan PDF walaupun namanya .pdf. Simpan ulang sebagai PDF, lalu unggah lagi."
    ),
    Problem.EMPTY: gettext_lazy("Berkas ini kosong. Periksa berkas di komputer Anda, lalu unggah lagi."),
    Problem.BROKEN: gettext_lazy(
        "Berkas PDF ini rusak. Buat ulang PDF dari dokumen asalnya, lalu unggah lagi."
    ),
    Problem.LOCKED: gettext_lazy(
        "PDF ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
    ),
    Problem.NO_PAGES: gettext_lazy(
        "PDF ini tidak berisi halaman. Periksa dokumen asalnya, lalu unggah lagi."
    ),
    Problem.TOO_MANY_PAGES: gettext_lazy(
        "PDF ini lebih dari 500 halaman. Kurangi halamannya, lalu unggah lagi."
    ),
    Problem.ACTIVE: gettext_lazy(
        "PDF ini berisi program atau tindakan otomatis. Cetak dokumen ke PDF baru, lalu unggah hasilnya."
    ),
}


def require_size(size: int) -> None:
    if size > settings.MAX_UPLOAD_BYTES:
        raise too_large()


def too_large() -> Refused:
    limit = filesize_id(settings.MAX_UPLOAD_BYTES)
    return Refused(
        _(
            "Berkas ini lebih besar dari %(limit)s. Perkecil ukurannya, lalu unggah lagi. "
            "Isian lain tidak berubah."
        )
        % {"limit": limit},
        status=413,
    )


def attach(
    *, proposal: Proposal, slot: AttachmentSlot, by: User, at: datetime, name: str, content: bytes
) -> Attachment:
    """Put a PDF into a slot; the file that was there before keeps its row, marked as removed.

    The file is read and stored before the transaction, so the lock is short. Raises Refused, 413 or 422.
    """
    require_size(len(content))
    gate.require_editable(proposal, at)
    try:
        pages = count_pages(name, content)
    except UnfitFile as unfit:
        raise Refused(SENTENCES[unfit.problem], status=422) from None
    stored = files.store(FOLDER, content, ".pdf")
    sha256 = files.digest(content)
    with transaction.atomic():
        locked = gate.locked_for_writing(proposal, at)
        current = locked.attachments.current().filter(slot=slot).first()
        if current is not None and current.sha256 == sha256:
            return current
        _retire(current, by, at)
        attachment = Attachment.objects.create(
            proposal=locked,
            slot=slot,
            file=stored,
            name=name[-200:],
            size=len(content),
            sha256=sha256,
            content_type=CONTENT_TYPE,
            pages=pages,
            uploaded_at=at,
            uploaded_by=by,
        )
        _note(locked, by, at, "attachment.added", attachment)
    return attachment


def remove(*, attachment: Attachment, by: User, at: datetime) -> Attachment:
    """Take a file out of its slot. Doing it twice is doing it once."""
    with transaction.atomic():
        locked = gate.locked_for_writing(attachment.proposal, at)
        current = locked.attachments.current().filter(pk=attachment.pk).first()
        if current is None:
            return attachment
        _retire(current, by, at)
        _note(locked, by, at, "attachment.removed", current)
    return current


def _retire(current: Attachment | None, by: User, at: datetime) -> None:
    if current is not None:
        current.removed_at, current.removed_by = at, by
        current.save(update_fields=["removed_at", "removed_by"])


def _note(locked: Proposal, by: User, at: datetime, verb: str, attachment: Attachment) -> None:
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
