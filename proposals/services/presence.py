"""Who has a proposal open, and where they write. A row lives as long as its page calls."""

from datetime import datetime, timedelta

from agencies.models import User
from proposals.models import Presence, Proposal

FORGOTTEN = timedelta(hours=1)


def note(*, proposal: Proposal, by: User, at: datetime, place: str) -> None:
    """One statement: a page calls every quarter of a minute."""
    here = Presence(proposal=proposal, user=by, place=place, seen_at=at)
    Presence.objects.bulk_create(
        [here],
        update_conflicts=True,
        unique_fields=["proposal", "user"],
        update_fields=["place", "seen_at"],
    )


def leave(*, proposal: Proposal, by: User) -> None:
    Presence.objects.filter(proposal=proposal, user=by).delete()


def sweep(*, at: datetime) -> int:
    """Rows of pages that never said goodbye; readers pass over them long before."""
    deleted, _tables = Presence.objects.filter(seen_at__lt=at - FORGOTTEN).delete()
    return deleted
