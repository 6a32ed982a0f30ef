"""What an agency writes for one edition."""

from datetime import datetime
from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from competitions.models import Category, Competition, Group, Question, Track
from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither

from ..enums import CollaboratorRole, ProposalStatus, TeamKind
from ..lifecycle import IN_CORRECTION, SENT, standing
from ..querysets import ProposalQuerySet
from ..titles import title_key
from .innovation import Innovation


class Proposal(models.Model):
    """One innovation in one edition. `revision` counts saves of its own fields; answers count theirs.

    `owner` is who took it over; until then it is answered for by who began it. `correction_due_at` is
    the deadline of a proposal that the secretariat returned; until it is sent again, what its agency
    mends of the fields in HEADER is kept in `mended`, so that everybody else goes on reading what was sent.
    """

    HEADER: ClassVar = (
        *("title", "category_id", "track_id", "started_on"),
        *("team_kind", "video_url", "is_truthful"),
    )

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    competition = models.ForeignKey(Competition, models.PROTECT, related_name="proposals")
    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="proposals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="proposals", verbose_name=_("instansi"))
    status = models.CharField(
        max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.DRAFT, db_index=True
    )
    title = models.CharField(_("judul inovasi"), max_length=200)
    title_key = models.CharField(max_length=200, editable=False, db_index=True)
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jalur")
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("kategori"),
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("kelompok peserta"),
    )
    started_on = models.DateField(_("mulai diterapkan"), null=True, blank=True)
    team_kind = models.CharField(
        _("pengusul"), max_length=10, choices=TeamKind.choices, default=TeamKind.TEAM
    )
    video_url = models.URLField(_("tautan video"), max_length=300, blank=True)
    is_truthful = models.BooleanField(_("data yang diisikan benar"), default=False)
    head_note = models.TextField(_("catatan pimpinan"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    correction_due_at = models.DateTimeField(null=True, blank=True)
    mended = models.JSONField(default=dict, blank=True, editable=False, encoder=DjangoJSONEncoder)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        indexes = [models.Index(fields=["competition", "status"])]
        constraints = [
            both_or_neither("submitted_at", "submitted_by", name="proposal_submitted_by_somebody"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "awaiting", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="proposal_beyond_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "mended"]) | Q(correction_due_at__isnull=False),
                name="proposal_is_returned_with_a_date",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.title_key = title_key(self.title)
        fields = kwargs.get("update_fields")
        if fields is not None and "title" in fields:
            kwargs["update_fields"] = {*fields, "title_key"}
        super().save(*args, **kwargs)

    @property
    def is_in_correction(self) -> bool:
        return self.status in IN_CORRECTION

    @property
    def deadline(self) -> datetime | None:
        """Until when its agency may write and send: that of the correction, else that of the call."""
        return self.correction_due_at if self.is_in_correction else self.competition.closing(self.agency)

    def as_of(self, at: datetime) -> Self:
        """With the status that the clock gives it, though nobody has written that down yet."""
        self.status = standing(self.status, self.correction_due_at, at)
        return self

    def as_written(self) -> Self:
        """With what its agency has mended and nobody else sees before it is sent again."""
        return self if self.status in SENT else self.with_mended()

    def with_mended(self) -> Self:
        """Also once the correction is over, and nothing was sent: what was written is kept."""
        for name, value in self.mended.items():
            setattr(self, name, self._meta.get_field(name).to_python(value))
        self.title_key = title_key(self.title)
        return self

    def keep(self, names: set[str]) -> set[str]:
        """The columns to save after changes to these fields of the header."""
        if not self.is_in_correction:
            return names
        self.mended = {name: getattr(self, name) for name in self.HEADER}
        return {"mended"}


class Answer(models.Model):
    """The text of one question; `revision` is what a form was read at."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "question"], name="answer_once")]

    def __str__(self):
        return f"{self.question}: {self.text[:40]}"


class AnswerVersion(models.Model):
    """A text that an answer had, or that its writer set aside for a colleague's (`is_aside`).

    The database keeps the former by itself, in a trigger on answers: when another person's text is
    replaced, when more than half of one goes, and otherwise once in ten minutes.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="versions")
    text = models.TextField()
    words = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    is_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ["-kept_at", "-pk"]
        indexes = [models.Index(fields=["answer", "kept_at"], name="answer_version_by_time")]

    def __str__(self):
        return self.text[:40]


class TeamMember(models.Model):
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="team")
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama"), max_length=150)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    duty = models.CharField(_("peran dalam tim"), max_length=100, blank=True)
    email = models.EmailField(_("alamat e-mail"), blank=True)

    class Meta:
        verbose_name = _("anggota tim")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class Collaborator(models.Model):
    """Somebody from outside the agency who may read or write one proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(User, models.PROTECT, related_name="collaborations")
    role = models.CharField(_("peran"), max_length=8, choices=CollaboratorRole.choices)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("kolaborator")
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="collaborator_once")]

    def __str__(self):
        return f"{self.user} · {self.proposal}"


class Presence(models.Model):
    """Who has a proposal open, and in which field they write; stale after a minute."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    place = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user} · {self.proposal}"
