"""Who reads what in a stage: what a plan is made from, and what the assigning pages show."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from competitions.models import Stage
from judging.conflicts import Pair
from judging.models import Assignment, PanelMember
from judging.reads import conflicts
from kipp.lib import canonical
from proposals.enums import ProposalStatus
from proposals.models import Entry

HOLDS = Q(assignments__recused_at=None)


@dataclass(frozen=True)
class PlanInputs:
    """Everything a plan depends on, in an order that does not depend on the database.

    `caps` holds the jurors' own limits; None means no limit. `existing` readings stay and count, but
    for those that have become a conflict. `barred` pairs may not be made: conflicts and recusals.
    """

    readers: int
    entries: tuple[int, ...]
    members: tuple[int, ...]
    caps: tuple[int | None, ...]
    existing: tuple[Pair, ...]
    barred: frozenset[Pair]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical inputs: the same as long as a plan made from them still fits."""
        return canonical.sha256(
            canonical.dumps(
                {
                    "readers": self.readers,
                    "entries": list(self.entries),
                    "members": [list(pair) for pair in zip(self.members, self.caps, strict=True)],
                    "existing": [list(pair) for pair in sorted(self.existing)],
                    "barred": [list(pair) for pair in sorted(self.barred)],
                }
            )
        )


def plan_inputs(stage: Stage) -> PlanInputs:
    entries = _planned_entries(stage).order_by("proposal__code").values_list("pk", flat=True)
    members = _planned_members(stage).order_by("user__code").values_list("pk", "load_cap")
    readings = Assignment.objects.filter(entry__stage=stage).values_list("entry", "member", "recused_at")
    entry_ids = tuple(entries)
    member_ids, caps = zip(*members, strict=True) if members else ((), ())
    held = [(entry, member) for entry, member, recused_at in readings if recused_at is None]
    recused = {(entry, member) for entry, member, recused_at in readings if recused_at is not None}
    planned_entries, planned_members = set(entry_ids), set(member_ids)

    def is_planned(pair: Pair) -> bool:
        return pair[0] in planned_entries and pair[1] in planned_members

    barred = frozenset(filter(is_planned, recused | set(conflicts.conflicting_pairs(stage))))
    return PlanInputs(
        readers=stage.readers,
        entries=entry_ids,
        members=member_ids,
        caps=caps,
        existing=tuple(sorted(pair for pair in held if is_planned(pair) and pair not in barred)),
        barred=barred,
    )


def _planned_entries(stage: Stage) -> QuerySet[Entry]:
    return Entry.objects.filter(stage=stage).exclude(proposal__status=ProposalStatus.DISQUALIFIED)


def _planned_members(stage: Stage) -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(stage=stage, user__is_active=True)


def for_list(stage: Stage) -> QuerySet[Entry]:
    """The rows of the assigning page: two queries a page, whatever the number of readers.

    Readers are counted by a subquery: a join over all readings of a national stage costs ten times that.
    """
    readings = Assignment.objects.standing().select_related("member__user")
    counted = Assignment.objects.standing().filter(entry=OuterRef("pk")).order_by()
    reader_count = Subquery(counted.values("entry").annotate(n=Count("pk")).values("n"))
    return (
        Entry.objects.filter(stage=stage)
        .select_related("proposal__agency", "proposal__category")
        .prefetch_related(Prefetch("assignments", readings.order_by("pk"), to_attr="readings"))
        .annotate(reader_count=Coalesce(reader_count, 0))
    )


def loads(stage: Stage) -> list[tuple[str, int]]:
    """Each juror's name and number of readings, the busiest first: the rows of the bar chart."""
    members = PanelMember.objects.filter(stage=stage).annotate(load=Count("assignments", filter=HOLDS))
    return list(members.order_by("-load", "user__name").values_list("user__name", "load"))


@dataclass(frozen=True)
class Candidate:
    """A juror as seen from one entry. `obstacles` are sentences; `warning` never forbids."""

    member: PanelMember
    load: int
    obstacles: list[str]
    namesake: str

    @property
    def is_full(self) -> bool:
        return self.member.load_cap is not None and self.load >= self.member.load_cap


@dataclass(frozen=True)
class Candidates:
    free: list[Candidate]
    barred: list[Candidate]


def candidates(stage: Stage, entry: Entry) -> Candidates:
    """Who could still read this entry, the least busy first, and who cannot and why."""
    grounds = conflicts.conflicting_pairs(stage, entry=entry)
    namesakes = conflicts.namesakes(stage, entry)
    reading = set(Assignment.objects.filter(entry=entry, recused_at=None).values_list("member", flat=True))
    members = (
        PanelMember.objects.filter(stage=stage, user__is_active=True)
        .exclude(pk__in=reading)
        .select_related("user__employer")
        .annotate(load=Count("assignments", filter=HOLDS))
        .order_by("load", "user__name")
    )
    everybody = [
        Candidate(
            member=member,
            load=member.load,
            obstacles=conflicts.sentences(grounds.get((entry.pk, member.pk), frozenset())),
            namesake=namesakes.get(member.pk, ""),
        )
        for member in members
    ]
    return Candidates(
        free=[one for one in everybody if not one.obstacles],
        barred=[one for one in everybody if one.obstacles],
    )


def conflicted(stage: Stage) -> list[tuple[Assignment, list[str]]]:
    """Readings that became a conflict after they were assigned: somebody changed jobs, or a team grew."""
    pairs = conflicts.conflicting_pairs(stage)
    held = Assignment.objects.filter(entry__stage=stage, recused_at=None)
    hit = [pk for pk, *pair in held.values_list("pk", "entry", "member") if tuple(pair) in pairs]
    readings = held.filter(pk__in=hit).select_related("entry__proposal", "member__user").order_by("pk")
    return [(row, conflicts.sentences(pairs[row.entry_id, row.member_id])) for row in readings]


def readings_of(entry: Entry) -> QuerySet[Assignment]:
    """The readers of an entry, recused ones last."""
    readings = Assignment.objects.filter(entry=entry).select_related("member__user", "sheet", "waiver")
    return readings.order_by(F("recused_at").asc(nulls_first=True), "member__user__name")
