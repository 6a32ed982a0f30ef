"""Which juror may not read which entry, worked out from who they are. Pure.

A derived conflict is computed whenever it is asked for, so nobody can remove it: the juror works for,
or has a role in, an agency of the entrant's tree, or stands in the entry's team. A namesake is only
a warning: names repeat, and accounts carry no NIP to tell two people apart.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Pair = tuple[int, int]  # entry, juror


class Ground(StrEnum):
    """Why a pair is in conflict. The first two are derived, the others were stated by somebody."""

    AGENCY = "agency"
    TEAM = "team"
    DECLARED = "declared"
    ORGANISER = "organiser"


DERIVED = frozenset({Ground.AGENCY, Ground.TEAM})


@dataclass(frozen=True, slots=True)
class Juror:
    """`roots` are the tops of the trees of every agency the juror works for or has a role in."""

    key: int
    email: str
    name: str
    roots: frozenset[int]


@dataclass(frozen=True, slots=True)
class Entrant:
    key: int
    root: int


@dataclass(frozen=True, slots=True)
class Teammate:
    entry: int
    email: str
    name: str


def derived(
    jurors: Iterable[Juror], entrants: Iterable[Entrant], teammates: Iterable[Teammate]
) -> dict[Pair, frozenset[Ground]]:
    """Every pair that may not meet, in time proportional to the conflicts found, not to all pairs."""
    jurors = list(jurors)
    grounds: dict[Pair, set[Ground]] = defaultdict(set)
    by_root = _grouped(jurors, lambda juror: juror.roots)
    for entrant in entrants:
        for juror in by_root.get(entrant.root, ()):
            grounds[entrant.key, juror.key].add(Ground.AGENCY)
    by_email = _grouped(jurors, lambda juror: {juror.email.casefold()} - {""})
    for mate in teammates:
        for juror in by_email.get(mate.email.strip().casefold(), ()):
            grounds[mate.entry, juror.key].add(Ground.TEAM)
    return {pair: frozenset(found) for pair, found in grounds.items()}


def namesakes(jurors: Iterable[Juror], teammates: Iterable[Teammate]) -> dict[Pair, str]:
    """Pairs where a team member bears the juror's name: a warning with its evidence, no conflict."""
    by_name = _grouped(jurors, lambda juror: {name_key(juror.name)} - {""})
    return {
        (mate.entry, juror.key): mate.name
        for mate in teammates
        for juror in by_name.get(name_key(mate.name), ())
    }


def name_key(name: str) -> str:
    """A name without titles, case and accents: "Dr. Siti Aminah, M.Si." is "siti aminah"."""
    plain = unicodedata.normalize("NFKD", name.split(",")[0]).casefold()
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return " ".join(word for word in words if not word.endswith("."))


def _grouped(jurors: Iterable[Juror], keys_of) -> Mapping[object, list[Juror]]:
    groups: dict[object, list[Juror]] = defaultdict(list)
    for juror in jurors:
        for key in keys_of(juror):
            groups[key].append(juror)
    return groups
