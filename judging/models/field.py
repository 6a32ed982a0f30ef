"""Verification in the field: what a proposal claims, seen on the spot by at least two people."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from proposals.models import Entry

from ..enums import Verdict
from ..querysets import FieldVisitQuerySet, PhotoQuerySet
from .minutes import Minutes


class FieldVisit(models.Model):
    """Going to see one entry. It ends with minutes that both sides sign, or is cancelled with a reason.

    `host_name` and `host_post` are of the person who received the visitors for the agency. The agency
    reads the findings and agrees or objects in `remark`; when it does neither, `unsigned_reason` says why.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="visits")
    planned_at = models.DateTimeField(_("waktu kunjungan"))
    place = models.CharField(_("tempat"), max_length=200)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    host_name = models.CharField(_("nama wakil instansi"), max_length=150, blank=True)
    host_post = models.CharField(_("jabatan wakil instansi"), max_length=150, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    has_objection = models.BooleanField(default=False)
    remark = models.TextField(_("tanggapan instansi"), max_length=2000, blank=True)
    unsigned_reason = models.TextField(_("alasan tanpa tanggapan instansi"), max_length=2000, blank=True)
    minutes = models.OneToOneField(
        Minutes, models.PROTECT, null=True, blank=True, related_name="visit", editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = FieldVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("verifikasi lapangan")
        ordering = ["planned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(closed_at=None, cancelled_at=None), name="visit_one_under_way"
            ),
            both_or_neither("agreed_at", "agreed_by", name="visit_agreed_by_somebody"),
            both_or_neither("closed_at", "closed_by", name="visit_closed_by_somebody"),
            both_or_neither("closed_at", "minutes", name="visit_closed_has_minutes"),
            both_or_neither("cancelled_at", "cancelled_by", name="visit_cancelled_by_somebody"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(closed_at=None) & ~Q(cancelled_reason=""),
                name="visit_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(has_objection=False) | ~Q(remark=""), name="visit_objection_is_said"
            ),
        ]

    def __str__(self):
        return f"{self.entry} · {self.place}"


class Visitor(models.Model):
    """One of those who go: a juror of the panel or an official of the organiser. Each sees for themself."""

    visit = models.ForeignKey(FieldVisit, models.CASCADE, related_name="visitors")
    user = models.ForeignKey(User, models.PROTECT, related_name="visits")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("petugas verifikasi")
        ordering = ["user__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="visitor_once")]

    def __str__(self):
        return str(self.user)


class Claim(models.Model):
    """Something that the proposal says and that can be seen: `text` quotes it, `source` names where."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    visit = models.ForeignKey(FieldVisit, models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField()
    source = models.CharField(_("bagian proposal"), max_length=200, blank=True)
    text = models.TextField(_("klaim"), max_length=2000)
    advice = models.CharField(_("yang perlu dilihat"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("klaim")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "position"], name="claim_position_once")]

    def __str__(self):
        return self.text[:60]


class Observation(models.Model):
    """What one visitor saw of one claim. `noted_at` is the clock of their device, `saved_at` ours."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="observations")
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="observations")
    verdict = models.CharField(_("temuan"), max_length=9, choices=Verdict.choices)
    note = models.TextField(_("catatan"), max_length=2000, blank=True)
    noted_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("temuan lapangan")
        ordering = ["visitor", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "visitor"], name="observation_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.CONFIRMED) | ~Q(note=""), name="observation_against_has_a_note"
            ),
        ]

    def __str__(self):
        return f"{self.claim}: {self.verdict}"


class Photo(models.Model):
    """A picture taken of one claim. The file carries no metadata: when and where it was taken stand here.

    `key` is made on the device, so that a picture sent twice over a bad line is kept once.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="photos")
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="photos")
    key = models.CharField(max_length=40)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(_("keterangan foto"), max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    latitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    received_at = models.DateTimeField()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto temuan")
        ordering = ["claim", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visitor", "key"], name="photo_once"),
            both_or_neither("latitude", "longitude", name="photo_place_is_whole"),
        ]

    def __str__(self):
        return self.caption or self.code
