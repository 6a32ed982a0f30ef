"""Tell agencies that a result is out: by the sweeper, so that publishing never waits for letters."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from agencies import roles
from agencies.enums import NoticeKind
from agencies.models import Membership, Notice
from agencies.services import notices
from competitions.models import Stage
from competitions.services import letters
from judging.models import ProposalResult, ResultRelease
from proposals.reads.recipients import people_of, subject_of

#: Results of one release in one round; the sweeper comes again in a minute for the rest.
ROUND = 100
#: A release that is older tells nobody any more: whoever came later reads it as history.
NEWS = timedelta(days=7)


def sweep(*, at: datetime) -> int:
    """Tell the agencies of the latest releases what is theirs; how many people were told."""
    recent = ResultRelease.objects.current().filter(published_at__gt=at - NEWS, published_at__lte=at)
    return sum(_tell(release, at) for release in recent.order_by("pk"))


@transaction.atomic
def _tell(release: ResultRelease, at: datetime) -> int:
    """Under lock, so that of two sweepers at once the second finds nobody left."""
    if not _untold(release).exists():
        return 0
    stages = Stage.objects.select_for_update(of=("self",), no_key=True)
    stage = stages.select_related("competition__organiser").get(pk=release.stage_id)
    batch, told = letters.gather(stage.competition, NoticeKind.RESULT, at=at), 0
    for result in _untold(release).select_related("proposal__agency", "proposal__competition")[:ROUND]:
        proposal = result.proposal
        told += notices.tell(
            to=people_of(proposal),
            kind=NoticeKind.RESULT,
            subject=subject_of(proposal),
            url=reverse("judging:proposal_result", args=[proposal.code]),
            template="result_published",
            context={"proposal": proposal, "stage": stage, "release": release},
            at=at,
            key=f"{subject_of(proposal)}:result:{release.code}",
            batch=batch,
        )
    return told


def _untold(release: ResultRelease) -> QuerySet[ProposalResult]:
    """Results whose agency has somebody to tell, and was not told since this release."""
    about = Concat(Value("proposal:"), OuterRef("proposal__code"))
    told = Notice.objects.filter(subject=about, kind=NoticeKind.RESULT, created_at__gte=release.published_at)
    people = Membership.objects.filter(
        agency=OuterRef("proposal__agency"), role__in=roles.ENTRANT_ROLES, user__is_active=True
    )
    return release.results.filter(~Exists(told), Exists(people)).order_by("pk")
