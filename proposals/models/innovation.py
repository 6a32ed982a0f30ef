"""The thing itself, which outlives editions."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.jobs import RenderJob

from ..enums import (
    AwardLevel,
    ExportFormat,
    ExportLayout,
    Initiator,
    InnovationForm,
    InnovationPhase,
)
from ..lifecycle import SUBMITTED_ONCE
from ..querysets import InnovationExportQuerySet, InnovationQuerySet


class Innovation(models.Model):
    """The thing itself, which outlives editions: proposals, awards and monitoring hang on it."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="innovations")
    title = models.CharField(_("judul inovasi"), max_length=200)
    registered_at = models.DateTimeField()

    objects = InnovationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inovasi")

    def __str__(self):
        return self.title

    @cached_property
    def organiser_ids(self) -> frozenset[int]:
        """Who ever received it: the organisers of the editions it was submitted to. One query a request."""
        sent = self.proposals.filter(status__in=SUBMITTED_ONCE)
        return frozenset(sent.values_list("competition__organiser", flat=True))


class Recognition(models.Model):
    """An award that an innovation received, here or elsewhere.

    `proposal` is set for our own editions: publishing writes these, and at most one stands a proposal.
    """

    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="recognitions")
    proposal = models.ForeignKey(
        "proposals.Proposal", models.PROTECT, null=True, blank=True, related_name="recognitions"
    )
    year = models.PositiveSmallIntegerField(_("tahun"))
    level = models.CharField(_("tingkat"), max_length=8, choices=AwardLevel.choices)
    name = models.CharField(_("nama penghargaan"), max_length=200)
    title = models.CharField(_("judul saat itu"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = models.TextField(_("alasan dicabut"), blank=True)

    class Meta:
        verbose_name = _("penghargaan")
        ordering = ["-year", "pk"]
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="recognition_revoked_by_somebody"),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(revoked_at=None, proposal__isnull=False),
                name="recognition_stands_once_a_proposal",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="recognition_revoked_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.year}"


class InnovationProfile(models.Model):
    """What Indeks Inovasi Daerah asks of an innovation, once for all its reports."""

    innovation = models.OneToOneField(Innovation, models.CASCADE, related_name="profile")
    phase = models.CharField(_("tahapan"), max_length=10, choices=InnovationPhase.choices, blank=True)
    initiator = models.CharField(_("inisiator"), max_length=13, choices=Initiator.choices, blank=True)
    is_digital = models.BooleanField(_("digital"), null=True, blank=True)
    form = models.CharField(_("bentuk"), max_length=10, choices=InnovationForm.choices, blank=True)
    affair = models.CharField(_("urusan pemerintahan"), max_length=150, blank=True)
    trial_on = models.DateField(_("tanggal uji coba"), null=True, blank=True)
    applied_on = models.DateField(_("tanggal penerapan"), null=True, blank=True)
    developed_on = models.DateField(_("perkembangan terakhir"), null=True, blank=True)
    design = models.TextField(_("rancang bangun"), blank=True)
    aims = models.TextField(_("tujuan"), blank=True)
    benefits = models.TextField(_("manfaat"), blank=True)
    results = models.TextField(_("hasil"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self):
        return str(self.innovation)


class IndicatorClaim(models.Model):
    """The level, 1 to 3, that an innovation claims for one indicator, with what proves it."""

    profile = models.ForeignKey(InnovationProfile, models.CASCADE, related_name="claims")
    code = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    evidence = models.CharField(_("bukti"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "code"], name="indicator_claimed_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="indicator_has_three_levels"
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.level}"


class InnovationExport(RenderJob):
    """A file made from an innovation for another report. `payload` is what it says, as canonical JSON."""

    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="exports")
    layout = models.CharField(max_length=10, choices=ExportLayout.choices)
    format = models.CharField(max_length=4, choices=ExportFormat.choices)
    payload = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = InnovationExportQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]

    def __str__(self):
        return self.code
