"""Files that an agency gave, and those the portal prepared for it to sign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import AttachmentSlot
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.jobs import Job, RenderJob

from ..enums import UploadStatus
from ..querysets import AttachmentQuerySet
from .proposal import Proposal


class Attachment(models.Model):
    """A file an agency gave, checked and clean. Replacing keeps the old row, with `removed_at`.

    `shown_file` is the copy without personal metadata that jurors read; empty when the file itself has
    none. `pages` is 0 for what has no pages.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="attachments")
    slot = models.ForeignKey(AttachmentSlot, models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/", max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField()
    shown_file = models.FileField(upload_to="attachments/", max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lampiran")
        constraints = [
            both_or_neither("removed_at", "removed_by", name="attachment_removed_by_somebody"),
            models.UniqueConstraint(
                fields=["proposal", "slot", "sha256"],
                condition=Q(removed_at=None),
                name="attachment_once_a_slot",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def shown(self):
        """What readers outside the agency get."""
        return self.shown_file or self.file


class Upload(models.Model):
    """A file on its way in: received piece by piece, checked, then an attachment or refused.

    `received` counts bytes; a browser that lost its connection goes on from there.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="uploads")
    slot = models.ForeignKey(AttachmentSlot, models.CASCADE, related_name="+")
    replaces = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    status = models.CharField(
        max_length=10, choices=UploadStatus.choices, default=UploadStatus.RECEIVING, db_index=True
    )
    problem = models.CharField(max_length=500, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="upload_holds_no_more_than_announced"
            )
        ]

    def __str__(self):
        return self.name


class StatementSheet(RenderJob):
    """A statement filled from the proposal, to be printed and signed. `payload` is canonical JSON."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="statement_sheets")
    slot = models.ForeignKey(AttachmentSlot, models.CASCADE, related_name="+")
    payload = models.TextField()
    payload_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "slot", "payload_sha256"],
                name="statement_sheet_once",
            )
        ]

    def __str__(self):
        return self.code


class LinkCheck(Job):
    """Whether an address of a proposal answered, looked up by a worker where that is switched on."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="link_checks")
    url = models.URLField(max_length=2000)
    is_reachable = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "url"], name="link_check_once")]

    def __str__(self):
        return self.url
