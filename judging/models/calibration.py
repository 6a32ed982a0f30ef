"""The calibration round: a few anchor proposals that the whole panel scores before the live ones."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither

from ..querysets import AnchorQuerySet
from .panel import PanelMember


class Calibration(models.Model):
    """The round of one stage: open once `opened_at`, over once `revealed_at`. Live entries wait for that."""

    stage = models.OneToOneField(Stage, models.PROTECT, related_name="calibration")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("putaran kalibrasi")
        constraints = [
            both_or_neither("opened_at", "opened_by", name="calibration_opened_by_somebody"),
            both_or_neither("revealed_at", "revealed_by", name="calibration_revealed_by_somebody"),
            models.CheckConstraint(
                condition=Q(revealed_at=None) | Q(opened_at__isnull=False),
                name="calibration_revealed_was_open",
            ),
        ]

    def __str__(self):
        return str(self.stage)


class Anchor(models.Model):
    """One anchor proposal. `payload` is canonical JSON in the shape of a proposal version.

    `reference` maps criterion codes to the points of the reference verdict, `verdict` says why.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="anchors")
    position = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("judul"), max_length=300)
    payload = models.TextField()
    reference = models.JSONField(default=dict)
    verdict = models.TextField(_("pertimbangan"), blank=True)

    objects = AnchorQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal kalibrasi")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class AnchorSheet(models.Model):
    """One juror's scores of one anchor: `points` maps criterion codes to points, None while not scored."""

    anchor = models.ForeignKey(Anchor, models.PROTECT, related_name="sheets")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="anchor_sheets")
    points = models.JSONField(default=dict)
    comment = models.TextField(_("catatan"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    finalised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lembar kalibrasi")
        constraints = [models.UniqueConstraint(fields=["anchor", "member"], name="anchor_sheet_once")]

    def __str__(self):
        return f"{self.member.user} · {self.anchor}"
