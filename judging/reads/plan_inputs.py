"""What a plan of assignments is made from, in as many queries whatever the size of the stage."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from competitions.models import Stage
from judging.conflicts import Pair
from judging.enums import ExpertiseLevel, SheetStatus
from judging.models import Apart, Assignment, Expertise, PanelMember
from judging.reads import conflicts
from kipp.lib import canonical
from proposals.enums import Attendance, ProposalStatus
from proposals.models import Entry

Known = tuple[int, int, int]  # panel member, category, level


@dataclass(frozen=True)
class PlanInputs:
    """Everything a plan depends on, in an order that does not depend on the database.

    `caps` holds the jurors' own limits; None means no limit. `existing` readings stay and count, but
    for those that have become a conflict. `barred` pairs may not be made: conflicts and recusals.
    `gone` jurors get nothing new, but what they have finished counts. `categories` are the entries' own,
    None for an entry without; `orphans` the entries that `leaving` has not finished.
    """

    readers: int
    entries: tuple[int, ...]
    members: tuple[int, ...]
    caps: tuple[int | None, ...]
    existing: tuple[Pair, ...]
    barred: frozenset[Pair]
    gone: frozenset[int] = frozenset()
    apart: tuple[Pair, ...] = ()
    categories: tuple[int | None, ...] = ()
    expertise: tuple[Known, ...] = ()
    leaving: int | None = None
    orphans: tuple[int, ...] = ()

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
                    "gone": sorted(self.gone),
                    "apart": [list(pair) for pair in self.apart],
                    "categories": list(self.categories),
                    "expertise": [list(known) for known in self.expertise],
                    "leaving": self.leaving,
                    "orphans": list(self.orphans),
                }
            )
        )

    def free_jurors(self) -> dict[int, int]:
        """Per entry, how many of the jurors who sit may read it at all."""
        free = dict.fromkeys(self.entries, len(self.members) - len(self.gone))
        for entry, member in self.barred:
            free[entry] -= member not in self.gone
        return free

    def levels(self) -> dict[int | None, list[int]]:
        """Per category what each member knows of it; who said nothing knows it in general."""
        known = {(member, category): level for member, category, level in self.expertise}
        return {
            category: [known.get((member, category), ExpertiseLevel.GENERAL) for member in self.members]
            for category in set(self.categories)
        }


def plan_inputs(stage: Stage, leaving: PanelMember | None = None) -> PlanInputs:
    """Four queries, one for pairs kept apart, one for expertise, and those of the conflicts."""
    entries = dict(_planned_entries(stage).order_by("proposal__code").values_list("pk", "proposal__category"))
    readings = [row for row in _standing_or_ended(stage) if row.entry in entries]
    finished = {row.member for row in readings if row.is_final}
    seats = [seat for seat in _seats(stage) if not seat.is_gone or seat.pk in finished]
    gone = frozenset(seat.pk for seat in seats if seat.is_gone)
    members = {seat.pk for seat in seats}
    ended = {(row.entry, row.member) for row in readings if row.is_ended}
    barred = frozenset(
        (entry, member)
        for entry, member in ended | set(conflicts.conflicting_pairs(stage))
        if entry in entries and member in members
    )
    held = [row for row in readings if not row.is_ended and (row.is_final or row.member in members - gone)]
    existing = sorted({(row.entry, row.member) for row in held} - barred)
    orphans = [row.entry for row in held if leaving and row.member == leaving.pk and row.is_unfinished]
    return PlanInputs(
        readers=stage.readers,
        entries=tuple(entries),
        members=tuple(seat.pk for seat in seats),
        caps=tuple(0 if seat.is_gone else seat.cap for seat in seats),
        existing=tuple(existing),
        barred=barred,
        gone=gone,
        apart=_apart(stage, members),
        categories=tuple(entries.values()),
        expertise=_expertise(stage, seats),
        leaving=leaving.pk if leaving else None,
        orphans=tuple(sorted(orphans)),
    )


def _planned_entries(stage: Stage) -> QuerySet[Entry]:
    rows = Entry.objects.filter(stage=stage).exclude(attendance=Attendance.ABSENT)
    return rows.exclude(proposal__status=ProposalStatus.DISQUALIFIED)


class _Reading(NamedTuple):
    entry: int
    member: int
    recused_at: datetime | None
    status: str | None
    waiver: int | None

    @property
    def is_ended(self) -> bool:
        return self.recused_at is not None

    @property
    def is_final(self) -> bool:
        return not self.is_ended and self.status == SheetStatus.FINAL

    @property
    def is_unfinished(self) -> bool:
        return not self.is_final and self.waiver is None


def _standing_or_ended(stage: Stage) -> Iterator[_Reading]:
    rows = Assignment.objects.filter(entry__stage=stage)
    return map(_Reading._make, rows.values_list("entry", "member", "recused_at", "sheet__status", "waiver"))


class _Seat(NamedTuple):
    pk: int
    user: int
    cap: int | None
    left_at: datetime | None
    is_active: bool

    @property
    def is_gone(self) -> bool:
        return self.left_at is not None or not self.is_active


def _seats(stage: Stage) -> Iterator[_Seat]:
    rows = PanelMember.objects.filter(stage=stage).order_by("user__code")
    return map(_Seat._make, rows.values_list("pk", "user", "load_cap", "left_at", "user__is_active"))


def _apart(stage: Stage, members: Collection[int]) -> tuple[Pair, ...]:
    rows = Apart.objects.filter(first__stage=stage).order_by("first", "second")
    return tuple(pair for pair in rows.values_list("first", "second") if set(pair) <= set(members))


def _expertise(stage: Stage, seats: Collection[_Seat]) -> tuple[Known, ...]:
    member_of = {seat.user: seat.pk for seat in seats}
    rows = Expertise.objects.filter(category__competition=stage.competition_id, user__in=list(member_of))
    return tuple(
        sorted((member_of[user], *known) for user, *known in rows.values_list("user", "category", "level"))
    )
