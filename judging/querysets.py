from django.db import models
from django.db.models import Q

from agencies import roles
from kipp.lib.frozen import FrozenQuerySet
from kipp.lib.jobs import JobQuerySet
from proposals.lifecycle import SUBMITTED_ONCE

from .enums import SheetStatus


class AssignmentQuerySet(models.QuerySet):
    def of(self, user):
        """What this juror still has to do with: recused readings are gone for them."""
        return self.filter(member__user=user, recused_at=None)

    def visible_to(self, user):
        """A juror sees their own readings. Organisers watch progress, not through here."""
        return self.of(user) if user.is_authenticated else self.none()

    def standing(self):
        """Readings that the stage waits for: neither recused nor waived."""
        return self.filter(recused_at=None, waiver=None)

    def unfinished(self):
        return self.standing().exclude(sheet__status=SheetStatus.FINAL)

    def in_reading_order(self):
        return self.order_by("position", "pk")


class AssignmentPlanQuerySet(JobQuerySet):
    def undoable(self):
        return self.filter(applied_at__isnull=False, undone_at=None)


class ReleaseQuerySet(FrozenQuerySet):
    def current(self):
        """The release in force of each stage: the one that no other supersedes."""
        return self.filter(superseded_by=None)


class DocumentQuerySet(JobQuerySet):
    def for_page(self):
        return self.select_related("release__stage__competition", "proposal")

    def visible_to(self, user):
        """Reports go to the agency concerned; everything goes to the edition's organisers."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Q(release__stage__competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))
        own = Q(
            proposal__agency__in=user.agency_ids(roles.ENTRANT_ROLES),
            proposal__status__in=SUBMITTED_ONCE,
        )
        return self.filter(overseen | own)
