"""What an agency's own people see of the duty: each year, and each edition in it."""

from collections import defaultdict
from dataclasses import dataclass

from agencies import roles
from agencies.models import Agency, User
from competitions.models import Competition
from proposals.enums import ParticipationState
from proposals.models import Proposal
from proposals.participation import State, reached, takes_part


@dataclass(frozen=True)
class OwnEdition:
    edition: Competition
    state: State

    @property
    def word(self) -> str:
        return ParticipationState(self.state).label


@dataclass(frozen=True)
class OwnYear:
    """Over all editions of the year in which the agency owed an entry, or sent one."""

    year: int
    state: State
    editions: list[OwnEdition]

    @property
    def word(self) -> str:
        return ParticipationState(self.state).label

    @property
    def is_met(self) -> bool:
        return takes_part(self.state)


@dataclass(frozen=True)
class OwnAgency:
    agency: Agency
    years: list[OwnYear]


def years_of(user: User) -> list[OwnAgency]:
    """Four queries, whatever the number of agencies, editions and entries."""
    agencies = list(Agency.objects.filter(pk__in=user.agency_ids(roles.ENTRANT_ROLES)).order_by("name"))
    editions = Competition.objects.filter(announced_at__isnull=False).prefetch_related("groups")
    held = list(editions.order_by("-year", "-opens_at", "pk"))
    statuses: dict[tuple[int, int], list[str]] = defaultdict(list)
    found = Proposal.objects.filter(agency__in=agencies, competition__in=held)
    for agency, edition, status in found.values_list("agency", "competition", "status"):
        statuses[agency, edition].append(status)
    return [OwnAgency(agency, _years(agency, held, statuses)) for agency in agencies]


def _years(agency: Agency, held: list[Competition], statuses: dict) -> list[OwnYear]:
    lines: dict[int, list[OwnEdition]] = defaultdict(list)
    sent: dict[int, list[str]] = defaultdict(list)
    for edition in held:
        own = statuses.get((agency.pk, edition.pk), [])
        if own or any(agency.kind in group.kinds for group in edition.groups.all()):
            lines[edition.year].append(OwnEdition(edition, reached(own)))
            sent[edition.year] += own
    return [OwnYear(year, reached(sent[year]), lines[year]) for year in lines]
