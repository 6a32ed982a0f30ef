"""The day of presentations: its timetable, its rooms, and whose turn it is now."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from proposals.models import Entry

from ..enums import TurnPhase
from ..querysets import TimetableQuerySet, TurnQuerySet


class Timetable(models.Model):
    """How long each entrant has, and where. `rooms` lists {"name", "link"}; minutes are whole.

    `seed` made the random order, when one was drawn. Jurors and entrants read what was announced: the
    `announced_` fields of its slots, and the rooms and the seed of that moment. What changes afterwards is
    the bureau's until it announces again.
    """

    stage = models.OneToOneField(Stage, models.PROTECT, related_name="timetable")
    starts_at = models.DateTimeField(_("mulai"))
    minutes_present = models.PositiveSmallIntegerField(
        _("menit paparan"), default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    minutes_ask = models.PositiveSmallIntegerField(
        _("menit tanya jawab"), default=10, validators=[MaxValueValidator(240)]
    )
    minutes_between = models.PositiveSmallIntegerField(
        _("menit jeda"), default=5, validators=[MaxValueValidator(240)]
    )
    rooms = models.JSONField(default=list)
    seed = models.CharField(_("angka pengacak"), max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    announced_rooms = models.JSONField(default=list)
    announced_seed = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TimetableQuerySet.as_manager()

    class Meta:
        verbose_name = _("jadwal presentasi")
        constraints = [
            both_or_neither("published_at", "published_by", name="timetable_published_by_somebody")
        ]

    def __str__(self):
        return str(self.stage)


class Slot(models.Model):
    """One entrant's time in one room, or a break when `entry` is empty. Times follow from the order.

    A break that lasts until a set moment, a night between two days, has `resumes_at`. `head_came` and
    `companions` are recorded on the day.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="slots")
    room = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(_("urutan"))
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="slot")
    label = models.CharField(_("acara"), max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    resumes_at = models.DateTimeField(_("dilanjutkan"), null=True, blank=True)
    announced_room = models.PositiveSmallIntegerField(null=True, blank=True)
    announced_start = models.DateTimeField(null=True, blank=True)
    announced_end = models.DateTimeField(null=True, blank=True)
    head_came = models.BooleanField(_("pimpinan hadir"), null=True, blank=True)
    companions = models.PositiveSmallIntegerField(_("jumlah pendamping"), null=True, blank=True)

    class Meta:
        verbose_name = _("giliran presentasi")
        ordering = ["room", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | ~Q(label=""), name="slot_is_an_entry_or_a_break"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="slot_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(resumes_at=None) | Q(entry=None), name="slot_resumes_after_a_break"
            ),
            both_or_neither("announced_start", "announced_end", name="slot_is_announced_whole"),
        ]

    def __str__(self):
        return f"{self.position}. {self.entry.proposal if self.entry_id else self.label}"


class Turn(models.Model):
    """Whose turn it is in one room now; screens and phones follow it. Locked while it changes."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="turns")
    room = models.PositiveSmallIntegerField(default=0)
    slot = models.ForeignKey(Slot, models.SET_NULL, null=True, blank=True, related_name="+")
    phase = models.CharField(max_length=10, choices=TurnPhase.choices, default=TurnPhase.WAITING)
    since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("giliran sekarang")
        constraints = [models.UniqueConstraint(fields=["timetable", "room"], name="turn_once_a_room")]

    def __str__(self):
        return f"{self.timetable} · {self.room}: {self.phase}"
