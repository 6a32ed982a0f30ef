"""Who may judge: seats, expertise, integrity, conflicts of interest."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Category, Competition, Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from proposals.models import Proposal

from ..enums import ConflictSource, ExpertiseLevel
from ..querysets import PanelMemberQuerySet


class PanelMember(models.Model):
    """A juror of one stage. `load_cap` limits how many entries a plan may give them.

    Who leaves once scoring has begun keeps the seat, as history, with `left_at` and a reason.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, models.PROTECT, related_name="panel_seats")
    load_cap = models.PositiveSmallIntegerField(_("batas jumlah bacaan"), null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    left_reason = models.TextField(_("alasan keluar"), blank=True)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("juri")
        constraints = [
            models.UniqueConstraint(fields=["stage", "user"], name="panel_member_once_a_stage"),
            both_or_neither("left_at", "left_by", name="panel_member_left_by_somebody"),
            models.CheckConstraint(
                condition=Q(left_at=None) | ~Q(left_reason=""), name="panel_member_left_with_a_reason"
            ),
        ]

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


class Expertise(models.Model):
    """What a juror knows of one category, for the whole edition; no row reads as general."""

    user = models.ForeignKey(User, models.CASCADE, related_name="expertise")
    category = models.ForeignKey(Category, models.CASCADE, related_name="experts")
    level = models.PositiveSmallIntegerField(_("keahlian"), choices=ExpertiseLevel.choices)

    class Meta:
        verbose_name = _("keahlian juri")
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="expertise_once"),
            models.CheckConstraint(condition=Q(level__in=ExpertiseLevel.values), name="expertise_is_a_level"),
        ]

    def __str__(self):
        return f"{self.user} · {self.category}: {self.get_level_display()}"


class Apart(models.Model):
    """Two jurors of a stage who do not read the same entry: two of one office, or a couple."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    first = models.ForeignKey(PanelMember, models.CASCADE, related_name="+")
    second = models.ForeignKey(PanelMember, models.CASCADE, related_name="+")
    reason = models.CharField(_("alasan"), max_length=300)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pasangan juri yang dipisahkan")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="apart_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="apart_in_one_order"),
        ]

    def __str__(self):
        return f"{self.first.user} | {self.second.user}"


class IntegrityStatement(FrozenModel):
    """A juror's signature under the edition's words, once an edition, before anything is shown."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    competition = models.ForeignKey(Competition, models.PROTECT, related_name="integrity_statements")
    user = models.ForeignKey(User, models.PROTECT, related_name="integrity_statements")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    signed_as = models.CharField(max_length=150)
    signed_at = models.DateTimeField()

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("pernyataan integritas")
        constraints = [models.UniqueConstraint(fields=["competition", "user"], name="integrity_signed_once")]

    def __str__(self):
        return f"{self.user} · {self.competition}"


class Substitution(FrozenModel):
    """A juror left a panel that had begun; `coming` took over what was unfinished, or the others did."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="substitutions")
    leaving = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")
    coming = models.ForeignKey(PanelMember, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("alasan"))
    letter_number = models.CharField(_("nomor surat"), max_length=100, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("pergantian juri")

    def __str__(self):
        return f"{self.leaving.user} → {self.coming.user if self.coming else '-'}"
