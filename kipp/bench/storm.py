"""The last minute before a deadline: many people save and send at once."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from competitions.models import Competition
from kipp.bench.pages import answer_to_save
from kipp.bench.server import Visitor, session_of
from kipp.bench.timing import Times, times
from proposals.models import Proposal
from proposals.reads import review
from proposals.services import submission

SAVES_EACH = 5

Act = Callable[[Visitor], int]


@dataclass(frozen=True)
class Storm:
    requests: int
    per_second: float
    times: Times
    answers: dict[int, int]

    @property
    def errors(self) -> int:
        """Anything but a success or a redirect after one."""
        return sum(count for status, count in self.answers.items() if status not in (200, 302))


def autosaves(edition: Competition, port: int, people: int) -> Storm:
    """Every writer of a draft saves an answer five times, all of them at once."""
    drafts = Proposal.objects.filter(competition=edition, status="draft", answers__question__kind="text")
    begun = drafts.distinct().select_related("created_by").order_by("pk")
    return _raise([(draft.created_by, _saves(draft)) for draft in begun], port, people)


def _saves(draft: Proposal) -> list[Act]:
    url, saving = answer_to_save(draft)

    def save(visitor: Visitor) -> int:
        status, content = visitor.post(url, saving.body())
        if status == 200:
            saving.learn(json.loads(content))
        return status

    return [save] * SAVES_EACH


def submits(edition: Competition, port: int, people: int, count: int) -> Storm:
    """Complete drafts are sent, all at once; they were taken back beforehand."""
    sent = Proposal.objects.filter(competition=edition, status="submitted").select_related(
        "created_by", "competition", "agency"
    )
    jobs = [(proposal.created_by, [_send(proposal)]) for proposal in sent.order_by("pk")[:count]]
    return _raise(jobs, port, people)


def _send(proposal: Proposal) -> Act:
    with transaction.atomic():
        submission.take_back(proposal=proposal, by=proposal.created_by, at=timezone.now())
    draft = Proposal.objects.for_page().get(pk=proposal.pk)
    fields = {"revision": review.page(draft, timezone.now()).revision, "accepts_warnings": "on"}
    url = reverse("proposals:submit", args=[proposal.code])
    return lambda visitor: visitor.post(url, fields)[0]


def _raise(jobs: Sequence[tuple], port: int, people: int) -> Storm:
    """`people` connections share the jobs; those of one job follow one another."""
    waiting: SimpleQueue = SimpleQueue()
    for user, acts in jobs:
        waiting.put((session_of(user), acts))
    samples: list[float] = []
    answers: Counter[int] = Counter()
    threads = [threading.Thread(target=_work, args=(waiting, port, samples, answers)) for _ in range(people)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return Storm(len(samples), len(samples) / took, times(samples or [0.0]), dict(answers))


def _work(waiting: SimpleQueue, port: int, samples: list[float], answers: Counter[int]) -> None:
    while True:
        try:
            session, acts = waiting.get_nowait()
        except Empty:
            return
        visitor = Visitor(port, session)
        for act in acts:
            began = time.perf_counter()
            try:
                status = act(visitor)
            except OSError:
                status = 0  # no answer at all
            samples.append((time.perf_counter() - began) * 1000)
            answers[status] += 1
