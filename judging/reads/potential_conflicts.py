"""Potential conflicts of a stage, with their evidence in words: for an office to look at, never a bar."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import Membership
from agencies.roles import ENTRANT_ROLES
from competitions.models import Stage
from judging import conflicts as derivation
from judging import potential_conflicts as pure
from judging.conflicts import Entrant, Ground, Juror, Pair, Teammate
from judging.models import Assignment, PanelMember
from judging.potential_conflicts import Finding, Hint, Mate
from judging.reads import conflicts
from kipp.lib import moments
from proposals.models import Entry, TeamMember


@dataclass(frozen=True)
class Paper:
    """An entry, as its line says it."""

    code: str
    title: str
    agency: str


@dataclass(frozen=True)
class Look:
    """A stage, or one entry or juror of it: who may not read what, and what is to be looked at.

    Entries are named by their id, jurors by the id of their seat; a pair in conflict needs no finding.
    """

    entries: Mapping[int, Paper]
    seats: Mapping[int, tuple[str, str]]
    barred: Mapping[Pair, frozenset[Ground]]
    found: Mapping[Pair, tuple[Finding, ...]]


@dataclass(frozen=True)
class Doubt:
    """One line of the list. `is_assigned`: the juror has the entry to read."""

    entry: Paper
    member_code: str
    juror: str
    evidence: list[str]
    is_assigned: bool


def look(stage: Stage, *, entry: Entry | None = None, member: PanelMember | None = None) -> Look:
    """Ten queries, whatever the number of pairs."""
    entries = Entry.objects.filter(stage=stage, **({"pk": entry.pk} if entry else {}))
    seats = PanelMember.objects.filter(stage=stage, **({"pk": member.pk} if member else {"left_at": None}))
    codes = {pk: (user, code) for pk, user, code in seats.values_list("pk", "user", "code")}
    by_user = conflicts.jurors_by_user([(pk, user) for pk, (user, _code) in codes.items()])
    jurors = list(by_user.values())
    rows = _rows(entries)
    mates = _mates(TeamMember.objects.filter(proposal__entries__in=entries), "proposal__entries")
    team = [mate for mate in mates if mate.group in rows]
    derived = derivation.derived(
        jurors,
        [Entrant(pk, row["proposal__agency__root"]) for pk, row in rows.items()],
        [Teammate(mate.group, mate.email, mate.name) for mate in team],
        conflicts.cooling_of(stage.competition),
    )
    barred = conflicts.with_stated(derived, by_user, entries)
    found = _found(jurors, rows, team)
    return Look(
        entries={pk: _paper(row) for pk, row in rows.items()},
        seats={juror.key: (codes[juror.key][1], juror.name) for juror in jurors},
        barred=barred,
        found={pair: findings for pair, findings in found.items() if pair not in barred},
    )


def doubts(stage: Stage, seen: Look) -> list[Doubt]:
    """Those with a reading first, then by juror and title."""
    held = Assignment.objects.filter(entry__stage=stage, recused_at=None)
    reading = set(held.values_list("entry", "member"))

    def order(pair: Pair) -> tuple:
        entry, member = pair
        return (pair not in reading, seen.seats[member][1], seen.entries[entry].title, pair)

    return [
        Doubt(
            seen.entries[entry],
            *seen.seats[member],
            sentences(seen.found[entry, member]),
            (entry, member) in reading,
        )
        for entry, member in sorted(seen.found, key=order)
    ]


def sentences(findings: Iterable[Finding]) -> list[str]:
    return [_sentence(row) for row in findings]


def _sentence(finding: Finding) -> str:
    texts = {
        Hint.NAMESAKE: _("Namanya sama dengan anggota tim: %(a)s."),
        Hint.OWN_TEAM: _("Pernah tercantum dalam tim inovasi ini, “%(a)s”."),
        Hint.TEAMMATE: _("Pernah satu tim dengan %(a)s dalam “%(b)s”."),
        Hint.FORMER_POST: _("Pernah bekerja di %(a)s sampai %(b)s."),
        Hint.DOMAIN: _("Alamat e-mailnya sama-sama berakhir dengan %(a)s."),
        Hint.INSTITUTION: _("Lembaga asalnya sama dengan nama instansi: %(a)s."),
    }
    a, b = (*map(_word, finding.words), "")[:2]
    return texts[finding.hint] % {"a": a, "b": b}


def _word(value: object) -> str:
    return moments.format_day(value, get_language() or "id") if isinstance(value, date) else str(value)


def _rows(entries: QuerySet[Entry]) -> dict[int, dict]:
    rows = entries.values(
        "pk",
        "code",
        "proposal__title",
        "proposal__innovation",
        "proposal__agency",
        "proposal__agency__name",
        "proposal__agency__root",
    )
    return {row["pk"]: row for row in rows}


def _paper(row: Mapping) -> Paper:
    return Paper(row["code"], row["proposal__title"], row["proposal__agency__name"])


def _found(jurors: Sequence[Juror], rows: Mapping[int, Mapping], team: Sequence[Mate]):
    entries = [
        pure.Entry(
            pk, row["proposal__agency__root"], row["proposal__agency__name"], row["proposal__innovation"]
        )
        for pk, row in rows.items()
    ]
    addresses = [(mate.group, mate.email) for mate in team] + _addresses(rows, jurors)
    return pure.merged(
        pure.namesakes(jurors, team),
        pure.shared_domains(jurors, entries, addresses),
        pure.former_posts(jurors, entries),
        pure.institutions(jurors, entries),
        pure.earlier_teams(jurors, entries, team, *_earlier_teams(jurors)),
    )


def _mates(rows: QuerySet[TeamMember], group: str) -> list[Mate]:
    return [Mate(*row) for row in rows.order_by().values_list(group, "email", "nip", "name")]


def _addresses(rows: Mapping[int, Mapping], jurors: Iterable[Juror]) -> list[tuple[int, str]]:
    """Entry and address of the people of the entering agencies, of the domains that jurors have."""
    ends = Q(pk__in=())
    for one in {pure.domain(juror.email) for juror in jurors} - pure.PUBLIC_DOMAINS - {""}:
        ends |= Q(user__email__iendswith=f"@{one}")
    people = Membership.objects.filter(ends, role__in=ENTRANT_ROLES)
    of_agency: dict[int, set[str]] = defaultdict(set)
    for agency, email in people.values_list("agency", "user__email"):
        of_agency[agency].add(email)
    return [(pk, email) for pk, row in rows.items() for email in of_agency.get(row["proposal__agency"], ())]


def _earlier_teams(jurors: Iterable[Juror]) -> tuple[list[Mate], dict[int, str]]:
    """The teams of innovations in whose teams a juror ever stood, and what those are called."""
    emails = {juror.email.casefold() for juror in jurors} - {""}
    own = TeamMember.objects.annotate(address=Lower("email")).filter(address__in=emails)
    titles = dict(own.order_by().values_list("proposal__innovation", "proposal__innovation__title"))
    teams = TeamMember.objects.filter(proposal__innovation__in=titles)
    return _mates(teams, "proposal__innovation"), titles
