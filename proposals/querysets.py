from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from agencies import roles
from competitions.models import FormAmendment
from kipp.lib.jobs import JobQuerySet

from .lifecycle import SUBMITTED_ONCE


def _worked_on_by(user) -> Q:
    """Proposals of the agencies this person writes for, and those that others asked them to work on."""
    shared = user.collaborations.values("proposal")
    return Q(agency__in=user.agency_ids(roles.ENTRANT_ROLES)) | Q(pk__in=shared)


class ProposalQuerySet(models.QuerySet):
    def entered_by(self, user):
        """What this person works on as an entrant."""
        return self.filter(_worked_on_by(user))

    def overseen_by(self, user):
        """What organisers and auditors of the edition may read: drafts stay the agency's."""
        submitted = self.filter(status__in=SUBMITTED_ONCE)
        if user.is_superuser:
            return submitted
        return submitted.filter(competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))

    def visible_to(self, user):
        """What this person works on, and what was submitted to editions that they oversee.

        Jurors do not come this way: they read a frozen version through their assignment.
        """
        if not user.is_authenticated:
            return self.none()
        submitted = Q(status__in=SUBMITTED_ONCE)
        if user.is_superuser:
            return self.filter(submitted | _worked_on_by(user))
        overseen = Q(competition__organiser__in=user.agency_ids(roles.OVERSEER_ROLES))
        return self.filter(_worked_on_by(user) | (submitted & overseen))

    def with_share_of(self, user):
        """`shared_as` is the role of a person of another agency who works along; else None."""
        mine = user.collaborations.filter(proposal=models.OuterRef("pk")).values("role")
        return self.annotate(shared_as=models.Subquery(mine))

    def for_list(self):
        return self.select_related("competition", "agency", "category", "group", "track")

    def for_page(self):
        """With all that its own pages name, and the extensions that decide its deadline.

        `return_note` is what the secretariat asks to be mended now; `form_amended_at` is when the form
        was last changed by letter.
        """
        versions = self.model._meta.get_field("versions").related_model.objects
        returned = versions.filter(
            proposal=OuterRef("pk"), correction__isnull=False, correction__ended_at=None
        )
        acts = FormAmendment.objects.filter(competition=OuterRef("competition")).order_by("-number")
        noted = (
            self.for_list()
            .select_related("innovation")
            .annotate(
                return_note=Subquery(returned.values("correction__note")[:1]),
                form_amended_at=Subquery(acts.values("made_at")[:1]),
            )
        )
        return noted.prefetch_related("competition__extensions")


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The files of the proposals this person may see; organisers see what was sent, and nothing newer.

        A file was sent when it lay in its place at the instant of some version; removed ones stay with
        the agency.
        """
        if not user.is_authenticated:
            return self.none()
        proposals = self.model.proposal.field.related_model.objects
        seen = Q(proposal__in=proposals.visible_to(user))
        own = Q(proposal__agency__in=user.agency_ids(roles.ENTRANT_ROLES))
        worked_on = Q(proposal__in=proposals.entered_by(user), removed_at=None)
        return self.filter(seen & (own | worked_on | self._was_sent()))

    def _was_sent(self) -> Q:
        proposal = self.model.proposal.field.related_model
        versions = proposal._meta.get_field("versions").related_model.objects
        later = versions.filter(proposal=OuterRef("proposal"), submitted_at__gte=OuterRef("uploaded_at"))
        still_there = Q(removed_at=None) & Q(Exists(later))
        return still_there | Q(Exists(later.filter(submitted_at__lt=OuterRef("removed_at"))))

    def current(self):
        return self.filter(removed_at=None)


class InnovationQuerySet(models.QuerySet):
    def entered_by(self, user):
        """Innovations of the agencies this person writes for."""
        return self.filter(agency__in=user.agency_ids(roles.ENTRANT_ROLES))

    def visible_to(self, user):
        """The agency's own, and what was ever submitted to an edition that this person oversees."""
        if not user.is_authenticated:
            return self.none()
        own = Q(agency__in=user.agency_ids(roles.ENTRANT_ROLES))
        proposals = self.model.proposals.field.model.objects
        return self.filter(own | Q(pk__in=proposals.overseen_by(user).values("innovation")))


class InnovationExportQuerySet(JobQuerySet):
    def visible_to(self, user):
        """The agency sees every file of its innovation; an organiser those that its own office asked for."""
        if not user.is_authenticated:
            return self.none()
        own = Q(innovation__agency__in=user.agency_ids(roles.ENTRANT_ROLES))
        colleagues = user.memberships.model.objects.filter(
            agency__in=user.agency_ids(roles.OVERSEER_ROLES), role__in=roles.OVERSEER_ROLES
        )
        return self.filter(own | Q(asked_by__in=colleagues.values("user")) | Q(asked_by=user.pk))
