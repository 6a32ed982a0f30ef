"""Agencies of a demonstration that have people and have entered nothing yet; some of them only a draft."""

from datetime import datetime
from random import Random

from django.db import transaction

from agencies.models import Agency
from competitions.models import Competition
from kipp.demo import editions, entries, people
from kipp.demo.editions import Phase

IDLE, WITH_DRAFT = 6, 2
KINDS = ("dinas", "puskesmas", "kelurahan", "smp")


@transaction.atomic
def add(*, edition: Competition, phase: Phase, seed: int, at: datetime) -> list[Agency]:
    """Whom the bureau has to remind. The edition's own proposals stay as they are."""
    entered = edition.proposals.values("agency")
    rest = Agency.objects.filter(kind__in=KINDS).exclude(pk__in=entered).order_by("pk")
    idle = list(rest[:IDLE])
    writers = people.staff(idle) if idle else {}
    if phase >= Phase.OPEN and idle:
        rng = Random(seed)  # noqa: S311 - not for secrets
        cast = entries.Cast(edition, idle, writers, editions.calendar(phase, at), rng)
        entries.begin(cast, min(WITH_DRAFT, len(idle)))
    return idle
