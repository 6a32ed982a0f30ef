"""Doorbells: each task wakes the verb that does the work."""

from celery import shared_task
from django.utils import timezone


@shared_task
def render_documents(*, release_id: int) -> None:
    from judging.services import documents

    documents.render_some(release_id=release_id, at=timezone.now())


@shared_task
def render_minutes(*, paper_id: int) -> None:
    from judging.services import minutes

    minutes.render(paper_id=paper_id, at=timezone.now())


@shared_task(soft_time_limit=60, time_limit=75)
def plan_assignments(*, plan_id: int) -> None:
    from judging.services import planning

    planning.make(plan_id=plan_id, at=timezone.now())
