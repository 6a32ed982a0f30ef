"""The data of a measurement: one edition that jurors read, one that is published, one that is open."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from competitions.models import Competition, Stage
from kipp.demo import build as demo
from kipp.demo import editions
from kipp.demo.editions import Phase
from kipp.demo.entries import REJECTED

PRESET = "kota-tegal-2024"
PUBLISHED, OPEN = 5, 9  # shares of the size: 700 published and 390 open beside 3,500 in judging


@dataclass(frozen=True)
class Seeded:
    scoring: Stage
    published: Competition
    open: Competition


def seed(size: int, jurors: int) -> Seeded:
    """About `size` entries in judging, after the selection has rejected its share."""
    scoring = _edition(round(size / (1 - REJECTED)), jurors, Phase.SCORING)
    published = _edition(max(10, round(size / PUBLISHED / (1 - REJECTED))), min(jurors, 12), Phase.PUBLISHED)
    opened = _edition(max(10, size // OPEN), 3, Phase.OPEN)
    _analyse()
    return Seeded(editions.scoring_stage(scoring), published, opened)


def _edition(size: int, jurors: int, phase: Phase) -> Competition:
    made = demo.build(preset=PRESET, size=size, jurors=jurors, seed=1, phase=phase, at=timezone.now())
    return Competition.objects.get(slug=made["edition"])


def _analyse() -> None:
    """What PostgreSQL does by itself within a minute; without it the first plans are guesses."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
