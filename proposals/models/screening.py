"""What the secretariat found in what was sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from competitions.models import ChecklistItem, Competition
from kipp.lib.constraints import both_or_neither
from kipp.lib.jobs import RenderJob

from ..enums import Outcome
from .sent import ProposalVersion


class Screening(models.Model):
    """The administrative selection of one version; decided once, reconsidered by an act.

    Where an edition asks for two people, the first proposes an outcome and another one decides, or sends
    it back with `sent_back_note`. Nobody ever does both.
    """

    version = models.OneToOneField(ProposalVersion, models.PROTECT, related_name="screening")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    note = models.TextField(_("catatan untuk instansi"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    proposed_outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_note = models.TextField(_("catatan orang kedua"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("seleksi administrasi")
        constraints = [
            both_or_neither("decided_at", "decided_by", name="screening_decided_by_somebody"),
            both_or_neither("proposed_at", "proposed_by", name="screening_proposed_by_somebody"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="screening_outcome_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(proposed_outcome="", proposed_at=None)
                | (~Q(proposed_outcome="") & Q(proposed_at__isnull=False)),
                name="screening_proposal_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(decided_by=None) | ~Q(proposed_by=models.F("decided_by")),
                name="screening_is_decided_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.version}: {self.get_outcome_display() or '…'}"

    @property
    def is_proposed(self) -> bool:
        """Somebody proposed an outcome, and nobody else has said yes or no to it."""
        return bool(self.proposed_outcome) and not self.outcome


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


class ScreeningLetter(RenderJob):
    """The result of the administrative selection told to one agency. `payload` is canonical JSON.

    Its hash is what the QR code on the letter leads to. A later letter to the same agency replaces this one.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="screening_letters")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    letter_number = models.CharField(max_length=100)
    dated_on = models.DateField()
    payload = models.TextField()
    payload_sha256 = models.CharField(max_length=64, db_index=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("surat hasil seleksi")
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "agency", "letter_number"], name="screening_letter_number_once"
            )
        ]

    def __str__(self):
        return f"{self.letter_number} · {self.agency}"
