"""How far a stage is, by juror and by entry: every figure from one table of its readings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, CharField, F, Max, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import Assignment, PanelMember
from judging.reads.closing import Coverage
from proposals.enums import Attendance
from proposals.models import Entry

#: Chips over the list of entries, and which entries each keeps.
INCOMPLETE, WITHOUT_JUROR, OPENED = "belum", "tanpa", "terbuka"
AWAITED = frozenset({"draft", "unread"})
STANDING = AWAITED | {"final"}

#: The first that holds says what a reading is; one that ended is named as it ended.
STATE = Case(
    When(recused_at__isnull=False, then=F("ended_as")),
    When(waiver__isnull=False, then=Value("waived")),
    When(entry__attendance=Attendance.ABSENT, then=Value("absent")),
    When(sheet__isnull=True, then=Value("unread")),
    When(sheet__status=SheetStatus.FINAL, then=Value("final")),
    default=Value("draft"),
    output_field=CharField(),
)


class Reading(NamedTuple):
    """`state` is final, draft, unread, waived, absent, or how it ended: conflict, abstained, left."""

    entry: int
    member: int
    code: str
    state: str

    @property
    def is_awaited(self) -> bool:
        return self.state in AWAITED


class EntryRow(NamedTuple):
    pk: int
    code: str
    proposal_code: str
    title: str
    agency: str
    attendance: str

    @property
    def is_absent(self) -> bool:
        return self.attendance == Attendance.ABSENT


@dataclass(frozen=True)
class JurorProgress:
    member: PanelMember
    counts: Mapping[str, int]
    last_saved_at: datetime | None

    @property
    def final(self) -> int:
        return self.counts["final"]

    @property
    def started(self) -> int:
        return self.counts["draft"]

    @property
    def awaited(self) -> int:
        return sum(self.counts[state] for state in AWAITED)

    @property
    def total(self) -> int:
        return self.final + self.awaited


@dataclass(frozen=True)
class EntryProgress:
    row: EntryRow
    readers: int
    readings: list[tuple[Reading, str]]  # with the juror's name

    @property
    def final(self) -> int:
        return sum(reading.state == "final" for reading, _name in self.readings)

    @property
    def standing(self) -> int:
        return sum(reading.state in STANDING for reading, _name in self.readings)

    @property
    def is_thin(self) -> bool:
        return self.standing < self.readers and not self.row.is_absent


@dataclass(frozen=True)
class Table:
    """A stage's entries in order of title, its jurors, and all readings: three queries."""

    stage: Stage
    entries: list[EntryRow]
    members: list[PanelMember]
    readings: list[tuple[int, int, str, str]]  # the fields of `Reading`: a nation has 10,500 of them

    @cached_property
    def by_entry(self) -> Mapping[int, list[str]]:
        """The states of each entry's readings."""
        states: dict[int, list[str]] = defaultdict(list)
        for entry, _member, _code, state in self.readings:
            states[entry].append(state)
        return states

    @cached_property
    def present(self) -> list[EntryRow]:
        return [row for row in self.entries if not row.is_absent]

    @cached_property
    def jurors(self) -> list[JurorProgress]:
        """One line a juror, the furthest behind first."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        for (member, state), n in Counter((row[1], row[3]) for row in self.readings).items():
            counts[member][state] = n
        lines = [JurorProgress(member, counts[member.pk], member.last_saved_at) for member in self.members]
        return sorted(lines, key=lambda line: (-line.awaited, line.member.user.name))

    @cached_property
    def behind(self) -> int:
        return sum(line.awaited > 0 for line in self.jurors)

    @cached_property
    def most_read(self) -> int:
        """The end of the scale of the jurors' bars."""
        return max((line.total for line in self.jurors), default=0)

    @cached_property
    def coverage(self) -> Coverage:
        states = Counter(row[3] for row in self.readings)
        standing = [self._standing(row) for row in self.present]
        return Coverage(
            entries=len(self.entries),
            standing=sum(standing),
            final=states["final"],
            waived=states["waived"],
            recused=states["conflict"] + states["abstained"] + states["left"],
            thin_entries=sum(n < self.stage.readers for n in standing),
            bare_entries=standing.count(0),
            absent=len(self.entries) - len(self.present),
        )

    @cached_property
    def spread(self) -> list[tuple[str, int]]:
        """Entries that were presented, by their number of final sheets; the last row has enough or more."""
        enough = self.stage.readers
        counts = Counter(min(self.by_entry[row.pk].count("final"), enough) for row in self.present)
        names = [
            ngettext("%(n)d lembar final", "%(n)d lembar final", n) % {"n": n} for n in range(enough + 1)
        ]
        names[-1] = _("%(n)d lembar final atau lebih") % {"n": enough}
        return [(name, counts[n]) for n, name in enumerate(names)]

    @property
    def complete(self) -> int:
        return self.spread[-1][1]

    @cached_property
    def chips(self) -> Mapping[str, list[EntryRow]]:
        """Which entries each chip keeps; one that was not presented needs nothing."""
        kept: dict[str, list[EntryRow]] = {INCOMPLETE: [], WITHOUT_JUROR: [], OPENED: []}
        for row in self.present:
            states = self.by_entry[row.pk]
            if states.count("final") < self.stage.readers or not AWAITED.isdisjoint(states):
                kept[INCOMPLETE].append(row)
            if STANDING.isdisjoint(states):
                kept[WITHOUT_JUROR].append(row)
            if "draft" in states:
                kept[OPENED].append(row)
        return kept

    def shown(self, page: Iterable[EntryRow]) -> list[EntryProgress]:
        names = {member.pk: member.user.name for member in self.members}
        found: dict[int, list[tuple[Reading, str]]] = {row.pk: [] for row in page}
        for row in self.readings:
            if row[0] in found:
                found[row[0]].append((Reading._make(row), names[row[1]]))
        return [
            EntryProgress(row, self.stage.readers, sorted(found[row.pk], key=lambda pair: pair[1]))
            for row in page
        ]

    def _standing(self, row: EntryRow) -> int:
        return sum(map(STANDING.__contains__, self.by_entry[row.pk]))


def table(stage: Stage) -> Table:
    entries = Entry.objects.filter(stage=stage).order_by("proposal__title", "pk")
    columns = ("pk", "code", "proposal__code", "proposal__title", "proposal__agency__name", "attendance")
    readings = Assignment.objects.filter(entry__stage=stage).order_by()
    members = PanelMember.objects.filter(stage=stage).select_related("user")
    return Table(
        stage=stage,
        entries=list(map(EntryRow._make, entries.values_list(*columns))),
        members=list(members.annotate(last_saved_at=Max("assignments__sheet__saved_at"))),
        readings=list(readings.values_list("entry", "member", "code", STATE)),
    )
