"""Who may enter with what, as plain values. Pure: sentences about the answers are made in `reads.checks`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from competitions.timeline import months_later

G = TypeVar("G")

_AN_INSTANT = timedelta(microseconds=1)


def last_day(closes_at: datetime, zone: ZoneInfo) -> date:
    """The local date of the last instant at which a proposal is taken.

    A call that closes at 00.00 has its last day the day before.
    """
    return (closes_at - _AN_INSTANT).astimezone(zone).date()


def age(started_on: date, day: date) -> tuple[int, int]:
    """Whole years and months of use on a day; zero before the start."""
    months = (day.year - started_on.year) * 12 + day.month - started_on.month
    if months > 0 and months_later(started_on, months) > day:
        months -= 1
    years, rest = divmod(max(months, 0), 12)
    return years, rest


def is_within_quota(quota: int | None, earlier: int) -> bool:
    """`earlier` counts the agency's entries in the track that were submitted before this one."""
    return quota is None or earlier < quota


class AwardFault(StrEnum):
    """What an innovation's earlier awards have against a track."""

    HAS_SOME = "has_some"
    HAS_NONE = "has_none"
    HAS_TOO_MANY = "has_too_many"


def award_fault(rule: str, limit: int | None, earlier: int) -> AwardFault | None:
    """`rule` is any, never or former; `limit` is the most earlier awards that the track admits."""
    if rule == "never" and earlier:
        return AwardFault.HAS_SOME
    if rule == "former" and not earlier:
        return AwardFault.HAS_NONE
    if limit is not None and earlier > limit:
        return AwardFault.HAS_TOO_MANY
    return None


def first_fitting(kind: str, groups: Iterable[tuple[G, Sequence[str]]]) -> G | None:
    """The first group, in the edition's order, that lists this kind of agency."""
    return next((group for group, kinds in groups if kind in kinds), None)
