"""What was sent, word for word, and what followed from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from kipp.lib.jobs import Job, RenderJob

from ..enums import Attendance, CorrectionEnd
from .proposal import Proposal


class ProposalVersion(FrozenModel):
    """What was submitted, word for word: canonical JSON and its SHA-256. Jurors read this."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("versi terkirim")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="version_number_once")]

    def __str__(self):
        return f"{self.proposal} v{self.number}"


class Receipt(RenderJob):
    """The PDF receipt of one submission."""

    version = models.OneToOneField(ProposalVersion, models.PROTECT, related_name="receipt")

    def __str__(self):
        return self.code


class Entry(models.Model):
    """A proposal admitted to a scoring stage, with the version that its jurors read."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="entries")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="entries")
    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="entries")
    admitted_at = models.DateTimeField()
    attendance = models.CharField(_("kehadiran"), max_length=8, choices=Attendance.choices, blank=True)
    attendance_note = models.CharField(_("keterangan kehadiran"), max_length=300, blank=True)
    attendance_at = models.DateTimeField(null=True, blank=True)
    attendance_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("entri tahap")
        constraints = [
            models.UniqueConstraint(fields=["stage", "proposal"], name="entry_once_a_stage"),
            both_or_neither("attendance_at", "attendance_by", name="entry_attendance_by_somebody"),
        ]

    def __str__(self):
        return f"{self.proposal} · {self.stage}"


class Correction(models.Model):
    """A version that the secretariat returned to be mended by its own date; both versions are kept.

    `end_note` says why the secretariat ended it early.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    version = models.OneToOneField(ProposalVersion, models.PROTECT, related_name="correction")
    note = models.TextField(_("yang perlu diperbaiki"))
    due_at = models.DateTimeField(_("batas waktu perbaikan"))
    letter_number = models.CharField(_("nomor surat"), max_length=100, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=12, choices=CorrectionEnd.choices, blank=True)
    end_note = models.TextField(_("alasan dicabut"), blank=True)

    class Meta:
        verbose_name = _("perbaikan")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="correction_ends_somehow",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=models.F("asked_at")), name="correction_is_due_later"
            ),
        ]

    def __str__(self):
        return f"{self.version} → {self.due_at:%Y-%m-%d %H:%M}"


class Fingerprint(Job):
    """The shingles of one version, as sorted 64-bit numbers, made by a worker for the comparison of texts."""

    version = models.OneToOneField(ProposalVersion, models.PROTECT, related_name="fingerprint")
    shingles = models.BinaryField(default=bytes)
    shingle_count = models.PositiveIntegerField(default=0)

    def __str__(self):
        return str(self.version)


class Resemblance(models.Model):
    """An earlier version that a version shares passages with. `share` is in percent of the later text.

    `passages` lists {"section", "text", "other_section", "other_text"}.
    """

    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="resemblances")
    other = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=5, decimal_places=2)
    passages = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-share", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "other"], name="resemblance_once")]

    def __str__(self):
        return f"{self.version} ~ {self.other}: {self.share} %"
