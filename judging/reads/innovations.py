"""One innovation over the years, with what judging knows of it: places, awards, score reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property

from judging.enums import DocumentKind
from judging.models import Document, ProposalResult
from kipp.lib.jobs import JobStatus
from proposals.enums import ProposalStatus
from proposals.lifecycle import SUBMITTED_ONCE
from proposals.models import Innovation, InnovationExport, Proposal, ProposalVersion, Recognition
from proposals.reads.detail import status_kind
from proposals.reads.innovations import latest_first
from proposals.reads.profile import Profile


@dataclass(frozen=True)
class Year:
    """One edition that it entered. `result` is that of the furthest stage published."""

    proposal: Proposal
    versions: list[ProposalVersion] = field(default_factory=list)
    result: ProposalResult | None = None

    @property
    def kind(self) -> str:
        return status_kind(self.proposal.status)

    @property
    def is_draft(self) -> bool:
        return self.proposal.status == ProposalStatus.DRAFT


class InnovationPage:
    """Everything that its reader may see; six queries for any number of years."""

    def __init__(self, innovation: Innovation, user):
        self.innovation = innovation
        self.user = user
        self.profile = Profile(innovation)

    @cached_property
    def years(self) -> list[Year]:
        seen = Proposal.objects.visible_to(self.user).filter(innovation=self.innovation)
        proposals = list(latest_first(seen.select_related("competition", "category")))
        versions, results = _versions(proposals), _results(proposals)
        return [Year(row, versions.get(row.pk, []), results.get(row.pk)) for row in proposals]

    @cached_property
    def first_year(self) -> int | None:
        entered = [y.proposal.competition.year for y in self.years if y.proposal.status in SUBMITTED_ONCE]
        return min(entered, default=None)

    @property
    def former_titles(self) -> list[str]:
        """What it was called before, the latest first."""
        titles = [year.proposal.title for year in self.years]
        return [title for title in dict.fromkeys(titles) if title != self.innovation.shown_title]

    @cached_property
    def recognitions(self) -> list[tuple[Recognition, bool]]:
        """Each with whether its reader may write it off."""
        rows = self.innovation.recognitions.select_related("recorded_by", "revoked_by", "proposal")
        may = self.user.has_perm
        return [
            (row, row.revoked_at is None and may("proposals.revoke_recognition", row))
            for row in sorted(rows, key=lambda row: (row.revoked_at is not None, -row.year, row.pk))
        ]

    @cached_property
    def exports(self) -> list[InnovationExport]:
        rows = InnovationExport.objects.visible_to(self.user).filter(innovation=self.innovation)
        return list(rows.defer("payload")[:5])


def _versions(proposals: list[Proposal]) -> Mapping[int, list[ProposalVersion]]:
    found: dict[int, list[ProposalVersion]] = {}
    rows = ProposalVersion.objects.filter(proposal__in=proposals).select_related("submitted_by")
    for version in rows.defer("payload").order_by("-number"):
        found.setdefault(version.proposal_id, []).append(version)
    return found


def _results(proposals: list[Proposal]) -> Mapping[int, ProposalResult]:
    """The results in force, with the code of each one's report once its file is ready."""
    reports = Document.objects.filter(
        release=OuterRef("release"),
        proposal=OuterRef("proposal"),
        kind=DocumentKind.REPORT,
        status=JobStatus.READY,
    )
    rows = ProposalResult.objects.filter(proposal__in=proposals, release__superseded_by=None)
    ordered = rows.select_related("release__stage").defer("release__payload", "release__annex")
    reported = ordered.annotate(report_code=Subquery(reports.values("code")[:1]))
    return {row.proposal_id: row for row in reported.order_by("release__stage__position")}
