"""An edition: its call, its categories, groups, tracks, awards and extensions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet

from .. import timeline
from ..enums import AwardRule, EnteredAs, Phase, Zone
from ..querysets import CompetitionQuerySet


def reminder_days() -> list[int]:
    return [7, 3, 1]


class Competition(models.Model):
    """One edition. `closes_at` is the announced deadline; extensions lie beside it."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("nama edisi"), max_length=200)
    year = models.PositiveSmallIntegerField(
        _("tahun"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    region = models.CharField(_("daerah"), max_length=100)
    theme = models.CharField(_("tema"), max_length=300, blank=True)
    legal_basis = models.TextField(_("dasar hukum"), blank=True)
    about = models.TextField(_("penjelasan"), blank=True)
    letterhead = models.TextField(_("kop surat"), blank=True)
    organiser = models.ForeignKey(
        Agency, models.PROTECT, related_name="competitions", verbose_name=_("penyelenggara")
    )
    zone = models.CharField(_("zona waktu"), max_length=20, choices=Zone.choices, default=Zone.WIB)
    opens_at = models.DateTimeField(_("pendaftaran dibuka"), null=True, blank=True)
    closes_at = models.DateTimeField(_("pendaftaran ditutup"), null=True, blank=True)
    entered_as = models.CharField(
        _("pengusul"), max_length=10, choices=EnteredAs.choices, default=EnteredAs.ANY
    )
    needs_head_approval = models.BooleanField(_("pimpinan menyetujui sebelum dikirim"), default=False)
    screened_by_two = models.BooleanField(_("seleksi diputuskan oleh dua orang"), default=False)
    holds_mail = models.BooleanField(_("panitia membaca surat sebelum dikirim"), default=False)
    reminder_days = models.JSONField(_("pengingat, hari sebelum penutupan"), default=reminder_days)
    integrity_text = models.TextField(_("pernyataan integritas juri"), blank=True)
    cooling_years = models.PositiveSmallIntegerField(_("masa jeda jabatan terdahulu (tahun)"), default=2)
    preset = models.CharField(max_length=40, blank=True, editable=False)
    assumptions = models.JSONField(default=list, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    announced_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edisi")
        constraints = [
            both_or_neither("announced_at", "announced_by", name="competition_announced_by_somebody"),
            both_or_neither("confirmed_at", "confirmed_by", name="competition_confirmed_by_somebody"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="competition_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="competition_is_announced_with_dates",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def closing(self, agency: Agency | None = None) -> datetime | None:
        """The deadline for everybody, or for one agency with its own extensions."""
        mine = agency.pk if agency else None
        until = [e.until for e in self.extensions.all() if e.agency_id in (None, mine)]
        return timeline.extended(self.closes_at, until)

    def phase_at(self, at: datetime, agency: Agency | None = None) -> Phase:
        window = timeline.Window(self.opens_at, self.closing(agency))
        return Phase(timeline.phase(self.announced_at, window, at))


class Category(models.Model):
    competition = models.ForeignKey(Competition, models.CASCADE, related_name="categories")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama kategori"), max_length=120)

    class Meta:
        verbose_name = _("kategori")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "name"], name="category_name_once")]

    def __str__(self):
        return self.name


class Group(models.Model):
    """Who competes together: `kinds` lists kinds of agency; an agency fits the first that has its kind."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama kelompok"), max_length=120)
    kinds = models.JSONField(_("jenis instansi"), default=list)

    class Meta:
        verbose_name = _("kelompok peserta")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "name"], name="group_name_once")]

    def __str__(self):
        return self.name


class Track(models.Model):
    """How an innovation enters (umum, replikasi, khusus), with the rules that differ.

    `award_limit` counts awards of earlier editions: 1 means "not twice in the top class".
    """

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="tracks")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama jalur"), max_length=120)
    minimum_months = models.PositiveSmallIntegerField(_("umur minimal penerapan (bulan)"), default=12)
    quota = models.PositiveSmallIntegerField(_("kuota per instansi"), null=True, blank=True)
    award_rule = models.CharField(
        _("riwayat penghargaan"), max_length=6, choices=AwardRule.choices, default=AwardRule.ANY
    )
    award_limit = models.PositiveSmallIntegerField(
        _("paling banyak penghargaan sebelumnya"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("jalur")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "name"], name="track_name_once")]

    def __str__(self):
        return self.name


class Award(models.Model):
    """A name for a span of places in each list of the final result."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="awards")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama penghargaan"), max_length=120)
    first_place = models.PositiveSmallIntegerField(_("dari peringkat"))
    last_place = models.PositiveSmallIntegerField(_("sampai peringkat"))

    class Meta:
        verbose_name = _("penghargaan")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_place__gt=0, first_place__lte=F("last_place")),
                name="award_places_ascend",
            )
        ]

    def __str__(self):
        return self.name


class Extension(FrozenModel):
    """An official act that moves the deadline, for everybody or for one agency."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="extensions")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField()
    letter_number = models.CharField(max_length=100)
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    def __str__(self):
        return f"{self.competition} → {self.until:%Y-%m-%d %H:%M}"
