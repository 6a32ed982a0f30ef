from datetime import datetime

from agencies.models import AuditEvent, User


def record(*, by: User | None, at: datetime, verb: str, subject: str, **details) -> AuditEvent:
    """Write down an act. Called inside the transaction of the verb that acts.

    `subject` is `kind:code`; `details` are plain JSON values without personal data.
    """
    return AuditEvent.objects.create(by=by, at=at, verb=verb, subject=subject, details=details)
