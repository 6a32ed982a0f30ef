"""What may be a conflict of interest and may be nothing: warnings with their evidence. Pure.

Nothing here forbids: an office reads the evidence and decides. Who is in conflict already needs no
warning. A name, an address or a school proves little, so every finding says on what it rests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .conflicts import Juror, Pair, grouped, name_key

#: Providers of addresses for everybody: two people of one of them have nothing in common.
PUBLIC_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com", "outlook.com",
    "outlook.co.id", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mail.com", "proton.me",
    "protonmail.com", "zoho.com", "gmx.com",
})  # fmt: skip
#: An address that more agencies share, as of a whole town hall, tells nobody apart.
WIDESPREAD = 5


class Hint(StrEnum):
    NAMESAKE = "namesake"
    OWN_TEAM = "own_team"
    TEAMMATE = "teammate"
    FORMER_POST = "former_post"
    DOMAIN = "domain"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` are what the sentence of the hint is filled with: a name, a title, a day, a domain."""

    hint: Hint
    words: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    key: int
    root: int
    agency: str
    innovation: int


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody of a team; `group` is the entry, or the innovation in whose team they stood."""

    group: int
    email: str
    nip: str
    name: str

    @property
    def keys(self) -> frozenset[str]:
        return frozenset({self.email.strip().casefold(), self.nip.strip()} - {""})


Found = dict[Pair, list[Finding]]


def namesakes(jurors: Sequence[Juror], team: Iterable[Mate]) -> Found:
    found: Found = defaultdict(list)
    by_name = grouped(jurors, lambda juror: {name_key(juror.name)} - {""})
    for mate in team:
        for juror in by_name.get(name_key(mate.name), ()):
            found[mate.group, juror.key].append(Finding(Hint.NAMESAKE, (mate.name,)))
    return found


def shared_domains(
    jurors: Sequence[Juror], entrants: Sequence[Entry], addresses: Iterable[tuple[int, str]]
) -> Found:
    """The juror's address ends like one of the entrant's people's; `addresses` are entry and address."""
    root_of = {entrant.key: entrant.root for entrant in entrants}
    entries: dict[str, set[int]] = defaultdict(set)
    for entry, address in addresses:
        entries[domain(address)].add(entry)
    found: Found = defaultdict(list)
    for juror in jurors:
        own = domain(juror.email)
        theirs = entries.get(own, set())
        if own in PUBLIC_DOMAINS or not own or len({root_of[key] for key in theirs}) > WIDESPREAD:
            continue
        for entry in theirs:
            found[entry, juror.key].append(Finding(Hint.DOMAIN, (own,)))
    return found


def former_posts(jurors: Sequence[Juror], entrants: Iterable[Entry]) -> Found:
    """Any former post in the entrant's tree; fresh ones are conflicts and never come this far."""
    found: Found = defaultdict(list)
    by_root = grouped(jurors, lambda juror: {left.root for left in juror.left})
    for entrant in entrants:
        for juror in by_root.get(entrant.root, ()):
            posts = (left for left in juror.left if left.root == entrant.root)
            rows = [Finding(Hint.FORMER_POST, (left.agency, left.until)) for left in posts]
            found[entrant.key, juror.key].extend(rows)
    return found


def institutions(jurors: Sequence[Juror], entrants: Iterable[Entry]) -> Found:
    """The institution that a juror comes from bears the agency's name."""
    found: Found = defaultdict(list)
    by_name = grouped(jurors, lambda juror: {plain(juror.institution)} - {""})
    for entrant in entrants:
        for juror in by_name.get(plain(entrant.agency), ()):
            found[entrant.key, juror.key].append(Finding(Hint.INSTITUTION, (entrant.agency,)))
    return found


def earlier_teams(
    jurors: Sequence[Juror],
    entrants: Iterable[Entry],
    team: Iterable[Mate],
    stood: Sequence[Mate],
    titles: Mapping[int, str],
) -> Found:
    """The juror stood in this innovation's team once, or in a team with somebody of the entry's.

    `stood` holds the teams, in any edition, of the innovations in whose teams a juror stood.
    """
    found: Found = defaultdict(list)
    by_email = grouped(jurors, lambda juror: {juror.email.casefold()} - {""})
    with_jurors: dict[int, set[Juror]] = defaultdict(set)
    for mate in stood:
        with_jurors[mate.group].update(by_email.get(mate.email.strip().casefold(), ()))
    for entrant in entrants:
        for juror in with_jurors.get(entrant.innovation, ()):
            title = titles[entrant.innovation]
            found[entrant.key, juror.key].append(Finding(Hint.OWN_TEAM, (title,)))
    beside: dict[str, set[tuple[Juror, int]]] = defaultdict(set)
    for mate in stood:
        for key in mate.keys:
            beside[key] |= {(j, mate.group) for j in with_jurors[mate.group] if j.email.casefold() != key}
    for mate in team:
        for juror, innovation in set().union(*(beside.get(key, ()) for key in mate.keys)):
            words = (mate.name, titles[innovation])
            found[mate.group, juror.key].append(Finding(Hint.TEAMMATE, words))
    return found


def domain(address: str) -> str:
    return address.strip().casefold().rpartition("@")[2]


def plain(name: str) -> str:
    return " ".join(name.casefold().split())


def merged(*findings: Found) -> dict[Pair, tuple[Finding, ...]]:
    """All findings of a pair, each once, in the order of the hints."""
    everything: dict[Pair, set[Finding]] = defaultdict(set)
    for found in findings:
        for pair, rows in found.items():
            everything[pair].update(rows)
    order = list(Hint)
    return {
        pair: tuple(sorted(rows, key=lambda row: (order.index(row.hint), str(row.words))))
        for pair, rows in everything.items()
    }
