"""Who reads what, what they scored, and what was published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Criterion, Rubric, Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from kipp.lib.jobs import Job, RenderJob
from proposals.models import Entry, Proposal

from .enums import ConflictSource, DocumentKind, SheetStatus
from .querysets import AssignmentPlanQuerySet, AssignmentQuerySet, DocumentQuerySet, ReleaseQuerySet


class PanelMember(models.Model):
    """A juror of one stage. `load_cap` limits how many entries a plan may give them."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, models.PROTECT, related_name="panel_seats")
    load_cap = models.PositiveSmallIntegerField(_("batas jumlah bacaan"), null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("juri")
        constraints = [models.UniqueConstraint(fields=["stage", "user"], name="panel_member_once_a_stage")]

    def __str__(self):
        return f"{self.user} · {self.stage}"


class Conflict(models.Model):
    """A conflict of interest that somebody stated. Lifting one is an act with a reason."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="conflicts")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="conflicts")
    source = models.CharField(max_length=10, choices=ConflictSource.choices)
    reason = models.TextField(_("alasan"))
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("benturan kepentingan")
        constraints = [
            both_or_neither("lifted_at", "lifted_by", name="conflict_lifted_by_somebody"),
            models.UniqueConstraint(
                fields=["user", "proposal"], condition=Q(lifted_at=None), name="conflict_stands_once"
            ),
        ]

    def __str__(self):
        return f"{self.user} × {self.proposal}"


class Assignment(models.Model):
    """A juror reads an entry. `position` is the juror's own reading order.

    `recused_at` ends it without a score when a conflict came up; the row stays as history.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assignments")
    position = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recused_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan")
        constraints = [models.UniqueConstraint(fields=["entry", "member"], name="assignment_once")]

    def __str__(self):
        return f"{self.member.user} → {self.entry.proposal}"


class AssignmentPlan(Job):
    """Who should read what, worked out by the worker, looked at by a person, then applied as it stands.

    `fingerprint` is the SHA-256 of everything the plan was made from; when the data give another one,
    the plan is out of date. `result` holds the pairs in the order of the deal.
    """

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="plans")
    seed = models.PositiveIntegerField(_("angka pengacak"))
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssignmentPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencana penugasan")
        constraints = [
            both_or_neither("applied_at", "applied_by", name="plan_applied_by_somebody"),
            both_or_neither("undone_at", "undone_by", name="plan_undone_by_somebody"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(applied_at__isnull=False), name="plan_undone_was_applied"
            ),
        ]

    def __str__(self):
        return f"{self.stage} · {self.seed}"


class ScoreSheet(models.Model):
    """One juror's scores of one entry, under the rubric that was locked when it was opened.

    `reopened_at` and its reason are the last time that the organiser gave a final sheet back; the
    ledger has every time.
    """

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="sheets")
    status = models.CharField(
        max_length=6, choices=SheetStatus.choices, default=SheetStatus.DRAFT, db_index=True
    )
    comment = models.TextField(_("catatan umum"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finalised_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("lembar nilai")
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_reason="")
                | (Q(reopened_at__isnull=False) & ~Q(reopened_reason="")),
                name="sheet_reopened_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=SheetStatus.DRAFT, finalised_at=None)
                | Q(status=SheetStatus.FINAL, finalised_at__isnull=False),
                name="sheet_final_has_its_instant",
            ),
        ]

    def __str__(self):
        return f"{self.assignment} ({self.get_status_display()})"


class Score(models.Model):
    """Points and comment for one criterion; None while not scored, never a zero."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("nilai")
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once")]

    def __str__(self):
        return f"{self.criterion}: {self.points}"


class Waiver(FrozenModel):
    """The organiser goes on without one juror's sheet, and says why."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="waiver")
    reason = models.TextField(_("alasan"))
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    def __str__(self):
        return f"{self.assignment}: {self.reason}"


class ResultRelease(FrozenModel):
    """A published result: canonical JSON, its SHA-256, and the ledger's head when it was made.

    Never changed; a correction is a new release that supersedes this one and says why. `annex` holds
    what the public does not read (comments, which juror is which letter), with a salt; its SHA-256
    stands in the payload, so that it cannot change either.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    payload = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    annex = models.TextField()
    ledger_seq = models.PositiveIntegerField()
    ledger_hash = models.CharField(max_length=64)
    letter_number = models.CharField(_("nomor surat"), max_length=100)
    letter_on = models.DateField(_("tanggal surat"))
    signer = models.CharField(_("penanda tangan"), max_length=150)
    signer_post = models.CharField(_("jabatan penanda tangan"), max_length=150)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    reason = models.TextField(_("alasan koreksi"), blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("rilis hasil")
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(supersedes=None, number=1) | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="release_correction_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.stage} · {self.number}"


class ProposalResult(FrozenModel):
    """One line of a release, for pages that list; the payload is the authority.

    `total` is 0-100 rounded half-up to four decimals; `list_name` is the group or category when
    the stage ranks them apart.
    """

    release = models.ForeignKey(ResultRelease, models.PROTECT, related_name="results")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="results")
    list_name = models.CharField(max_length=120, blank=True)
    place = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=7, decimal_places=4)
    is_advanced = models.BooleanField(default=False)
    award = models.CharField(max_length=120, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("hasil proposal")
        ordering = ["list_name", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "proposal"], name="result_once_a_release")]

    def __str__(self):
        return f"{self.place}. {self.proposal}"


class Document(RenderJob):
    """A PDF of a release: the ranking, or the report of one proposal."""

    release = models.ForeignKey(ResultRelease, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=DocumentKind.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "proposal"],
                condition=Q(kind=DocumentKind.REPORT),
                name="document_report_once",
            ),
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(kind=DocumentKind.RANKING),
                name="document_ranking_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.RANKING, proposal=None)
                | Q(kind=DocumentKind.REPORT, proposal__isnull=False),
                name="document_report_has_a_proposal",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"
