from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from . import roles


class UserManager(BaseUserManager):
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
        if user.is_superuser or user.oversees_something:
            return self
        return self.filter(memberships__user=user).distinct()

    def for_list(self):
        return self.select_related("parent").annotate(member_count=models.Count("memberships", distinct=True))


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser or user.oversees_something:
            return self
        return self.filter(Q(user=user))


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_authenticated and (user.is_superuser or user.oversees_something):
            return self
        return self.none()

    def waiting(self, at):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)
