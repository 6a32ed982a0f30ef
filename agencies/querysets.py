from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from . import roles
from .enums import InvitationStatus, MailStatus

MAIL_LEASE = timedelta(seconds=90)
MAIL_ATTEMPTS = 3


def _oversees(user) -> bool:
    return user.is_authenticated and (user.is_superuser or user.oversees_something)


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisers and auditors see everybody; others see themselves."""
        return self if _oversees(user) else self.filter(pk=user.pk)

    def for_list(self):
        return self.select_related("employer").prefetch_related("memberships__agency")

    def awaited(self):
        """Accounts made ahead for people who were invited: they have no password yet."""
        return self.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def publishing_for(self, agency):
        """Who could still publish for this agency: people whose account is open."""
        return self.filter(
            is_active=True, memberships__agency=agency, memberships__role=roles.PUBLISHER
        ).distinct()

    def writing_for(self, *agencies):
        """The staff and heads of agencies whose accounts are open: whom to tell what befalls a proposal."""
        return self.filter(
            is_active=True, memberships__agency__in=agencies, memberships__role__in=roles.ENTRANT_ROLES
        ).distinct()

    def organising_for(self, agency):
        """Who runs this agency's editions."""
        return self.filter(
            is_active=True, memberships__agency=agency, memberships__role__in=roles.ORGANISER_ROLES
        ).distinct()

    def heading(self, *agencies):
        """Who approves what an agency sends."""
        return self.filter(
            is_active=True, memberships__agency__in=agencies, memberships__role=roles.HEAD
        ).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """People sign in with their e-mail address, stored in lower case."""

    @classmethod
    def normalize_email(cls, email):
        return (email or "").strip().lower()

    def get_by_natural_key(self, email):
        return self.get(email=self.normalize_email(email))

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class AgencyQuerySet(models.QuerySet):
    def organised_by(self, user):
        """The agencies whose editions this person runs."""
        return self.filter(memberships__user=user, memberships__role__in=roles.ORGANISER_ROLES).distinct()

    def entered_by(self, user):
        """The agencies this person writes for."""
        return self.filter(memberships__user=user, memberships__role__in=roles.ENTRANT_ROLES).distinct()

    def visible_to(self, user):
        """Organisers and auditors see the register; others see the agencies they belong to."""
        if not user.is_authenticated:
            return self.none()
        return self if _oversees(user) else self.filter(memberships__user=user).distinct()

    def for_list(self):
        return self.select_related("parent").annotate(member_count=models.Count("memberships", distinct=True))


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self if _oversees(user) else self.filter(user=user)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.addressed() if _oversees(user) else self.none()

    def addressed(self):
        """Invitations of a person. The portal's own first link has no address."""
        return self.exclude(email="")

    def first_links(self):
        return self.filter(email="")

    def waiting(self, at):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def with_status(self, at: datetime):
        return self.annotate(
            status=Case(
                When(accepted_at__isnull=False, then=Value(InvitationStatus.ACCEPTED)),
                When(revoked_at__isnull=False, then=Value(InvitationStatus.REVOKED)),
                When(expires_at__lte=at, then=Value(InvitationStatus.EXPIRED)),
                default=Value(InvitationStatus.WAITING),
                output_field=models.CharField(),
            )
        )

    def for_list(self, at: datetime):
        return self.select_related("agency", "invited_by").with_status(at)


class ImportDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft holds names and addresses: only who uploaded it sees it."""
        return self.filter(uploaded_by_id=user.pk)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice is its person's alone."""
        return self.filter(user_id=user.pk)

    def unread(self):
        return self.filter(read_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class MailBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters that leave in an agency's name are read by those who run its editions."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(organiser__in=user.agency_ids(roles.ORGANISER_ROLES))

    def waiting(self):
        """With letters that do not leave before somebody has read them."""
        return self.filter(letters__status=MailStatus.HELD).distinct()

    def with_counts(self):
        """How many letters, and how many of them in each state that the page speaks of."""
        counts = {
            f"{name}_count": models.Count("letters", filter=Q(letters__status__in=states))
            for name, states in {
                "held": [MailStatus.HELD],
                "leaving": [MailStatus.QUEUED, MailStatus.SENDING],
                "sent": [MailStatus.SENT],
                "failed": [MailStatus.FAILED],
                "cancelled": [MailStatus.CANCELLED],
            }.items()
        }
        return self.annotate(letter_count=models.Count("letters"), **counts)

    def gathering(self, subject: str, purpose: str, *, holds: bool):
        """What letters written by themselves may still join."""
        same = self.filter(subject=subject, purpose=purpose, written_by=None, cancelled_at=None)
        return same.filter(released_at=None, held_at__isnull=not holds)


class MailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters of a batch are its organiser's; the portal's own are every organiser's."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        if not user.organises_something:
            return self.none()
        mine = Q(batch__organiser__in=user.agency_ids(roles.ORGANISER_ROLES))
        return self.filter(Q(batch=None) | mine)

    def due(self, at: datetime):
        """Letters that nobody carries: waiting their turn, or left by a worker that died."""
        waiting = self.filter(status__in=[MailStatus.QUEUED, MailStatus.SENDING])
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        return waiting.filter(free, Q(until=None) | Q(until__gt=at))

    def drop_late(self, at: datetime) -> int:
        """Letters that nobody needs any more: what they speak of is over."""
        late = self.filter(until__lte=at, status__in=[MailStatus.QUEUED, MailStatus.HELD])
        return late.update(status=MailStatus.CANCELLED, error=_("Batas waktunya sudah lewat."))

    def claim(self, pk: int, at: datetime) -> bool:
        """Take one letter; attempts are counted before sending, so one that kills its worker is given up."""
        taken = self.due(at).filter(pk=pk, attempts__lt=MAIL_ATTEMPTS)
        return (
            taken.update(status=MailStatus.SENDING, attempts=F("attempts") + 1, leased_until=at + MAIL_LEASE)
            == 1
        )

    def bury(self, at: datetime) -> int:
        """Give up letters whose attempts are used; a person may send them again."""
        return (
            self.due(at)
            .filter(attempts__gte=MAIL_ATTEMPTS)
            .update(
                status=MailStatus.FAILED, error=_("Pengiriman berhenti berulang kali."), leased_until=None
            )
        )
