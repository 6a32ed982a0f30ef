"""The jurors of a stage, and people who could become one."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from agencies.models import User
from competitions.models import Stage
from judging.enums import ExpertiseLevel, SheetStatus
from judging.models import (
    Apart,
    Assignment,
    Conflict,
    Expertise,
    IntegrityStatement,
    PanelMember,
    ScoreSheet,
)
from judging.reads import conflicts, potential_conflicts
from kipp.lib import canonical

PANELS_AT_MOST = 10


@dataclass(frozen=True)
class Seat:
    """One row of the panel. `conflicts` counts entries of the stage this juror may not read.

    `signed_older`: what was signed has been reworded since.
    """

    member: PanelMember
    load: int
    started: int
    conflicts: int
    signed: IntegrityStatement | None
    signed_older: bool

    @property
    def has_left(self) -> bool:
        return self.member.left_at is not None

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
        .order_by(F("left_at").asc(nulls_first=True), "user__name")
    )
    in_conflict: dict[int, int] = {}
    for _entry, member in conflicts.conflicting_pairs(stage):
        in_conflict[member] = in_conflict.get(member, 0) + 1
    signed = {row.user_id: row for row in stage.competition.integrity_statements.all()}
    words = canonical.sha256(stage.competition.integrity_text)

    def seat(row: PanelMember) -> Seat:
        own = signed.get(row.user_id)
        is_older = own is not None and own.sha256 != words
        return Seat(row, row.load, row.started, in_conflict.get(row.pk, 0), own, is_older)

    return [seat(row) for row in members]


def directory(stage: Stage, words: str) -> QuerySet[User]:
    """Open accounts without a seat here that hold the words; without words, who judged before.

    Who judged before comes first, with how many sheets they handed in.
    """
    handed_in = ScoreSheet.objects.filter(assignment__member__user=OuterRef("pk"), status=SheetStatus.FINAL)
    counted = handed_in.order_by().values("assignment__member__user").annotate(n=Count("pk")).values("n")
    known = Expertise.objects.filter(level__gt=ExpertiseLevel.GENERAL).select_related("category")
    people = (
        User.objects.filter(is_active=True)
        .exclude(panel_seats__stage=stage)
        .select_related("employer")
        .prefetch_related(Prefetch("expertise", known.order_by("-level", "-category"), to_attr="known"))
        .annotate(sheets=Coalesce(Subquery(counted), 0))
        .order_by("-sheets", "name", "pk")
    )
    if len(words) < 3:
        return people.filter(sheets__gt=0)
    match = Q(name__icontains=words) | Q(email__icontains=words) | Q(institution__icontains=words)
    return people.filter(match)


def known_fields(person: User) -> list[str]:
    """What somebody of the directory said of themselves in any edition, each category once."""
    fields: dict[str, str] = {}
    for row in person.known:
        fields.setdefault(row.category.name, f"{row.category.name} ({row.get_level_display().lower()})")
    return list(fields.values())


def people_of(stage: Stage) -> QuerySet[User]:
    """The jurors who sit in the stage."""
    seats = PanelMember.objects.seated().filter(stage=stage)
    return User.objects.filter(panel_seats__in=seats).order_by("name", "pk")


def earlier_panels(stage: Stage) -> QuerySet[Stage]:
    """Panels of the same organiser that could sit here too, the latest first."""
    seats = PanelMember.objects.seated().filter(stage=OuterRef("pk"))
    same = Stage.objects.filter(competition__organiser=stage.competition.organiser_id).exclude(pk=stage.pk)
    return same.filter(Exists(seats)).select_related("competition").order_by("-competition__year", "-pk")


def with_jurors(stage: Stage, sources: QuerySet[Stage]) -> list[tuple[Stage, list[str], int]]:
    """Each of the latest panels with its jurors' names, and how many of them do not sit in the stage yet."""
    here = set(PanelMember.objects.filter(stage=stage).values_list("user", flat=True))
    seats = PanelMember.objects.seated().filter(user__is_active=True).select_related("user")
    seats = seats.order_by("user__name")
    found = sources.prefetch_related(Prefetch("panel", seats, to_attr="seats"))[:PANELS_AT_MOST]
    return [
        (source, [seat.user.name for seat in source.seats], sum(s.user_id not in here for s in source.seats))
        for source in found
    ]


def kept_apart(stage: Stage) -> QuerySet[Apart]:
    pairs = Apart.objects.filter(first__stage=stage)
    return pairs.select_related("first__user", "second__user", "stated_by").order_by(
        "first__user__name", "pk"
    )


def stated_conflicts(stage: Stage) -> QuerySet[Conflict]:
    """Conflicts that somebody stated about entries of the stage and its jurors, lifted ones last."""
    return (
        Conflict.objects.filter(proposal__entries__stage=stage, user__panel_seats__stage=stage)
        .select_related("user", "proposal__agency", "stated_by", "lifted_by")
        .order_by(F("lifted_at").asc(nulls_first=True), "-stated_at", "-pk")
        .distinct()
    )


Line = tuple[str, str, list[str]]  # title, agency, sentences


def conflicts_and_doubts_of(member: PanelMember) -> tuple[list[Line], list[Line]]:
    """What this juror may not read and why, and what may be a conflict, with its evidence."""
    seen = potential_conflicts.look(member.stage, member=member)
    barred = {entry: conflicts.sentences(grounds) for (entry, _juror), grounds in seen.barred.items()}
    doubts = {
        entry: potential_conflicts.sentences(findings) for (entry, _juror), findings in seen.found.items()
    }

    def lines(rows: dict[int, list[str]]) -> list[Line]:
        papers = ((seen.entries[entry], said) for entry, said in rows.items())
        return sorted((paper.title, paper.agency, said) for paper, said in papers)

    return lines(barred), lines(doubts)


def readings_of(member: PanelMember) -> QuerySet[Assignment]:
    readings = Assignment.objects.filter(member=member, recused_at=None)
    return readings.select_related("entry__proposal__agency", "sheet").in_reading_order()
