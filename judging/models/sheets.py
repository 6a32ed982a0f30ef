"""What was scored."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competitions.models import Criterion, Rubric

from ..enums import SheetStatus
from .readings import Assignment


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
