"""Make the file of a waiting row, once, whoever asks and however often."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import Task

from .doorbell import ring
from .errors import Refused
from .files import digest, store
from .jobs import JobStatus, RenderJob

logger = logging.getLogger(__name__)

AT_ONCE = 200  # rows a sweep rings for: the next sweep finds the rest, and the queue holds no doubles


def perform(
    model: type[RenderJob],
    pk: int,
    *,
    at: datetime,
    make: Callable[[RenderJob], bytes],
    extension: str = ".pdf",
) -> bool:
    """Claim one row, make its file outside any transaction, store file and hash; True when it was made.

    Losing the broker loses nothing and running twice does nothing. A failure is written on the row and
    logged: the row says so to people, and only a person asks again.
    """
    if not model.objects.claim(pk, at):
        return False
    job = model.objects.get(pk=pk)
    try:
        content = make(job)
        name = store("documents", content, extension)
    except Exception as error:
        logger.exception("%s %s could not be made", model.__name__, job.code)
        _finish(model, pk, status=JobStatus.FAILED, error=f"{type(error).__name__}: {error}"[:500])
        return False
    _finish(model, pk, status=JobStatus.READY, file=name, sha256=digest(content), ready_at=at, error="")
    return True


def _finish(model: type[RenderJob], pk: int, **fields) -> None:
    model.objects.filter(pk=pk, status=JobStatus.RUNNING).update(leased_until=None, **fields)


def ask_again(model: type[RenderJob], pk: int, *, at: datetime, refusal: str) -> None:
    """Put a failed row back into the queue. Raises Refused when it is not failed."""
    failed = model.objects.filter(pk=pk, status=JobStatus.FAILED)
    if not failed.update(status=JobStatus.QUEUED, attempts=0, error="", queued_at=at):
        raise Refused(refusal)


def heal(model: type[RenderJob], task: Task, argument: str, *, at: datetime) -> int:
    """Give up rows that crash their worker, ring again for the rest that is stuck; how many of both."""
    buried = model.objects.bury(at)
    stuck = list(model.objects.to_do(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in stuck:
        ring(task, **{argument: pk})
    return buried + len(stuck)
