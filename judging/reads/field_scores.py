"""Findings beside scores: shown to those who judge, never counted. A score changes on its sheet alone."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from judging.enums import SheetStatus, Verdict
from judging.models import Assignment, FieldVisit
from proposals.models import Entry


@dataclass(frozen=True)
class Tally:
    """What a closed visit found, counted over claims and visitors, and the number of its minutes."""

    visit: FieldVisit
    number: int
    counts: list[tuple[str, int]]


def tallies(entry: Entry) -> list[Tally]:
    """Of the closed visits to one entry, the latest first, in one query."""
    finished = Q(claims__observations__visitor__finished_at__isnull=False)
    counts = {
        f"n_{verdict.value}": Count(
            "claims__observations", filter=finished & Q(claims__observations__verdict=verdict)
        )
        for verdict in Verdict
    }
    closed = FieldVisit.objects.filter(entry=entry, closed_at__isnull=False).select_related("minutes")
    rows = closed.annotate(**counts).order_by("-closed_at", "-pk")
    return [Tally(visit, visit.minutes.number, _counted(visit)) for visit in rows]


def _counted(visit: FieldVisit) -> list[tuple[str, int]]:
    counts = [(str(verdict.label), getattr(visit, f"n_{verdict.value}")) for verdict in Verdict]
    return [(label, n) for label, n in counts if n]


def final_sheets(visit: FieldVisit) -> list[Assignment]:
    """Sheets of the visited entry that the organiser can give back to their jurors."""
    rows = Assignment.objects.filter(entry=visit.entry_id, sheet__status=SheetStatus.FINAL, recused_at=None)
    return list(rows.filter(waiver=None, member__left_at=None).select_related("member__user"))


def reason_from(visit_code: str, entry: Entry) -> str:
    """What a sheet is given back for, when it is a finding: words that the bureau may complete."""
    if not visit_code:
        return ""
    closed = FieldVisit.objects.filter(entry=entry, minutes__isnull=False).select_related("minutes")
    visit = closed.filter(code=visit_code).first()
    if visit is None:
        return ""
    return _("Temuan lapangan, berita acara nomor %(number)d") % {"number": visit.minutes.number}


def is_withheld(assignment: Assignment) -> bool:
    """A blind stage hides from its jurors whose an entry is, until they have scored it."""
    sheet = getattr(assignment, "sheet", None)
    return assignment.entry.stage.is_blind and (sheet is None or sheet.status != SheetStatus.FINAL)
