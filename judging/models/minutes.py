"""Berita acara: the legal record of what was decided about a stage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from kipp.lib.jobs import RenderJob

from ..enums import MinutesKind


class Minutes(FrozenModel):
    """What the minutes say, frozen: canonical JSON and its SHA-256. Another number replaces, never edits."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="minutes")
    kind = models.CharField(max_length=9, choices=MinutesKind.choices)
    number = models.PositiveSmallIntegerField()
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("berita acara")
        ordering = ["stage", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "kind", "number"], name="minutes_number_once")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.stage} · {self.number}"


class MinutesPaper(RenderJob):
    """The PDF of some minutes, to print and sign."""

    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="paper")

    class Meta:
        verbose_name = _("dokumen berita acara")

    def __str__(self):
        return f"{self.minutes} {self.code}"
