"""A juror's readings, stage by stage, in their own order. Four queries, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Criterion, Stage
from judging import scoring
from judging.enums import QueuePart, SheetStatus
from judging.models import PanelMember, Score
from judging.reads.sheet import masking, own_total, readable_by

BIN = 10  # points of the total to a bar of the distribution


@dataclass(frozen=True)
class Item:
    """One reading of the queue; `scored` of `criteria` rows have points."""

    code: str
    title: str
    category: str
    agency: str
    status: str | None
    is_reopened: bool
    is_flagged: bool
    is_skipped: bool
    scored: int
    criteria: int
    total: Fraction | None

    @property
    def is_half_done(self) -> bool:
        """Begun and not put off: where somebody who was interrupted goes on."""
        return self.scored > 0 and not (self.is_final or self.is_flagged or self.is_skipped)

    @property
    def is_final(self) -> bool:
        return self.status == SheetStatus.FINAL

    def is_in(self, part: str) -> bool:
        if part == QueuePart.FLAGGED:
            return self.is_flagged
        if self.is_final:
            return part == QueuePart.FINAL
        return part == (QueuePart.BEGUN if self.status else QueuePart.UNREAD)

    @property
    def shown_total(self) -> str:
        return "" if self.total is None else scoring.shown(self.total)


@dataclass(frozen=True)
class Desk:
    """One stage on a juror's desk."""

    stage: Stage
    items: list[Item]
    is_open: bool

    @property
    def awaits_calibration(self) -> bool:
        """Live entries stay closed until the panel's calibration was revealed."""
        calibration = getattr(self.stage, "calibration", None)
        return calibration is not None and calibration.revealed_at is None

    @cached_property
    def final(self) -> int:
        return sum(item.is_final for item in self.items)

    @property
    def is_done(self) -> bool:
        return self.final == len(self.items)

    @property
    def is_begun(self) -> bool:
        return any(item.status for item in self.items)

    @property
    def takes_scores(self) -> bool:
        return self.is_open and not self.awaits_calibration

    @cached_property
    def next_code(self) -> str | None:
        """The half-done reading, else the first unfinished one, while scores are taken."""
        unfinished = [item for item in self.items if not item.is_final] if self.takes_scores else []
        half_done = [item for item in unfinished if item.is_half_done]
        return next((item.code for item in half_done + unfinished), None)

    def listed(self, part: str) -> list[Item]:
        """All, or those of one part of the queue."""
        return [item for item in self.items if item.is_in(part)] if part else self.items

    @property
    def parts(self) -> list[tuple[QueuePart, int]]:
        """Every part of the queue with how many it has."""
        return [(part, len(self.listed(part))) for part in QueuePart]

    @property
    def opened(self) -> list[str]:
        """Unfinished readings past the conflict gate, in reading order: a browser may keep them."""
        return [item.code for item in self.items if item.status == SheetStatus.DRAFT]

    @property
    def unopened(self) -> list[Item]:
        return self.listed(QueuePart.UNREAD) if self.takes_scores else []

    @cached_property
    def totals(self) -> list[Fraction]:
        return sorted(item.total for item in self.items if item.is_final and item.total is not None)

    @property
    def lowest(self) -> str:
        return scoring.shown(self.totals[0])

    @property
    def highest(self) -> str:
        return scoring.shown(self.totals[-1])

    @property
    def distribution(self) -> list[tuple[str, int]]:
        return distribution(self.totals)


def desks(user: User, at: datetime) -> list[Desk]:
    """Stages with work first, then the others; each with all readings that stand."""
    seats = PanelMember.objects.filter(user=user).select_related("stage__competition", "stage__calibration")
    stages = {seat.stage_id: seat.stage for seat in seats}
    rows = _rows(user)
    marks = _marks(user)
    criteria = _criteria({row["sheet__rubric"] for row in rows} - {None})
    items: dict[int, list[Item]] = defaultdict(list)
    for row in rows:
        stage = stages[row["entry__stage"]]
        scale = criteria.get(row["sheet__rubric"], [])
        items[stage.pk].append(_item(row, stage, scale, marks.get(row["sheet"], {})))
    found = [Desk(stages[pk], readings, _is_open(stages[pk], at)) for pk, readings in items.items()]
    return sorted(found, key=lambda desk: (desk.next_code is None, -desk.stage.pk))


def resumed(user: User, at: datetime, stage_code: str | None) -> str | None:
    """Where a juror goes on, in this stage or in any; None when nothing waits there."""
    waiting = (desk.next_code for desk in desks(user, at) if stage_code in (None, desk.stage.code))
    return next(filter(None, waiting), None)


def _rows(user: User) -> list[dict]:
    rows = readable_by(user).standing().in_reading_order()
    return list(
        rows.values(
            "code",
            "is_flagged",
            "skipped_at",
            "entry__stage",
            "entry__proposal__title",
            "entry__proposal__category__name",
            "entry__proposal__agency__name",
            "sheet",
            "sheet__status",
            "sheet__reopened_at",
            "sheet__rubric",
        )
    )


def _marks(user: User) -> Mapping[int, dict[int, int]]:
    """Sheet -> criterion -> points, of the rows that were scored."""
    marks: dict[int, dict[int, int]] = defaultdict(dict)
    own = Score.objects.filter(sheet__assignment__member__user=user, points__isnull=False)
    for sheet, criterion, points in own.values_list("sheet", "criterion", "points"):
        marks[sheet][criterion] = points
    return marks


def _criteria(rubrics: set[int]) -> Mapping[int, list[Criterion]]:
    found: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(rubric__in=rubrics):
        found[criterion.rubric_id].append(criterion)
    return found


def _item(row: Mapping, stage: Stage, criteria: list[Criterion], marks: Mapping[int, int]) -> Item:
    agency = row["entry__proposal__agency__name"]
    title = row["entry__proposal__title"]
    points = {criterion.code: marks.get(criterion.pk) for criterion in criteria}
    return Item(
        code=row["code"],
        title=masking(agency)(title) if stage.is_blind else title,
        category=row["entry__proposal__category__name"] or "",
        agency="" if stage.is_blind else agency,
        status=row["sheet__status"],
        is_reopened=row["sheet__reopened_at"] is not None,
        is_flagged=row["is_flagged"],
        is_skipped=row["skipped_at"] is not None,
        scored=len(marks),
        criteria=len(criteria),
        total=own_total(stage, criteria, points) if criteria else None,
    )


def _is_open(stage: Stage, at: datetime) -> bool:
    has_begun = stage.opens_at is None or at >= stage.opens_at
    return has_begun and not stage.is_closed and not stage.window.is_after(at)


def distribution(totals: list[Fraction]) -> list[tuple[str, int]]:
    """How many totals fall into each ten points, from the lowest to the highest that occur."""
    bins = [min(int(total // BIN), 9) for total in totals]
    counted = range(min(bins), max(bins) + 1) if bins else ()
    return [(_bin_name(number), bins.count(number)) for number in counted]


def _bin_name(number: int) -> str:
    if number == 9:
        return _("90 sampai 100")
    return _("%(low)d sampai di bawah %(high)d") % {"low": number * BIN, "high": (number + 1) * BIN}
