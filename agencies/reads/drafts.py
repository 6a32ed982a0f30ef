"""A draft of an import: what confirming it would do now, or what it did."""

from datetime import datetime

from agencies.enums import ImportKind
from agencies.models import AuditEvent, ImportDraft, User

from . import agency_plan, people_plan
from .importing import PlannedRow, from_draft


def plan_of(draft: ImportDraft, *, by: User, at: datetime) -> list[PlannedRow]:
    rows = from_draft(draft.rows)
    if draft.kind == ImportKind.AGENCIES:
        return agency_plan.plan(rows)
    return people_plan.plan(rows, by=by, at=at)


def result_of(draft: ImportDraft) -> dict[str, int]:
    """How many rows of a confirmed draft were new, updated, the same, and left out for an error."""
    event = AuditEvent.objects.get(verb="import.applied", subject=f"import:{draft.code}")
    return event.details["rows"]
