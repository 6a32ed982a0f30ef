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
    _date_scoring(edition, dates)
    if phase > Phase.SETUP:
        editions.confirm_assumptions(by=by, at=created_at, competition=edition)
        edition = calls.announce(competition=edition, by=by, at=dates.opens_at - timedelta(days=3))
    return edition


def _date_scoring(edition: Competition, dates: Calendar) -> None:
    """The stages share the time of scoring, one after the other."""
    stages = scoring_stages(edition)
    length = (dates.scoring_closes_at - dates.scoring_opens_at) / len(stages)
    for number, stage in enumerate(stages):
        stage.opens_at = dates.scoring_opens_at + number * length
        stage.closes_at = stage.opens_at + length
        stage.save(update_fields=["opens_at", "closes_at"])


@dataclass(frozen=True)
class Times:
    """When a panel of a demonstration does what."""

    seated_at: datetime
    assigned_at: datetime
    scored_at: datetime


def times(stage: Stage, dates: Calendar) -> Times:
    """The first panel has the days after screening; a later one begins as soon as its entries are known."""
    scored_at = stage.opens_at + timedelta(days=1, hours=2)
    if stage.opens_at == dates.scoring_opens_at:
        return Times(dates.screened_at, dates.screened_at + timedelta(days=1), scored_at)
    return Times(stage.opens_at + timedelta(hours=15), stage.opens_at + timedelta(hours=16), scored_at)


def scoring_stages(edition: Competition) -> list[Stage]:
    return list(edition.stages.filter(kind=StageKind.SCORING).select_related("competition"))


def scoring_stage(edition: Competition) -> Stage:
    return scoring_stages(edition)[0]


def _free_slug(wanted: str) -> str:
    taken = set(Competition.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug for n in range(len(taken) + 1) if (slug := f"{wanted}-{n + 1}" if n else wanted) not in taken
    )
