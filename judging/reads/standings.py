"""A stage's scores as one table: the only place where rows become the pure module's sheets.

Four queries, whatever the number of entries; more where earlier stages weigh in the result. Rows come as
plain values, not as model instances: a national edition has 3,500 entries and 52,500 scores.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.enums import RankedBy
from competitions.models import Criterion, Rubric, Stage
from judging import scoring
from judging.enums import SheetStatus
from judging.models import Assignment, Score
from judging.reads.carried import NOTHING, Carried, carried
from kipp.lib.errors import Refused
from proposals.enums import Attendance
from proposals.models import Entry


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry, as a ranking shows it. `key` is the proposal's code."""

    key: str
    entry_id: int
    proposal_id: int
    title: str
    agency: str
    category: str
    group: str
    attendance: str

    @property
    def is_absent(self) -> bool:
        return self.attendance == Attendance.ABSENT


@dataclass(slots=True)
class Reading:
    """One juror's part in one entry."""

    assignment_code: str
    member_id: int
    juror_code: str
    is_recused: bool
    is_waived: bool
    status: str | None
    comment: str
    sheet_id: int | None
    points: dict[str, int | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        return self.status == SheetStatus.FINAL and not self.is_recused and not self.is_waived

    @property
    def is_awaited(self) -> bool:
        return not (self.is_recused or self.is_waived or self.status == SheetStatus.FINAL)


@dataclass(frozen=True)
class StageTable:
    stage: Stage
    criteria: tuple[Criterion, ...]
    rules: scoring.Rules
    facts: Mapping[str, EntryFacts]
    readings: Mapping[str, list[Reading]]
    carried: Carried = NOTHING

    def sheets(self, key: str) -> list[scoring.Sheet]:
        return [
            scoring.Sheet(reading.juror_code, reading.points)
            for reading in self.readings[key]
            if reading.counts
        ]

    def all_sheets(self) -> dict[str, list[scoring.Sheet]]:
        return {key: self.sheets(key) for key in self.facts}

    def list_names(self) -> dict[str, str]:
        """Entry -> the list it is ranked in; one unnamed list unless the stage ranks apart."""
        attribute = {RankedBy.GROUP: "group", RankedBy.CATEGORY: "category"}.get(self.stage.ranked_by)
        return {key: getattr(facts, attribute) if attribute else "" for key, facts in self.facts.items()}


def table(stage: Stage, *, with_comments: bool = False, only: Collection[str] | None = None) -> StageTable:
    """All entries of a stage, or those whose proposals have the codes in `only`."""
    latest = Rubric.objects.filter(stage=stage).order_by("-version").values("pk")[:1]
    criteria = tuple(Criterion.objects.filter(rubric=latest).select_related("aspect"))
    if not criteria:
        raise Refused(_("Tahap ini belum mempunyai rubrik. Lengkapi rubriknya di pengaturan edisi."))
    entries = Entry.objects.filter(stage=stage)
    if only is not None:
        entries = entries.filter(proposal__code__in=only)
    facts = {row.key: row for row in _facts(entries)}
    return StageTable(
        stage=stage,
        criteria=criteria,
        rules=rules_of(stage, criteria),
        facts=facts,
        readings=_readings(_part(stage, facts, only), facts, criteria, with_comments=with_comments),
        carried=carried(stage),
    )


def rules_of(stage: Stage, criteria: Iterable[Criterion]) -> scoring.Rules:
    rows = [scoring.Criterion(c.code, c.weight, c.points_max, c.is_required) for c in criteria]
    return scoring.Rules(
        criteria=rows,
        aggregate=scoring.Aggregate(stage.aggregate),
        tie_ladder=tuple(stage.tie_ladder),
    )


def _part(stage: Stage, facts: Mapping[str, EntryFacts], only: Collection[str] | None) -> dict[str, object]:
    """Which assignments belong to the table, as a filter on their entry."""
    if only is None:
        return {"entry__stage": stage}
    return {"entry__in": [row.entry_id for row in facts.values()]}


def _facts(entries: QuerySet[Entry]) -> Iterable[EntryFacts]:
    rows = entries.values_list(
        "proposal__code",
        "pk",
        "proposal_id",
        "proposal__title",
        "proposal__agency__name",
        "proposal__category__name",
        "proposal__group__name",
        "attendance",
    )
    return (EntryFacts(*(value if value is not None else "" for value in row)) for row in rows)


def _readings(
    part: Mapping[str, object],
    facts: Mapping[str, EntryFacts],
    criteria: Iterable[Criterion],
    *,
    with_comments: bool,
) -> dict[str, list[Reading]]:
    by_entry: dict[str, list[Reading]] = {key: [] for key in facts}
    by_sheet: dict[int, Reading] = {}
    rows = (
        Assignment.objects.filter(**part)
        .order_by("pk")
        .values_list(
            "entry__proposal__code",
            "code",
            "member_id",
            "member__user__code",
            "recused_at",
            "waiver",
            "sheet__status",
            "sheet__comment",
            "sheet",
        )
    )
    for key, code, member, juror, recused, waiver, status, comment, sheet in rows:
        reading = Reading(
            code, member, juror, recused is not None, waiver is not None, status, comment or "", sheet
        )
        by_entry[key].append(reading)
        if sheet is not None:
            by_sheet[sheet] = reading
    _fill_points(part, by_sheet, {c.pk: c.code for c in criteria}, with_comments=with_comments)
    return by_entry


def _fill_points(
    part: Mapping[str, object],
    by_sheet: Mapping[int, Reading],
    codes: Mapping[int, str],
    *,
    with_comments: bool,
) -> None:
    sheets = {f"sheet__assignment__{name}": value for name, value in part.items()}
    scores = Score.objects.filter(**sheets, criterion__in=codes)
    columns = ["sheet_id", "criterion_id", "points"] + (["comment"] if with_comments else [])
    for sheet, criterion, points, *comment in scores.values_list(*columns):
        reading = by_sheet[sheet]
        reading.points[codes[criterion]] = points
        if comment and comment[0]:
            reading.comments[codes[criterion]] = comment[0]
