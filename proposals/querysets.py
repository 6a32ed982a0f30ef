from django.db import models
from django.db.models import Q

from agencies import roles

from .lifecycle import SUBMITTED_ONCE


class ProposalQuerySet(models.QuerySet):
    def entered_by(self, user):
        """Proposals of the agencies this person writes for."""
        return self.filter(agency__in=user.agency_ids(roles.ENTRANT_ROLES))

    def overseen_by(self, user):
        """What organisers and auditors of the edition may read: drafts stay the agency's."""
        submitted = self.filter(status__in=SUBMITTED_ONCE)
        if user.is_superuser:
            return submitted
        return submitted.filter(competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))

    def visible_to(self, user):
        """The agency's own, and what was submitted to editions this person oversees.

        Jurors do not come this way: they read a frozen version through their assignment.
        """
        if not user.is_authenticated:
            return self.none()
        submitted = Q(status__in=SUBMITTED_ONCE)
        if user.is_superuser:
            return self.filter(submitted | Q(agency__in=user.agency_ids(roles.ENTRANT_ROLES)))
        overseen = Q(competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))
        return self.filter(Q(agency__in=user.agency_ids(roles.ENTRANT_ROLES)) | (submitted & overseen))

    def for_list(self):
        return self.select_related("competition", "agency", "category", "group", "track")

    def for_page(self):
        """With all that its own pages name, and the extensions that decide its deadline."""
        return self.for_list().prefetch_related("competition__extensions")


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The files of the proposals this person may see; removed ones stay with the agency."""
        if not user.is_authenticated:
            return self.none()
        proposals = self.model.proposal.field.related_model.objects
        seen = Q(proposal__in=proposals.visible_to(user))
        own = Q(proposal__agency__in=user.agency_ids(roles.ENTRANT_ROLES))
        return self.filter(seen & (own | Q(removed_at=None)))

    def current(self):
        return self.filter(removed_at=None)
