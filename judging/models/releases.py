"""What was published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from competitions.models import Stage
from kipp.lib.codes import new_code
from kipp.lib.frozen import FrozenModel, FrozenQuerySet
from kipp.lib.jobs import RenderJob
from proposals.models import Proposal

from ..enums import DocumentKind
from ..querysets import DocumentQuerySet, ReleaseQuerySet


class ResultRelease(FrozenModel):
    """A published result: canonical JSON, its SHA-256, and the ledger's head when it was made.

    Never changed; a correction is a new release that supersedes this one and says why. `annex` holds
    what the public does not read (comments, which juror is which letter), with a salt; its SHA-256
    stands in the payload, so that it cannot change either.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    payload = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    annex = models.TextField()
    ledger_seq = models.PositiveIntegerField()
    ledger_hash = models.CharField(max_length=64)
    letter_number = models.CharField(_("nomor surat"), max_length=100)
    letter_on = models.DateField(_("tanggal surat"))
    signer = models.CharField(_("penanda tangan"), max_length=150)
    signer_post = models.CharField(_("jabatan penanda tangan"), max_length=150)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    reason = models.TextField(_("alasan koreksi"), blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("rilis hasil")
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(supersedes=None, number=1) | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="release_correction_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.stage} · {self.number}"


class ProposalResult(FrozenModel):
    """One line of a release, for pages that list; the payload is the authority.

    `total` is 0-100 rounded half-up to four decimals; `list_name` is the group or category when
    the stage ranks them apart.
    """

    release = models.ForeignKey(ResultRelease, models.PROTECT, related_name="results")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="results")
    list_name = models.CharField(max_length=120, blank=True)
    place = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=7, decimal_places=4)
    is_advanced = models.BooleanField(default=False)
    award = models.CharField(max_length=120, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("hasil proposal")
        ordering = ["list_name", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "proposal"], name="result_once_a_release")]

    def __str__(self):
        return f"{self.place}. {self.proposal}"


class Document(RenderJob):
    """A PDF of a release: the ranking, or the report of one proposal."""

    release = models.ForeignKey(ResultRelease, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=DocumentKind.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "proposal"],
                condition=Q(kind=DocumentKind.REPORT),
                name="document_report_once",
            ),
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(kind=DocumentKind.RANKING),
                name="document_ranking_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.RANKING, proposal=None)
                | Q(kind=DocumentKind.REPORT, proposal__isnull=False),
                name="document_report_has_a_proposal",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"
