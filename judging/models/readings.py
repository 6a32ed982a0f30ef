"""Who reads what, and how that was planned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from kipp.lib.jobs import Job
from proposals.models import Entry

from ..enums import EndedAs, PlanSource
from ..querysets import AssignmentPlanQuerySet, AssignmentQuerySet
from .panel import PanelMember


class Assignment(models.Model):
    """A juror reads an entry. `position` is the juror's own reading order.

    `recused_at` ends it without a score: a conflict came up, the juror abstains, or left the panel, as
    `ended_as` and its reason say; the row stays as history. `reason` is why a reader was added beyond the
    plan. `is_flagged` is the juror's own mark to come back; `skipped_at` puts it at the end of their queue.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assignments")
    position = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    recused_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=9, choices=EndedAs.choices, blank=True)
    ended_reason = models.TextField(blank=True)
    is_flagged = models.BooleanField(default=False)
    skipped_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan")
        constraints = [
            models.UniqueConstraint(fields=["entry", "member"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(recused_at=None, ended_as="") | (Q(recused_at__isnull=False) & ~Q(ended_as="")),
                name="assignment_ended_as_something",
            ),
        ]

    def __str__(self):
        return f"{self.member.user} → {self.entry.proposal}"


class AssignmentPlan(Job):
    """Who should read what, worked out by the worker, looked at by a person, then applied as it stands.

    `fingerprint` is the SHA-256 of everything the plan was made from; when the data give another one,
    the plan is out of date. `result` holds the pairs in the order of the deal. `asked` is what a person
    brought: the lines of a spreadsheet, or why a juror leaves and who comes. A plan of source ORPHANS gives
    the unfinished readings of the juror who is `leaving` to others.
    """

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="plans")
    seed = models.PositiveIntegerField(_("angka pengacak"))
    source = models.CharField(max_length=7, choices=PlanSource.choices, default=PlanSource.DEALT)
    leaving = models.ForeignKey(PanelMember, models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.JSONField(default=dict, blank=True)
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


class Waiver(FrozenModel):
    """The organiser goes on without one juror's sheet, and says why."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="waiver")
    reason = models.TextField(_("alasan"))
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    def __str__(self):
        return f"{self.assignment}: {self.reason}"
