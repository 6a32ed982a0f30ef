"""The row is the job: a PDF or a plan to make, claimed by one worker at a time, healed by the sweeper."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .codes import new_code

LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 3


class JobStatus(models.TextChoices):
    QUEUED = "queued", _("Menunggu")
    RUNNING = "running", _("Sedang dibuat")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Gagal")


class JobQuerySet(models.QuerySet):
    def stuck(self, at: datetime):
        """Rows that no bell will wake any more: never claimed, or claimed by a worker that died."""
        return self.filter(Q(status=JobStatus.QUEUED) | Q(status=JobStatus.RUNNING, leased_until__lt=at))

    def to_do(self, at: datetime):
        """Stuck rows that have attempts left."""
        return self.stuck(at).filter(attempts__lt=MAX_ATTEMPTS)

    def claim(self, pk: int, at: datetime) -> bool:
        """Take one row to work on; False when another worker holds it or it is done.

        Attempts are counted before the work starts, so a job that kills its worker is given up.
        """
        free = Q(status=JobStatus.QUEUED) | Q(status=JobStatus.RUNNING, leased_until__lt=at)
        taken = self.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
            status=JobStatus.RUNNING, attempts=F("attempts") + 1, leased_until=at + LEASE
        )
        return taken == 1

    def bury(self, at: datetime) -> int:
        """Give up rows whose attempts are used: FAILED, visible to staff, retried only by a person."""
        return (
            self.stuck(at)
            .filter(attempts__gte=MAX_ATTEMPTS)
            .update(status=JobStatus.FAILED, error=_("Pembuatan berhenti berulang kali."), leased_until=None)
        )


class Job(models.Model):
    """What waiting, claiming and giving up need; the rest is the subclass's."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    status = models.CharField(
        max_length=8, choices=JobStatus.choices, default=JobStatus.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    queued_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True


class RenderJob(Job):
    """One PDF to make. `file` is named by the server; `sha256` is that of the file's bytes."""

    file = models.FileField(upload_to="documents/", blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
