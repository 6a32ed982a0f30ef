"""The list of a presentation day: who is expected, who came, who did not."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import ScoreSheet
from proposals.enums import Attendance
from proposals.models import Entry


@dataclass(frozen=True)
class Tally:
    expected: int
    present: int
    absent: int

    @property
    def unknown(self) -> int:
        return self.expected - self.present - self.absent


def tally(stage: Stage) -> Tally:
    counted = {
        "expected": Count("pk"),
        "present": Count("pk", filter=Q(attendance=Attendance.PRESENT)),
        "absent": Count("pk", filter=Q(attendance=Attendance.ABSENT)),
    }
    return Tally(**Entry.objects.filter(stage=stage).aggregate(**counted))


def entries(stage: Stage) -> QuerySet[Entry]:
    """In order of agency; `is_scored` forbids to say that nobody came."""
    rows = Entry.objects.filter(stage=stage).select_related("proposal__agency", "attendance_by")
    rows = rows.annotate(is_scored=Exists(_final().filter(assignment__entry=OuterRef("pk"))))
    return rows.order_by("proposal__agency__name", "proposal__title", "pk")


def final_sheets(entry: Entry) -> int:
    """How many sheets of an entry count."""
    return _final().filter(assignment__entry=entry).count()


def _final() -> QuerySet[ScoreSheet]:
    return ScoreSheet.objects.filter(
        status=SheetStatus.FINAL, assignment__recused_at=None, assignment__waiver__assignment=None
    )
