"""The ledger of an edition: every act of judging, each link covering the one before."""

from django.db import models

from kipp.lib.frozen import FrozenModel, FrozenQuerySet

from .edition import Competition


class LedgerHead(models.Model):
    """The last link of an edition's chain; locked while a link is added."""

    competition = models.OneToOneField(Competition, models.CASCADE, related_name="ledger_head")
    seq = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.competition} #{self.seq}"


class LedgerEvent(FrozenModel):
    """One link of the chain. `payload` is canonical JSON; people stand in it by code, not by name."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="ledger")
    seq = models.PositiveIntegerField()
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=16)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "seq"]
        constraints = [models.UniqueConstraint(fields=["competition", "seq"], name="ledger_seq_once")]

    def __str__(self):
        return f"#{self.seq} {self.kind} {self.subject}"
