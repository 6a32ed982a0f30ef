"""Whom to remind that an edition waits for an entry of theirs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agencies import roles
from agencies.enums import MUTABLE, NoticeKind
from agencies.models import AuditEvent, Membership, User
from competitions.enums import Phase
from competitions.models import Competition
from proposals.participation import State
from proposals.reads import participation

VERB = "participation.reminded"
LATE = frozenset({State.NOTHING, State.DRAFT})


@dataclass(frozen=True)
class Target:
    """An agency that can still send something. Of a draft nothing is known but that there is one."""

    code: str
    name: str
    kind: str
    has_draft: bool
    due_at: datetime
    was_reminded: bool
    people: Sequence[User]

    @property
    def is_reachable(self) -> bool:
        return bool(self.people)

    @property
    def can_be_reminded(self) -> bool:
        return self.is_reachable and not self.was_reminded


@dataclass
class Recipient:
    """A person and the agencies they are written to for: one letter, whatever the number."""

    person: User
    targets: list[Target] = field(default_factory=list)

    @property
    def only_drafts(self) -> bool:
        return all(target.has_draft for target in self.targets)

    @property
    def takes_mail(self) -> bool:
        """Who did without letters of this kind still finds the notice in the portal."""
        return NoticeKind.REMINDER not in MUTABLE or NoticeKind.REMINDER not in self.person.unmailed

    @property
    def due_at(self) -> datetime:
        return min(target.due_at for target in self.targets)


def targets(edition: Competition, at: datetime) -> list[Target]:
    """Agencies with nothing or only a draft, as long as their own deadline has not passed: four queries."""
    rows = [
        row
        for row in participation.ledger(participation.of_one(edition)).rows
        if row.states[0] in LATE and edition.phase_at(at, row) != Phase.CLOSED
    ]
    people = _people([row.pk for row in rows])
    reminded = _reminded_on_the_day(edition, [row.code for row in rows], at)
    return [
        Target(
            code=row.code,
            name=row.name,
            kind=row.kind,
            has_draft=row.states[0] == State.DRAFT,
            due_at=edition.closing(row),
            was_reminded=row.code in reminded,
            people=people[row.pk],
        )
        for row in rows
    ]


def recipients(chosen: Iterable[Target]) -> list[Recipient]:
    """In order of name."""
    by_person: dict[int, Recipient] = {}
    for target in chosen:
        for person in target.people:
            by_person.setdefault(person.pk, Recipient(person)).targets.append(target)
    return sorted(by_person.values(), key=lambda one: (one.person.name, one.person.pk))


def _people(agencies: Collection[int]) -> dict[int, list[User]]:
    found: dict[int, dict[int, User]] = defaultdict(dict)
    held = Membership.objects.filter(
        agency__in=agencies, role__in=roles.ENTRANT_ROLES, user__is_active=True
    ).select_related("user")
    for membership in held.order_by("user__name", "pk"):
        found[membership.agency_id][membership.user_id] = membership.user
    return defaultdict(list, {agency: list(people.values()) for agency, people in found.items()})


def _reminded_on_the_day(edition: Competition, codes: Iterable[str], at: datetime) -> set[str]:
    """Of whatever edition: nobody is written to twice on a day."""
    day = at.astimezone(edition.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    subjects = [f"agency:{code}" for code in codes]
    told = AuditEvent.objects.filter(verb=VERB, subject__in=subjects, at__gte=day)
    return {subject.removeprefix("agency:") for subject in told.values_list("subject", flat=True)}
