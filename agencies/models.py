"""People, the bodies they work for, and what was done by whom."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kipp.lib.codes import new_code
from kipp.lib.constraints import both_or_neither
from kipp.lib.frozen import FrozenModel, FrozenQuerySet

from . import roles
from .enums import AgencyKind, ImportKind, InvitationStatus, MailStatus, NoticeKind, Role
from .querysets import (
    AgencyQuerySet,
    ImportDraftQuerySet,
    InvitationQuerySet,
    MailBatchQuerySet,
    MailQuerySet,
    MembershipQuerySet,
    NoticeQuerySet,
    UserManager,
)


class Agency(models.Model):
    """A public body. `root` is the top of its tree (itself when it has no parent)."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=12, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("induk")
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("instansi")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="agency_is_not_its_own_parent"),
        ]

    def __str__(self):
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `employer` is where they work: it feeds conflicts of interest, and gives no rights."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("alamat e-mail"), unique=True)
    name = models.CharField(_("nama lengkap"), max_length=150)
    institution = models.CharField(_("lembaga asal"), max_length=200, blank=True)
    employer = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employees",
        verbose_name=_("tempat bekerja"),
    )
    unmailed = models.JSONField(_("tidak dikirim lewat surat"), default=list, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("orang")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_ignores_case")]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    @cached_property
    def _standing(self) -> list[tuple[int | None, str | None, int]]:
        """Agency, role and unread notices, a row a role. One query a request, whatever is asked of it."""
        unread = Notice.objects.unread().filter(user=OuterRef("pk")).order_by().values("user")
        count = Coalesce(Subquery(unread.annotate(n=models.Count("pk")).values("n")), 0)
        rows = User.objects.filter(pk=self.pk).annotate(unread=count)
        return list(rows.values_list("memberships__agency", "memberships__role", "unread"))

    @cached_property
    def roles_by_agency(self) -> dict[int, frozenset[str]]:
        """Agency id -> roles held there."""
        held: dict[int, set[str]] = {}
        for agency_id, role, _unread in self._standing:
            if agency_id is not None:
                held.setdefault(agency_id, set()).add(role)
        return {agency_id: frozenset(names) for agency_id, names in held.items()}

    @property
    def unread_notices(self) -> int:
        return self._standing[0][2] if self._standing else 0

    def agency_ids(self, wanted: frozenset[str]) -> list[int]:
        return [pk for pk, held in self.roles_by_agency.items() if held & wanted]

    @property
    def oversees_something(self) -> bool:
        return bool(self.agency_ids(roles.OVERSEER_ROLES))

    @property
    def organises_something(self) -> bool:
        return bool(self.agency_ids(roles.ORGANISER_ROLES))


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(_("peran"), max_length=10, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role"], name="membership_is_held_once")
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.agency}"


class FormerPost(models.Model):
    """Where a person worked before, until `until`: a juror's former office may be a conflict of interest."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="former_posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("instansi"))
    until = models.DateField(_("sampai tanggal"))
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("jabatan terdahulu")
        ordering = ["-until", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "agency"], name="former_post_once")]

    def __str__(self):
        return f"{self.user} · {self.agency}"


class Invitation(models.Model):
    """A link that makes an account or adds a role. Only the SHA-256 of its token is stored.

    An empty `agency` and `role` invites somebody as a person only: a juror, whom the panel names.
    An empty `email` is the portal's own first link: whoever runs the portal founds it with that.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("alamat e-mail"))
    name = models.CharField(_("nama lengkap"), max_length=150, blank=True)
    institution = models.CharField(_("lembaga asal"), max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("instansi"),
    )
    role = models.CharField(_("peran"), max_length=10, choices=Role.choices, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        constraints = [
            both_or_neither("accepted_at", "accepted_by", name="invitation_accepted_by_somebody"),
            models.CheckConstraint(
                condition=Q(agency=None, role="") | (Q(agency__isnull=False) & ~Q(role="")),
                name="invitation_names_agency_and_role_or_neither",
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def status_label(self) -> str:
        """Of a row that was read `with_status`."""
        return InvitationStatus(self.status).label


class ImportDraft(models.Model):
    """A spreadsheet that was read and checked, waiting for a person to confirm what they saw."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportDraftQuerySet.as_manager()

    def __str__(self):
        return self.file_name


class Notice(models.Model):
    """Something a person must learn, kept until they have opened it. `url` is where it is acted upon.

    `key` names the happening, once for every person: telling it again tells nobody twice.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    subject = models.CharField(max_length=100, db_index=True)
    key = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_of_user")]

    def __str__(self):
        return self.title


class MailBatch(models.Model):
    """Letters of one purpose that leave in the name of an organiser, who may read them before they go.

    `subject` is what they are about, `edition:slug` or `proposal:code`; `written_by` is empty when the
    portal wrote them by itself. While a batch is held its letters wait: a person releases or cancels them.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    organiser = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=100, db_index=True)
    purpose = models.CharField(max_length=12, choices=NoticeKind.choices)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    objects = MailBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiriman surat")
        ordering = ["-written_at", "-pk"]
        constraints = [
            both_or_neither("released_at", "released_by", name="mailbatch_released_by_somebody"),
            both_or_neither("cancelled_at", "cancelled_by", name="mailbatch_cancelled_by_somebody"),
            models.CheckConstraint(
                condition=Q(released_at=None, cancelled_at=None)
                | Q(held_at__isnull=False, released_at__isnull=True)
                | Q(held_at__isnull=False, cancelled_at__isnull=True),
                name="mailbatch_held_is_released_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(reason=""), name="mailbatch_cancelled_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_held(self) -> bool:
        return self.held_at is not None and self.released_at is None and self.cancelled_at is None

    @property
    def letter_status(self) -> MailStatus:
        """What a letter that is put into it now becomes."""
        if self.cancelled_at is not None:
            return MailStatus.CANCELLED
        return MailStatus.HELD if self.is_held else MailStatus.QUEUED


class Mail(models.Model):
    """The outbox: the row is the letter, the queue only rings.

    A letter outside a batch may carry a secret link: its body is emptied once it has been sent. The
    letters of a batch are records of what was said in somebody's name: their words stay. A letter that has
    not left by `until` does not leave any more: nobody is reminded of a deadline that has passed.

    A letter with a notice and no batch is an agency's own business: not even its subject is shown to others.
    One that leaves in an office's name and tells of a draft keeps what that office may read in `shown`; its
    body is the recipient's, and is emptied like a secret one.
    """

    batch = models.ForeignKey(MailBatch, models.PROTECT, null=True, blank=True, related_name="letters")
    notice = models.OneToOneField(Notice, models.SET_NULL, null=True, blank=True, related_name="letter")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    shown = models.TextField(blank=True)
    status = models.CharField(
        max_length=10, choices=MailStatus.choices, default=MailStatus.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    def __str__(self):
        return f"{self.to}: {self.subject}"

    @property
    def words(self) -> str:
        """What the office that answers for it reads."""
        return self.shown or self.body

    @property
    def is_private(self) -> bool:
        return self.notice_id is not None and self.batch_id is None


class AuditEvent(FrozenModel):
    """Who did what to which thing. `subject` is `kind:code`; `details` holds no personal data."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    details = models.JSONField(default=dict)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
