"""What an agency writes, what it submitted, and what the secretariat found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from competitions.models import (
    AttachmentSlot,
    Category,
    ChecklistItem,
    Competition,
    Group,
    Question,
    Stage,
    Track,
)
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from kipp.lib.jobs import RenderJob

from .enums import Outcome, ProposalStatus, TeamKind
from .querysets import AttachmentQuerySet, ProposalQuerySet
from .titles import title_key


class Innovation(models.Model):
    """The thing itself, which outlives editions: proposals, awards and monitoring hang on it."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="innovations")
    title = models.CharField(_("judul inovasi"), max_length=200)
    registered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("inovasi")

    def __str__(self):
        return self.title


class Proposal(models.Model):
    """One innovation in one edition. `revision` counts saves of its own fields; answers count theirs."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    competition = models.ForeignKey(Competition, models.PROTECT, related_name="proposals")
    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="proposals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="proposals", verbose_name=_("instansi"))
    status = models.CharField(
        max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.DRAFT, db_index=True
    )
    title = models.CharField(_("judul inovasi"), max_length=200)
    title_key = models.CharField(max_length=200, editable=False, db_index=True)
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jalur")
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("kategori"),
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("kelompok peserta"),
    )
    started_on = models.DateField(_("mulai diterapkan"), null=True, blank=True)
    team_kind = models.CharField(
        _("pengusul"), max_length=10, choices=TeamKind.choices, default=TeamKind.TEAM
    )
    video_url = models.URLField(_("tautan video"), max_length=300, blank=True)
    is_truthful = models.BooleanField(_("data yang diisikan benar"), default=False)
    head_note = models.TextField(_("catatan pimpinan"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        indexes = [models.Index(fields=["competition", "status"])]
        constraints = [
            both_or_neither("submitted_at", "submitted_by", name="proposal_submitted_by_somebody"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "awaiting", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="proposal_beyond_draft_was_submitted",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.title_key = title_key(self.title)
        fields = kwargs.get("update_fields")
        if fields is not None and "title" in fields:
            kwargs["update_fields"] = {*fields, "title_key"}
        super().save(*args, **kwargs)


class Answer(models.Model):
    """The text of one question; `revision` is what a form was read at."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "question"], name="answer_once")]

    def __str__(self):
        return f"{self.question}: {self.text[:40]}"


class TeamMember(models.Model):
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="team")
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama"), max_length=150)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    duty = models.CharField(_("peran dalam tim"), max_length=100, blank=True)
    email = models.EmailField(_("alamat e-mail"), blank=True)

    class Meta:
        verbose_name = _("anggota tim")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class Attachment(models.Model):
    """A file an agency gave. Replacing keeps the old row, with `removed_at`."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="attachments")
    slot = models.ForeignKey(AttachmentSlot, models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/", max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField()
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
                fields=["proposal", "slot"], condition=Q(removed_at=None), name="attachment_one_a_slot"
            ),
        ]

    def __str__(self):
        return self.name


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


class Screening(models.Model):
    """The administrative selection of one version; decided once, reconsidered by an act."""

    version = models.OneToOneField(ProposalVersion, models.PROTECT, related_name="screening")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    note = models.TextField(_("catatan untuk instansi"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("seleksi administrasi")
        constraints = [
            both_or_neither("decided_at", "decided_by", name="screening_decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="screening_outcome_is_decided",
            ),
        ]

    def __str__(self):
        return f"{self.version}: {self.get_outcome_display() or '…'}"


class Finding(models.Model):
    """One line of the checklist for one screening; None while nobody has looked."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="findings")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    is_met = models.BooleanField(null=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["screening", "item"], name="finding_once")]

    def __str__(self):
        return f"{self.item}: {self.is_met}"


class Entry(models.Model):
    """A proposal admitted to a scoring stage, with the version that its jurors read."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="entries")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="entries")
    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="entries")
    admitted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entri tahap")
        constraints = [models.UniqueConstraint(fields=["stage", "proposal"], name="entry_once_a_stage")]

    def __str__(self):
        return f"{self.proposal} · {self.stage}"
