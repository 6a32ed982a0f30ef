"""Who reads what in a stage, as the assigning pages show it."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from competitions.models import Stage
from judging.enums import ExpertiseLevel
from judging.models import Assignment, Expertise, PanelMember
from judging.reads import conflicts, potential_conflicts
from proposals.enums import Attendance
from proposals.models import Entry

HOLDS = Q(assignments__recused_at=None)


def for_list(stage: Stage) -> QuerySet[Entry]:
    """The rows of the assigning page: two queries a page, whatever the number of readers.

    Readers are counted by a subquery: a join over all readings of a national stage costs ten times that.
    """
    readings = Assignment.objects.standing().select_related("member__user")
    counted = Assignment.objects.unwaived().filter(entry=OuterRef("pk"), recused_at=None).order_by()
    readers = Subquery(counted.values("entry").annotate(n=Count("pk")).values("n"))
    reader_count = Case(When(attendance=Attendance.ABSENT, then=0), default=Coalesce(readers, 0))
    return (
        Entry.objects.filter(stage=stage)
        .select_related("proposal__agency", "proposal__category")
        .prefetch_related(Prefetch("assignments", readings.order_by("pk"), to_attr="readings"))
        .annotate(reader_count=reader_count)
    )


def loads(stage: Stage) -> list[tuple[str, int]]:
    """Each juror's name and number of readings, the busiest first: the rows of the bar chart."""
    members = PanelMember.objects.filter(stage=stage).annotate(load=Count("assignments", filter=HOLDS))
    members = members.filter(Q(left_at=None) | Q(load__gt=0))
    return list(members.order_by("-load", "user__name").values_list("user__name", "load"))


@dataclass(frozen=True)
class Candidate:
    """A juror as seen from one entry. `obstacles` are sentences; `evidence` never forbids."""

    member: PanelMember
    load: int
    obstacles: list[str]
    evidence: list[str]
    knows: str = ""  # what the juror knows of the entry's category, in a word

    @property
    def is_full(self) -> bool:
        return self.member.load_cap is not None and self.load >= self.member.load_cap


@dataclass(frozen=True)
class Candidates:
    free: list[Candidate]
    barred: list[Candidate]


def candidates(stage: Stage, entry: Entry) -> Candidates:
    """Who could still read this entry, the least busy first, and who cannot and why."""
    seen = potential_conflicts.look(stage, entry=entry)
    reading = set(Assignment.objects.filter(entry=entry, recused_at=None).values_list("member", flat=True))
    members = (
        PanelMember.objects.seated()
        .filter(stage=stage, user__is_active=True)
        .exclude(pk__in=reading)
        .select_related("user__employer")
        .annotate(load=Count("assignments", filter=HOLDS))
        .order_by("load", "user__name")
    )
    knows = _expertise(entry)
    everybody = [
        Candidate(
            member=member,
            load=member.load,
            knows=knows.get(member.user_id, ""),
            obstacles=conflicts.sentences(seen.barred.get((entry.pk, member.pk), frozenset())),
            evidence=potential_conflicts.sentences(seen.found.get((entry.pk, member.pk), ())),
        )
        for member in members
    ]
    return Candidates(
        free=[one for one in everybody if not one.obstacles],
        barred=[one for one in everybody if one.obstacles],
    )


def _expertise(entry: Entry) -> dict[int, str]:
    """User -> related or expert; who knows the category only in general is not named."""
    rows = Expertise.objects.filter(category=entry.proposal.category_id, level__gt=ExpertiseLevel.GENERAL)
    return {user: str(ExpertiseLevel(level).label) for user, level in rows.values_list("user", "level")}


def conflicted(stage: Stage) -> list[tuple[Assignment, list[str]]]:
    """Readings that became a conflict after they were assigned: somebody changed jobs, or a team grew."""
    pairs = conflicts.conflicting_pairs(stage)
    held = Assignment.objects.filter(entry__stage=stage, recused_at=None)
    theirs = held.filter(member__in={member for _entry, member in pairs})
    hit = [pk for pk, *pair in theirs.values_list("pk", "entry", "member") if tuple(pair) in pairs]
    readings = held.filter(pk__in=hit).select_related("entry__proposal", "member__user").order_by("pk")
    return [(row, conflicts.sentences(pairs[row.entry_id, row.member_id])) for row in readings]


def readings_of(entry: Entry) -> QuerySet[Assignment]:
    """The readers of an entry, recused ones last."""
    readings = Assignment.objects.filter(entry=entry).select_related("member__user", "sheet", "waiver")
    return readings.order_by(F("recused_at").asc(nulls_first=True), "member__user__name")
