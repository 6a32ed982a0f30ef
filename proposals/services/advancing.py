"""Move many proposals at once, when a stage's result is published."""

from collections.abc import Iterable
from datetime import datetime

from competitions.models import Stage
from proposals.lifecycle import Act, can
from proposals.lifecycle import move as next_status
from proposals.models import Entry, Proposal, ProposalVersion

BATCH = 1000


def move(*, proposal_ids: Iterable[int], act: Act) -> None:
    """Every proposal makes the same move; one that cannot make it (disqualified) stays where it is.

    Called inside the transaction of the verb that publishes.
    """
    wanted = list(proposal_ids)
    held = Proposal.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    by_status: dict[str, list[int]] = {}
    for pk, status in held.values_list("pk", "status"):
        if can(status, act):
            by_status.setdefault(status, []).append(pk)
    for status, movable in by_status.items():
        Proposal.objects.filter(pk__in=movable).update(status=next_status(status, act))


def admit(*, stage: Stage, proposal_ids: Iterable[int], act: Act, at: datetime) -> None:
    """Proposals enter a scoring stage with their latest version; those already in it stay as they are."""
    wanted = list(proposal_ids)
    move(proposal_ids=wanted, act=act)
    latest: dict[int, int] = {}
    versions = ProposalVersion.objects.filter(proposal__in=wanted).order_by("proposal", "number")
    for proposal, version in versions.values_list("proposal_id", "pk"):
        latest[proposal] = version
    Entry.objects.bulk_create(
        [
            Entry(stage=stage, proposal_id=proposal, version_id=version, admitted_at=at)
            for proposal, version in latest.items()
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
