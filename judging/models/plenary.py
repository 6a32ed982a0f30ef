"""The session that fixes a stage's list: who was there, and what was decided of each entry."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from proposals.models import Entry

from ..enums import PlenaryPart, Ruling
from ..querysets import PlenaryQuerySet
from .minutes import Minutes


class Plenary(models.Model):
    """One session over a closed stage. What it decided holds once its minutes stand.

    `snapshot` is the SHA-256 of the ranking that it was held over. One person asks for the confirmation,
    another gives it; then `minutes` are frozen and this session changes no more. A session that came to
    nothing is dropped with a reason, and another is held.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="plenaries")
    number = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField(_("waktu sidang"))
    place = models.CharField(_("tempat"), max_length=200)
    snapshot = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.OneToOneField(
        Minutes, models.PROTECT, null=True, blank=True, related_name="plenary", editable=False
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = PlenaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("sidang pleno")
        ordering = ["stage", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="plenary_number_once"),
            models.UniqueConstraint(
                fields=["stage"],
                condition=Q(confirmed_at=None, dropped_at=None),
                name="plenary_one_under_way",
            ),
            both_or_neither("asked_at", "asked_by", name="plenary_asked_by_somebody"),
            both_or_neither("confirmed_at", "confirmed_by", name="plenary_confirmed_by_somebody"),
            both_or_neither("confirmed_at", "minutes", name="plenary_confirmed_has_minutes"),
            both_or_neither("dropped_at", "dropped_by", name="plenary_dropped_by_somebody"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(asked_by__isnull=False) & ~Q(confirmed_by=F("asked_by")),
                name="plenary_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None) | Q(confirmed_at=None) & ~Q(dropped_reason=""),
                name="plenary_dropped_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.stage} · {self.number}"

    @property
    def is_under_way(self) -> bool:
        return self.confirmed_at is None and self.dropped_at is None


class Attendee(models.Model):
    """Somebody invited to a session; jurors and officials have a `user`, guests only a name."""

    plenary = models.ForeignKey(Plenary, models.CASCADE, related_name="attendees")
    position = models.PositiveSmallIntegerField(default=0)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="plenary_seats")
    name = models.CharField(_("nama"), max_length=150)
    post = models.CharField(_("jabatan"), max_length=150, blank=True)
    part = models.CharField(_("peran"), max_length=9, choices=PlenaryPart.choices, default=PlenaryPart.MEMBER)
    is_present = models.BooleanField(_("hadir"), default=False)

    class Meta:
        verbose_name = _("peserta sidang")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plenary", "user"], name="attendee_once"),
            models.UniqueConstraint(
                fields=["plenary"], condition=Q(part=PlenaryPart.CHAIR), name="attendee_one_chair"
            ),
        ]

    def __str__(self):
        return self.name


class PlenaryDecision(models.Model):
    """What was decided of one entry; those without a row stand as they were scored.

    A moved entry takes `place` in its list. Whatever departs from the order of scores has a reason.
    """

    plenary = models.ForeignKey(Plenary, models.CASCADE, related_name="decisions")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    ruling = models.CharField(_("keputusan"), max_length=8, choices=Ruling.choices, default=Ruling.KEPT)
    place = models.PositiveIntegerField(_("peringkat"), null=True, blank=True)
    reason = models.TextField(_("alasan atau catatan"), max_length=2000)

    class Meta:
        verbose_name = _("keputusan pleno")
        ordering = ["plenary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plenary", "entry"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(ruling=Ruling.MOVED, place__gte=1) | ~Q(ruling=Ruling.MOVED) & Q(place=None),
                name="decision_moved_has_a_place",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.entry}: {self.ruling}"
