"""Who of the staff looked at scores before they were public."""

from datetime import datetime

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage


def note(*, stage: Stage, by: User, at: datetime) -> None:
    """Once a result is published its scores are everybody's, and nothing more is written down."""
    if stage.published_at is None:
        audit.record(by=by, at=at, verb="scores.read", subject=f"stage:{stage.code}")
