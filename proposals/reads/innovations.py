"""The list of innovations: what each was called last, the years it took part, what it won."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from proposals.enums import ProposalStatus
from proposals.lifecycle import SUBMITTED_ONCE
from proposals.models import Innovation, Proposal, Recognition

from .detail import status_kind


@dataclass(frozen=True)
class Row:
    """`latest` is the proposal that speaks last among those that the reader may see."""

    innovation: Innovation
    latest: Proposal | None
    years: list[int]
    recognitions: list[Recognition]

    @property
    def kind(self) -> str:
        return status_kind(self.latest.status) if self.latest else "neutral"


def listed(user) -> QuerySet[Innovation]:
    """Innovations that a person may see, with `shown_title` and `last_year` as that person may know them.

    The row's own title may be that of a draft, which is the agency's.
    """
    seen = latest_first(Proposal.objects.visible_to(user).filter(innovation=OuterRef("pk")))
    return (
        Innovation.objects.visible_to(user)
        .select_related("agency")
        .annotate(
            shown_title=Coalesce(Subquery(seen.values("title")[:1]), "title"),
            last_year=Subquery(seen.values("competition__year")[:1]),
            is_recognised=Exists(Recognition.objects.filter(innovation=OuterRef("pk"), revoked_at=None)),
        )
    )


def latest_first(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return proposals.order_by("-competition__year", "-created_at", "-pk")


def rows(innovations: Sequence[Innovation], user) -> list[Row]:
    """Two queries for any number of innovations."""
    innovations = list(innovations)
    proposals: dict[int, list[Proposal]] = {}
    seen = Proposal.objects.visible_to(user).filter(innovation__in=innovations).select_related("competition")
    for proposal in latest_first(seen):
        proposals.setdefault(proposal.innovation_id, []).append(proposal)
    won: dict[int, list[Recognition]] = {}
    for row in Recognition.objects.filter(innovation__in=innovations, revoked_at=None):
        won.setdefault(row.innovation_id, []).append(row)
    return [_row(one, proposals.get(one.pk, []), won.get(one.pk, [])) for one in innovations]


def _row(innovation: Innovation, proposals: list[Proposal], won: list[Recognition]) -> Row:
    years = sorted({row.competition.year for row in proposals if row.status in SUBMITTED_ONCE})
    return Row(innovation, proposals[0] if proposals else None, years, won)


def sources(innovation: Innovation, user) -> list[Proposal]:
    """Proposals with a sent version that a person may read: awarded ones first, the latest first."""
    seen = Proposal.objects.visible_to(user).filter(innovation=innovation, versions__isnull=False).distinct()
    found = list(latest_first(seen.select_related("competition")))
    return sorted(found, key=lambda row: row.status != ProposalStatus.AWARDED)
