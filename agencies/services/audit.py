from collections.abc import Iterable, Mapping
from datetime import datetime

from agencies.models import AuditEvent, User


def record(*, by: User | None, at: datetime, verb: str, subject: str, **details) -> AuditEvent:
    """Write down an act. Called inside the transaction of the verb that acts.

    `subject` is `kind:code`; `details` are plain JSON values without personal data.
    """
    return AuditEvent.objects.create(by=by, at=at, verb=verb, subject=subject, details=details)


def record_many(
    *, by: User | None, at: datetime, verb: str, subjects: Iterable[tuple[str, Mapping[str, object]]]
) -> list[AuditEvent]:
    """The same act on many things, each with its details, in one query."""
    events = [
        AuditEvent(by=by, at=at, verb=verb, subject=subject, details=dict(details))
        for subject, details in subjects
    ]
    return AuditEvent.objects.bulk_create(events, batch_size=500)
