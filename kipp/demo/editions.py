"""The edition of a demonstration, with dates that fit its phase."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from agencies.models import Agency, User
from competitions.enums import StageKind
from competitions.models import Competition, Stage
from competitions.services import calls, editions


class Phase(IntEnum):
    """How far the edition has come; each phase contains what the ones before it made."""

    SETUP = 0
    OPEN = 1
    CLOSED = 2
    SCREENING = 3
    SCORING = 4
    SEALED = 5
    PUBLISHED = 6

    @classmethod
    def named(cls, name: str) -> "Phase":
        return cls[name.upper()]


@dataclass(frozen=True)
class Calendar:
    """The instants of an edition, relative to the moment of building."""

    opens_at: datetime
    closes_at: datetime
    screened_at: datetime
    scoring_opens_at: datetime
    scoring_closes_at: datetime


def calendar(phase: Phase, at: datetime) -> Calendar:
    """Deadlines fall on the minute before midnight, as officials set them."""
    days_to_closing = {Phase.SETUP: 45, Phase.OPEN: 5, Phase.CLOSED: -1, Phase.SCREENING: -2}.get(phase, -12)
    closes_at = _end_of_day(at + timedelta(days=days_to_closing))
    scoring_opens_at = closes_at + timedelta(days=5)
    length = timedelta(days=5) if phase >= Phase.SEALED else timedelta(days=16)
    return Calendar(
        opens_at=closes_at - timedelta(days=30),
        closes_at=closes_at,
        screened_at=closes_at + timedelta(days=2),
        scoring_opens_at=scoring_opens_at,
        scoring_closes_at=scoring_opens_at + length,
    )


def _end_of_day(at: datetime) -> datetime:
    """23.59 in Jakarta is 16.59 in UTC."""
    return at.replace(hour=16, minute=59, second=0, microsecond=0)


def build(*, preset: str, organiser: Agency, by: User, phase: Phase, at: datetime) -> Competition:
    dates = calendar(phase, at)
    created_at = dates.opens_at - timedelta(days=20)
    slug = _free_slug(f"demo-{preset}")
    edition = editions.create_from_preset(
        by=by,
        at=created_at,
        organiser=organiser,
        preset=preset,
        name=f"KIPP {organiser.name.removeprefix('Bagian ')} (contoh)",
        slug=slug,
        year=dates.opens_at.year,
        opens_at=dates.opens_at,
        closes_at=dates.closes_at,
    )
    edition.is_demo = True
    edition.name = f"KIPP {edition.region} {edition.year} (contoh)"
    edition.save(update_fields=["is_demo", "name"])
    edition.stages.filter(kind=StageKind.SCREENING).update(
        opens_at=dates.closes_at, closes_at=dates.scoring_opens_at
    )
    edition.stages.filter(kind=StageKind.SCORING).update(
        opens_at=dates.scoring_opens_at, closes_at=dates.scoring_closes_at
    )
    if phase > Phase.SETUP:
        editions.confirm_assumptions(by=by, at=created_at, competition=edition)
        edition = calls.announce(competition=edition, by=by, at=dates.opens_at - timedelta(days=3))
    return edition


def scoring_stage(edition: Competition) -> Stage:
    return edition.stages.filter(kind=StageKind.SCORING).order_by("position").first()


def _free_slug(wanted: str) -> str:
    taken = set(Competition.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug for n in range(len(taken) + 1) if (slug := f"{wanted}-{n + 1}" if n else wanted) not in taken
    )
