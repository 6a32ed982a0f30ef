"""What an auditor would look at twice in a stage's final sheets. Advice: nothing here changes a score."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from agencies.enums import NoticeKind
from agencies.models import Notice, User
from competitions.models import Stage
from judging import agreement, auditing, calibration, scoring
from judging.auditing import FlatJuror
from judging.calibration import Severity
from judging.enums import SheetStatus
from judging.models import Assignment
from judging.readings import Readings
from judging.reads import standings
from judging.reads.sheet import shown_title
from judging.scoring import Sheet

ASKED, ANSWERED = "explain", "explained"
#: Sheets of one kind on the page, the oddest first; the rest is counted.
MOST = 25

Totals = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True)
class OddSheet:
    """One sheet that deserves a look: `figure` and `beside` are what the page's sentence compares."""

    code: str
    juror: str
    title: str
    figure: float
    beside: float
    asked_at: datetime | None
    is_answered: bool


@dataclass(frozen=True)
class Found:
    """Four screens. `is_measured` says that there were enough sheets to know a juror by."""

    is_measured: bool
    harsh: list[tuple[str, Severity]]
    flat: list[tuple[str, FlatJuror]]
    quick: list[OddSheet]
    outlying: list[OddSheet]
    quick_count: int
    outlying_count: int

    @property
    def is_empty(self) -> bool:
        return not (self.harsh or self.flat or self.quick or self.outlying)


class Facts(NamedTuple):
    """What is known of one final sheet besides its scores."""

    code: str
    juror: str
    name: str
    entry: str
    opened_at: datetime
    finalised_at: datetime
    reopened_at: datetime | None
    asked_at: datetime | None
    answered_at: datetime | None

    @property
    def minutes(self) -> float:
        return (self.finalised_at - self.opened_at).total_seconds() / 60


def oddities(stage: Stage) -> Found:
    """Five queries, whatever the number of sheets. numpy is imported on the way."""
    table = standings.table(stage)
    sheets = {key: table.sheets(key) for key, facts in table.facts.items() if not facts.is_absent}
    totals = {
        key: {sheet.juror: scoring.sheet_total(table.rules, sheet) for sheet in given}
        for key, given in sheets.items()
        if given
    }
    about = {(row.entry, row.juror): row for row in _final_sheets(stage) if row.entry in totals}
    names = {row.juror: row.name for row in about.values()}
    quick = auditing.quick_sheets(_minutes(about.values()))
    harsh, outlying, is_measured = _measured(totals)
    flat = auditing.flat_jurors(auditing.flat_sheets(table.rules, sheets))

    def odd(entry: str, juror: str, figure: float, beside: float) -> OddSheet:
        row = about[entry, juror]
        title = table.facts[entry].title
        return OddSheet(row.code, row.name, title, figure, beside, row.asked_at, row.answered_at is not None)

    return Found(
        is_measured=is_measured,
        harsh=[(names[one.juror], one) for one in harsh],
        flat=[(names[one.juror], one) for one in flat],
        quick=[odd(one.entry, one.juror, one.minutes, one.median) for one in quick[:MOST]],
        outlying=[odd(*found) for found in _outlying(totals, outlying[:MOST])],
        quick_count=len(quick),
        outlying_count=len(outlying),
    )


def _measured(totals: Totals) -> tuple[list[Severity], list[tuple[str, str, float]], bool]:
    """Jurors flagged as severe or lenient, outlying scores, and whether there was anything to measure by."""
    if not any(len(row) > 1 for row in totals.values()):
        return [], [], False
    readings = Readings(totals)
    components = agreement.variance_components(readings)
    if components is None or components.noise <= 0:
        return [], [], False
    severe = [one for one in calibration.severity_table(readings, components.noise) if one.is_flagged]
    severe.sort(key=lambda one: -abs(one.points))
    return severe, calibration.odd_scores(readings, components.noise), True


def _outlying(
    totals: Totals, odd: Iterable[tuple[str, str, float]]
) -> Iterator[tuple[str, str, float, float]]:
    """Entry, juror, the score, and the mean of the others."""
    for entry, juror, _z in odd:
        others = [total for other, total in totals[entry].items() if other != juror]
        yield entry, juror, float(totals[entry][juror]), float(sum(others) / len(others))


def _minutes(sheets: Iterable[Facts]) -> Mapping[str, dict[str, float]]:
    """Juror -> entry -> minutes from opening to final. A sheet that was given back says nothing."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in sheets:
        if row.reopened_at is None:
            found[row.juror][row.entry] = row.minutes
    return found


def _final_sheets(stage: Stage) -> Iterator[Facts]:
    rows = Assignment.objects.unwaived().filter(
        entry__stage=stage, recused_at=None, sheet__finalised_at__isnull=False
    )
    columns = ("code", "member__user__code", "member__user__name", "entry__proposal__code")
    instants = ("sheet__opened_at", "sheet__finalised_at", "sheet__reopened_at")
    told = (told_at(ASKED), told_at(ANSWERED))
    return map(Facts._make, rows.order_by().values_list(*columns, *instants, *told))


def told_at(what: str) -> Subquery:
    """When the juror was asked, or when whoever had asked was told of the answer."""
    about = Concat(Value("assignment:"), OuterRef("code"))
    rows = Notice.objects.filter(subject=about, kind=NoticeKind.JUROR, key__endswith=f":{what}")
    return Subquery(rows.order_by("created_at").values("created_at")[:1])


@dataclass(frozen=True)
class Asked:
    """What a juror was asked about one sheet of theirs; `title` as they may read it."""

    title: str
    text: str
    at: datetime


def asked(assignment: Assignment, user: User) -> Asked | None:
    notice = Notice.objects.filter(user=user, key=key_of(assignment.code, ASKED)).first()
    return Asked(shown_title(assignment), notice.text, notice.created_at) if notice else None


def subject_of(code: str) -> str:
    return f"assignment:{code}"


def key_of(code: str, what: str) -> str:
    return f"{subject_of(code)}:{what}"


@dataclass(frozen=True)
class Evidence:
    """One final sheet beside the others: rows are criterion, maximum, points, the others' mean, comment."""

    assignment: Assignment
    total: str
    others_total: str | None
    rows: list[tuple[str, int, int | None, str | None, str]]


def readings(stage: Stage) -> QuerySet[Assignment]:
    """Readings whose sheet is final and counts, with what their page tells."""
    found = Assignment.objects.unwaived().filter(
        entry__stage=stage, sheet__status=SheetStatus.FINAL, recused_at=None
    )
    return found.select_related(
        "entry__proposal__agency", "entry__stage__competition", "member__user", "sheet"
    ).annotate(asked_at=told_at(ASKED), answered_at=told_at(ANSWERED))


def evidence(stage: Stage, assignment: Assignment) -> Evidence:
    """Of a reading whose sheet is final and counts."""
    key = assignment.entry.proposal.code
    table = standings.table(stage, with_comments=True, only=[key])
    mine = next(row for row in table.readings[key] if row.assignment_code == assignment.code)
    others = [Sheet(r.juror_code, r.points) for r in table.readings[key] if r.counts and r is not mine]
    means = scoring.criterion_means(table.rules, others)
    total = scoring.entry_total(table.rules, others)
    rows = [
        (c.name, c.points_max, mine.points.get(c.code), _shown(means[c.code]), mine.comments.get(c.code, ""))
        for c in table.criteria
    ]
    own = scoring.shown(scoring.sheet_total(table.rules, Sheet(mine.juror_code, mine.points)))
    return Evidence(assignment, own, _shown(total), rows)


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else scoring.shown(value)
