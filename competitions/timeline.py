"""Windows, deadlines and the age of an innovation. Pure: instants are aware, dates are local."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

SETUP = "setup"
ANNOUNCED = "announced"
OPEN = "open"
CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """Open from `opens_at` (inclusive) until `closes_at` (exclusive); None means not set."""

    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        return not self.is_before(at) and not self.is_after(at)

    def is_before(self, at: datetime) -> bool:
        return self.opens_at is None or at < self.opens_at

    def is_after(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at


def phase(announced_at: datetime | None, window: Window, at: datetime) -> str:
    """Where a call stands at an instant; before it is announced, dates mean nothing."""
    if announced_at is None or at < announced_at:
        return SETUP
    if window.is_before(at):
        return ANNOUNCED
    return CLOSED if window.is_after(at) else OPEN


def extended(closes_at: datetime | None, extensions: Iterable[datetime]) -> datetime | None:
    """The closing instant after extensions: the latest wins, and none can shorten the call."""
    if closes_at is None:
        return None
    return max([closes_at, *extensions])


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last day when there is none (29 February)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_old_enough(started_on: date, closes_on: date, minimum_months: int) -> bool:
    """Has an innovation run for the minimum on the day registration closes? The day itself counts.

    One year from 1 March 2023 is reached on 1 March 2024: 366 days later in a leap year, 365
    otherwise. The rule speaks of years, so it is counted on the calendar, not in days.
    """
    return months_later(started_on, minimum_months) <= closes_on


def days_short(started_on: date, closes_on: date, minimum_months: int) -> int:
    """How many days an innovation is too young at closing; 0 when it is old enough."""
    return max(0, (months_later(started_on, minimum_months) - closes_on).days)


def latest_start(closes_on: date, minimum_months: int) -> date:
    """The last day on which an innovation may have begun and still be old enough at closing."""
    day = months_later(closes_on, -minimum_months)
    while is_old_enough(day + timedelta(days=1), closes_on, minimum_months):
        day += timedelta(days=1)  # 29 February and other month ends that fall together
    return day


#: Reminders leave in the morning; one that is late waits for the next morning rather than wake anybody.
MORNING = time(8)
EVENING = time(20)


def reminder_moments(due_at: datetime, days: Iterable[int], tz: tzinfo) -> list[datetime]:
    """Eight in the morning, local time, so many days before the day of a deadline; the earliest first."""
    day = due_at.astimezone(tz).date()
    moments = {datetime.combine(day - timedelta(days=n), MORNING, tzinfo=tz) for n in days}
    return sorted(moment for moment in moments if moment < due_at)


def reminder_now(
    moments: Iterable[datetime], due_at: datetime, at: datetime, since: datetime, tz: tzinfo
) -> datetime | None:
    """The latest moment that has come: those that were missed before it are left out.

    None before the first, after the deadline, for a moment that passed before `since` (when there was
    nothing to remind of), and at night, unless the deadline comes before the morning.
    """
    if at >= due_at:
        return None
    come = [moment for moment in moments if since < moment <= at]
    return max(come) if come and (_is_day(at, tz) or _next_morning(at, tz) >= due_at) else None


def next_reminder(moments: Iterable[datetime], at: datetime) -> datetime | None:
    return min((moment for moment in moments if moment > at), default=None)


def _is_day(at: datetime, tz: tzinfo) -> bool:
    return MORNING <= at.astimezone(tz).time() < EVENING


def _next_morning(at: datetime, tz: tzinfo) -> datetime:
    local = at.astimezone(tz)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=tz)
