from datetime import datetime

from agencies.models import User
from agencies.services import audit


def note(*, subject: str, by: User, at: datetime) -> None:
    """Write down that an organiser or auditor opened what belongs to an agency: who saw what."""
    audit.record(by=by, at=at, verb="proposal.read", subject=subject)
