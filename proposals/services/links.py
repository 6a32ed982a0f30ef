"""Look whether the addresses of a draft answer. Off by default, done by workers, never in anybody's way."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from competitions.enums import QuestionKind
from kipp.lib import rendering
from kipp.lib.addresses import Verdict
from kipp.lib.jobs import JobStatus
from kipp.lib.leaving import host_of
from kipp.lib.reaching import Checker
from proposals import tasks
from proposals.lifecycle import EDITABLE
from proposals.models import Answer, LinkCheck, Proposal

ASKED_AGAIN_AFTER = timedelta(hours=6)  # an address that did not answer
AT_ONCE = 50


def check(*, check_id: int, at: datetime, checker: Checker | None = None) -> bool:
    """Ask one address; False when another worker does, or the check is switched off."""
    if not settings.LINK_CHECK or not LinkCheck.objects.claim(check_id, at):
        return False
    row = LinkCheck.objects.get(pk=check_id)
    verdict = (checker or Checker()).check(row.url)
    LinkCheck.objects.filter(pk=check_id, status=JobStatus.RUNNING).update(
        status=JobStatus.READY,
        is_reachable=verdict == Verdict.ANSWERS,
        note=verdict,
        ready_at=at,
        leased_until=None,
    )
    return True


def sweep(*, at: datetime) -> int:
    """Note new addresses of drafts, ask again those that kept silent, ring for what waits."""
    if not settings.LINK_CHECK:
        return 0
    noted = LinkCheck.objects.bulk_create(_unknown(at), ignore_conflicts=True)
    silent = Q(status=JobStatus.READY, is_reachable=False, ready_at__lt=at - ASKED_AGAIN_AFTER)
    LinkCheck.objects.filter(silent, proposal__status__in=EDITABLE).update(
        status=JobStatus.QUEUED, attempts=0, queued_at=at
    )
    return len(noted) + rendering.heal(LinkCheck, tasks.check_link, "check_id", at=at)


def _unknown(at: datetime) -> list[LinkCheck]:
    """The newest drafts' addresses that have no row yet."""
    drafts = Proposal.objects.filter(status__in=EDITABLE)
    videos = drafts.exclude(video_url="").exclude(link_checks__url=F("video_url"))
    answers = Answer.objects.filter(proposal__in=drafts, question__kind=QuestionKind.LINK).exclude(text="")
    answers = answers.exclude(proposal__link_checks__url=F("text"))
    found = [
        *videos.order_by("-saved_at").values_list("pk", "video_url")[:AT_ONCE],
        *answers.order_by("-saved_at").values_list("proposal", "text")[:AT_ONCE],
    ]
    return [
        LinkCheck(proposal_id=proposal, url=url, queued_at=at)
        for proposal, url in found
        if host_of(url) and len(url) <= LinkCheck._meta.get_field("url").max_length
    ]
