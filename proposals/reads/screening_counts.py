"""What the public learns of the administrative selection once its result is announced."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from competitions.models import Competition
from proposals.enums import CorrectionEnd, Outcome
from proposals.lifecycle import SUBMITTED_ONCE
from proposals.models import Correction, Finding, Proposal, ProposalVersion, Screening


@dataclass(frozen=True)
class Counts:
    """Numbers only: nothing here names a proposal that was refused. `reasons` may add up to more."""

    registered: int
    submitted: int
    passed: int
    rejected: int
    corrected: int
    reasons: list[tuple[str, int]]


def counts(edition: Competition) -> Counts:
    """As decided now, whatever became of the proposals in later stages."""
    proposals = Proposal.objects.filter(competition=edition).aggregate(
        registered=Count("pk"), submitted=Count("pk", filter=Q(status__in=SUBMITTED_ONCE))
    )
    decided = _decided(edition)
    outcomes = decided.aggregate(
        passed=Count("pk", filter=Q(outcome=Outcome.PASSED)),
        rejected=Count("pk", filter=Q(outcome=Outcome.REJECTED)),
    )
    mended = Correction.objects.filter(
        version__proposal__competition=edition, ended_as=CorrectionEnd.RESUBMITTED
    )
    reasons = (
        Finding.objects.filter(screening__in=decided.filter(outcome=Outcome.REJECTED), is_met=False)
        .values_list("item__reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "item__reason")
    )
    corrected = mended.aggregate(n=Count("version__proposal", distinct=True))["n"]
    return Counts(**proposals, **outcomes, corrected=corrected, reasons=list(reasons))


def _decided(edition: Competition):
    """Of the version that was sent last."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef("version__proposal")).order_by("-number")
    of_edition = Screening.objects.filter(version__proposal__competition=edition).exclude(outcome="")
    return of_edition.filter(version=Subquery(newest.values("pk")[:1]))
