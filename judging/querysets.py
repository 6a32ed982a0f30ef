from django.db import models
from django.db.models import F, Q

from agencies import roles
from kipp.lib.frozen import FrozenQuerySet
from kipp.lib.jobs import JobQuerySet
from proposals.enums import Attendance
from proposals.lifecycle import SUBMITTED_ONCE

from .enums import SheetStatus


class PanelMemberQuerySet(models.QuerySet):
    def seated(self):
        """Who judges now: a juror who left keeps the row, as history, and their final sheets count."""
        return self.filter(left_at=None)


class AssignmentQuerySet(models.QuerySet):
    def of(self, user):
        """What this juror still has to do with: recused readings are gone for them."""
        return self.filter(member__user=user, recused_at=None)

    def visible_to(self, user):
        """A juror sees their own readings. Organisers watch progress, not through here."""
        return self.of(user) if user.is_authenticated else self.none()

    def standing(self):
        """Readings that the stage waits for: neither recused nor waived, of an entry that was presented."""
        return self.unwaived().filter(recused_at=None).exclude(entry__attendance=Attendance.ABSENT)

    def unwaived(self):
        """PostgreSQL takes `waiver=None` for a rare exception, and plans loops for what is nearly every row:
        asked for the column of the join, it sees that it has only to look for what is not there.
        """
        return self.filter(waiver__assignment=None)

    def unfinished(self):
        return self.standing().exclude(sheet__status=SheetStatus.FINAL)

    def in_reading_order(self):
        """The juror's own order; what they skipped comes last, in the order of skipping."""
        return self.order_by(F("skipped_at").asc(nulls_first=True), "position", "pk")


class TimetableQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who oversees the edition sees any; the stage's jurors see one that was announced."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Q(stage__competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))
        judged = Q(stage__in=_judged_by(user), published_at__isnull=False)
        return self.filter(overseen | judged)


class TurnQuerySet(models.QuerySet):
    def followed_by(self, user):
        """Turns of the timetables visible to somebody, in one statement: screens ask every moment."""
        rows = self.filter(timetable__published_at__isnull=False)
        if user.is_superuser:
            return rows
        posts = user.memberships.filter(role__in=roles.OVERSEER_ROLES).values("agency")
        overseen = Q(timetable__stage__competition__organiser__in=posts)
        return rows.filter(overseen | Q(timetable__stage__in=_judged_by(user)))


def _judged_by(user):
    """Stages on whose panel somebody sits now."""
    return user.panel_seats.filter(left_at=None).values("stage")


class AnchorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A juror reads the anchors of a round that was opened. Organisers come by way of their stage."""
        if not user.is_authenticated:
            return self.none()
        seats = user.panel_seats.filter(left_at=None)
        return self.filter(calibration__opened_at__isnull=False, calibration__stage__panel__in=seats)


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


class PlenaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who oversees the edition sees any; who was present reads what they are asked to confirm."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Q(stage__competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))
        attended = user.plenary_seats.filter(is_present=True).values("plenary")
        return self.filter(overseen | Q(asked_at__isnull=False, pk__in=attended))

    def under_way(self):
        return self.filter(confirmed_at=None, dropped_at=None)


class FieldVisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Overseers and visitors see any; the agency sees a visit to its own proposal."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Q(entry__stage__competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))
        own = Q(entry__proposal__agency__in=user.agency_ids(roles.ENTRANT_ROLES))
        return self.filter(overseen | own | Q(pk__in=user.visits.values("visit")))

    def under_way(self):
        return self.filter(closed_at=None, cancelled_at=None)


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; others' once everybody who went has finished, or of editions that one only oversees."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        edition = "claim__visit__entry__stage__competition"
        overseen = Q(**{f"{edition}__organiser__in": user.agency_ids(roles.OVERSEER_ROLES)})
        received = Q(claim__visit__entry__proposal__agency__in=user.agency_ids(roles.ENTRANT_ROLES))
        visited = Q(claim__visit__in=user.visits.values("visit"))
        is_seen = ~Q(claim__visit__visitors__finished_at=None)
        return self.filter(Q(visitor__user=user) | overseen & ~visited | (received | visited) & is_seen)
