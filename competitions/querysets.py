from django.db import models
from django.db.models import Max, Q

from agencies import roles


class CompetitionQuerySet(models.QuerySet):
    def organised_by(self, user):
        """The editions this person runs."""
        if user.is_superuser:
            return self
        return self.filter(organiser__in=user.agency_ids(roles.ORGANISER_ROLES))

    def overseen_by(self, user):
        """The editions whose inside this person may read: organisers and auditors."""
        if user.is_superuser:
            return self
        return self.filter(organiser__in=user.agency_ids(roles.OVERSEER_ROLES))

    def visible_to(self, user):
        """Announced editions are public; an edition in preparation is its organiser's."""
        announced = Q(announced_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(announced)
        if user.is_superuser:
            return self
        return self.filter(announced | Q(organiser__in=user.agency_ids(roles.OVERSEER_ROLES)))

    def for_list(self):
        """With `results_at`, when the latest result of a stage was published."""
        rows = self.select_related("organiser").prefetch_related("extensions")
        return rows.annotate(results_at=Max("stages__published_at")).order_by("-year", "name")


class StageQuerySet(models.QuerySet):
    def overseen_by(self, user):
        if user.is_superuser:
            return self
        return self.filter(competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))

    def for_page(self):
        """The text of frozen rules is long, and read on its own page only."""
        held = self.select_related("competition__organiser", "frozen_rules")
        return held.defer("frozen_rules__payload")
