"""Wake a worker after the transaction. The row is the job: a bell that is not heard loses nothing."""

from functools import partial

from celery import Task
from django.db import transaction


def ring(task: Task, **ids) -> None:
    """Send the task once the transaction has committed; a silent broker is logged, never raised."""
    transaction.on_commit(partial(task.delay, **ids), robust=True)
