"""The jurors of a stage, and people who could become one."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from agencies.models import User
from competitions.models import Stage
from judging.models import Assignment, Conflict, PanelMember
from judging.reads import conflicts

FOUND_AT_MOST = 10


@dataclass(frozen=True)
class Seat:
    """One row of the panel. `conflicts` counts entries of the stage this juror may not read."""

    member: PanelMember
    load: int
    started: int
    conflicts: int

    @property
    def has_signed_in(self) -> bool:
        return self.member.user.has_usable_password()


def seats(stage: Stage) -> list[Seat]:
    members = (
        PanelMember.objects.filter(stage=stage)
        .select_related("user__employer")
        .annotate(
            load=Count("assignments", filter=Q(assignments__recused_at=None)),
            started=Count("assignments", filter=Q(assignments__sheet__isnull=False)),
        )
        .order_by("user__name")
    )
    in_conflict: dict[int, int] = {}
    for _entry, member in conflicts.conflicting_pairs(stage):
        in_conflict[member] = in_conflict.get(member, 0) + 1
    return [Seat(row, row.load, row.started, in_conflict.get(row.pk, 0)) for row in members]


def people_found(stage: Stage, words: str) -> list[User]:
    """Open accounts whose name, address or office holds the words and who have no seat yet."""
    if len(words) < 3:
        return []
    match = Q(name__icontains=words) | Q(email__icontains=words) | Q(institution__icontains=words)
    return list(
        User.objects.filter(match, is_active=True)
        .exclude(panel_seats__stage=stage)
        .select_related("employer")
        .order_by("name")[:FOUND_AT_MOST]
    )


def stated_conflicts(stage: Stage) -> QuerySet[Conflict]:
    """Conflicts that somebody stated about entries of the stage and its jurors, lifted ones last."""
    return (
        Conflict.objects.filter(proposal__entries__stage=stage, user__panel_seats__stage=stage)
        .select_related("user", "proposal__agency", "stated_by", "lifted_by")
        .order_by(F("lifted_at").asc(nulls_first=True), "-stated_at", "-pk")
        .distinct()
    )


def conflicts_of(member: PanelMember) -> list[tuple[str, str, list[str]]]:
    """Title, agency and reasons of every entry of the stage this juror may not read."""
    pairs = conflicts.conflicting_pairs(member.stage)
    grounds = {entry: found for (entry, juror), found in pairs.items() if juror == member.pk}
    rows = member.stage.entries.filter(pk__in=grounds).order_by("proposal__title")
    return [
        (title, agency, conflicts.sentences(grounds[pk]))
        for pk, title, agency in rows.values_list("pk", "proposal__title", "proposal__agency__name")
    ]


def readings_of(member: PanelMember) -> QuerySet[Assignment]:
    readings = Assignment.objects.filter(member=member, recused_at=None)
    return readings.select_related("entry__proposal__agency", "sheet").in_reading_order()
