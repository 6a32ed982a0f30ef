"""The steps of an edition and the rubric of each scoring step."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet

from .. import timeline
from ..enums import Aggregate, CommentRule, CutKind, EntrantView, PeerView, RankedBy, StageKind
from ..querysets import StageQuerySet
from .edition import Category, Competition, Group, Track
from .form import Section


class Stage(models.Model):
    """A step of the edition. Dates are plans; `closed_at` and `published_at` are acts.

    `readers` is the number of sheets each entry needs; `tie_ladder` lists criterion codes and
    `lowest_juror`, declared before scoring; `cut_count` or `cut_total` goes with `cut_kind`. With a
    `track` only its proposals enter. An entry is contested when its sheets lie `contested_gap` points of
    100 apart or more and, where `contested_below` is given, the lowest is under that pass mark.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    competition = models.ForeignKey(Competition, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("nama tahap"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=10, choices=StageKind.choices)
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya untuk jalur")
    )
    opens_at = models.DateTimeField(_("mulai"), null=True, blank=True)
    closes_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("bobot dalam nilai akhir"), default=100, validators=[MaxValueValidator(100)]
    )
    readers = models.PositiveSmallIntegerField(
        _("juri per proposal"), default=3, validators=[MinValueValidator(1)]
    )
    is_blind = models.BooleanField(_("nama instansi disembunyikan dari juri"), default=False)
    aggregate = models.CharField(
        _("gabungan nilai juri"), max_length=8, choices=Aggregate.choices, default=Aggregate.MEAN
    )
    tie_ladder = models.JSONField(_("urutan pemecah nilai sama"), default=list, blank=True)
    ranked_by = models.CharField(
        _("daftar peringkat"), max_length=10, choices=RankedBy.choices, default=RankedBy.OVERALL
    )
    cut_kind = models.CharField(_("yang maju"), max_length=10, choices=CutKind.choices, default=CutKind.NONE)
    cut_count = models.PositiveSmallIntegerField(_("jumlah yang maju"), null=True, blank=True)
    cut_total = models.DecimalField(_("nilai minimal"), max_digits=5, decimal_places=2, null=True, blank=True)
    comments = models.CharField(
        _("catatan juri"), max_length=8, choices=CommentRule.choices, default=CommentRule.NEVER
    )
    peers_see = models.CharField(
        _("yang dilihat juri dari juri lain setelah lembarnya sendiri final"),
        max_length=8,
        choices=PeerView.choices,
        default=PeerView.NOTHING,
    )
    entrants_see = models.CharField(
        _("yang dibaca pengusul dari hasilnya"),
        max_length=8,
        choices=EntrantView.choices,
        default=EntrantView.COMMENTS,
    )
    contested_gap = models.PositiveSmallIntegerField(
        _("selisih antarjuri yang diperiksa lagi"),
        null=True,
        blank=True,
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    contested_below = models.DecimalField(
        _("hanya bila ada nilai di bawah"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("tahap")
        ordering = ["position", "pk"]
        constraints = [
            both_or_neither("closed_at", "closed_by", name="stage_closed_by_somebody"),
            both_or_neither("published_at", "published_by", name="stage_published_by_somebody"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(closed_at__isnull=False),
                name="stage_is_closed_before_publishing",
            ),
            models.CheckConstraint(
                condition=~Q(cut_kind=CutKind.TOP_N) | Q(cut_count__gt=0),
                name="stage_top_n_has_a_count",
            ),
            models.CheckConstraint(
                condition=~Q(cut_kind=CutKind.THRESHOLD) | Q(cut_total__isnull=False),
                name="stage_threshold_has_a_total",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def window(self) -> timeline.Window:
        return timeline.Window(self.opens_at, self.closes_at)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Quota(models.Model):
    """At most `places` entries of one group, or of one category, go on from a stage."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="quotas")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(_("jumlah yang maju"))

    class Meta:
        verbose_name = _("kuota")
        ordering = ["stage", "group__position", "category__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None, category__isnull=False) | Q(group__isnull=False, category=None),
                name="quota_is_of_a_group_or_a_category",
            ),
            models.UniqueConstraint(fields=["stage", "group"], name="quota_of_a_group_once"),
            models.UniqueConstraint(fields=["stage", "category"], name="quota_of_a_category_once"),
        ]

    def __str__(self):
        return f"{self.group or self.category}: {self.places}"


class StageRules(FrozenModel):
    """What a stage judges by, word for word, as it stood when its first sheet was opened.

    `payload` is canonical JSON; its SHA-256 is shown to jurors, entrants and the public.
    """

    stage = models.OneToOneField(Stage, models.PROTECT, related_name="frozen_rules")
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan tahap yang dibekukan")

    def __str__(self):
        return f"{self.stage}: {self.sha256[:12]}"


class Rubric(models.Model):
    """The weighted criteria of a scoring stage; locked when the first sheet is opened."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="rubrics")
    version = models.PositiveSmallIntegerField(default=1)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rubrik")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["stage", "version"], name="rubric_version_once")]

    def __str__(self):
        return f"{self.stage} v{self.version}"


class Aspect(models.Model):
    """A heading over the indicators of a rubric; its weight is the sum of theirs."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="aspects")
    position = models.PositiveSmallIntegerField(_("urutan"))
    name = models.CharField(_("aspek"), max_length=120)

    class Meta:
        verbose_name = _("aspek")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["rubric", "name"], name="aspect_name_once")]

    def __str__(self):
        return self.name


class Criterion(models.Model):
    """One row of a rubric. `points_min`..`points_max` in whole points; weights of a rubric sum to 100."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("urutan"))
    aspect = models.ForeignKey(
        Aspect, models.SET_NULL, null=True, blank=True, related_name="criteria", verbose_name=_("aspek")
    )
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("kriteria"), max_length=120)
    guidance = models.TextField(_("petunjuk"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("bobot"), validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    points_min = models.PositiveSmallIntegerField(_("nilai terendah"), default=1)
    points_max = models.PositiveSmallIntegerField(
        _("nilai tertinggi"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_required = models.BooleanField(_("wajib dinilai"), default=True)
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bagian proposal yang dinilai"),
    )

    class Meta:
        verbose_name = _("kriteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=Q(points_min__lt=F("points_max")), name="criterion_scale_ascends"
            ),
            models.CheckConstraint(condition=Q(weight__lte=100), name="criterion_weight_to_100"),
        ]

    def __str__(self):
        return self.name


class Level(models.Model):
    """The anchor text of one number of points."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    points = models.PositiveSmallIntegerField(_("nilai"))
    anchor = models.CharField(_("arti nilai ini"), max_length=300)

    class Meta:
        verbose_name = _("jenjang nilai")
        ordering = ["points"]
        constraints = [models.UniqueConstraint(fields=["criterion", "points"], name="level_points_once")]

    def __str__(self):
        return f"{self.points}: {self.anchor}"
