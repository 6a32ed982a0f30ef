"""Which juror may not read which entry, worked out from who they are. Pure.

A derived conflict is computed whenever it is asked for, so nobody can remove it: the juror works for,
has a role in, or left too lately, an agency of the entrant's tree, or stands in the entry's team. A
namesake is only a warning: names repeat, and accounts carry no NIP to tell two people apart.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Pair = tuple[int, int]  # entry, juror


class Ground(StrEnum):
    """Why a pair is in conflict. The first three are derived, the others were stated by somebody."""

    AGENCY = "agency"
    TEAM = "team"
    FORMER_POST = "former_post"
    DECLARED = "declared"
    ORGANISER = "organiser"


DERIVED = frozenset({Ground.AGENCY, Ground.TEAM, Ground.FORMER_POST})


@dataclass(frozen=True, slots=True)
class Cooling:
    """How long a juror stays away from an agency after leaving it. No years: former posts only warn."""

    closing: date
    years: int

    def bars(self, until: date) -> bool:
        """Whether a post that ended then is too fresh: its date, `years` later, lies after the closing."""
        over = (until.year + self.years, until.month, until.day)
        return bool(self.years) and over > (self.closing.year, self.closing.month, self.closing.day)


NO_COOLING = Cooling(date.min, 0)


@dataclass(frozen=True, slots=True)
class Left:
    """A former post: the top of the agency's tree, and the last day."""

    root: int
    until: date
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Juror:
    """`roots` are the tops of the trees of every agency the juror works for or has a role in."""

    key: int
    email: str
    name: str
    roots: frozenset[int]
    left: tuple[Left, ...] = ()
    institution: str = ""


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
    jurors: Iterable[Juror],
    entrants: Iterable[Entrant],
    teammates: Iterable[Teammate],
    cooling: Cooling = NO_COOLING,
) -> dict[Pair, frozenset[Ground]]:
    """Every pair that may not meet, in time proportional to the conflicts found, not to all pairs."""
    jurors = list(jurors)
    grounds: dict[Pair, set[Ground]] = defaultdict(set)
    by_root = grouped(jurors, lambda juror: juror.roots)
    by_left = grouped(jurors, lambda juror: {left.root for left in juror.left if cooling.bars(left.until)})
    for entrant in entrants:
        for juror in by_root.get(entrant.root, ()):
            grounds[entrant.key, juror.key].add(Ground.AGENCY)
        for juror in by_left.get(entrant.root, ()):
            grounds[entrant.key, juror.key].add(Ground.FORMER_POST)
    by_email = grouped(jurors, lambda juror: {juror.email.casefold()} - {""})
    for mate in teammates:
        for juror in by_email.get(mate.email.strip().casefold(), ()):
            grounds[mate.entry, juror.key].add(Ground.TEAM)
    return {pair: frozenset(found) for pair, found in grounds.items()}


def namesakes(jurors: Iterable[Juror], teammates: Iterable[Teammate]) -> dict[Pair, str]:
    """Pairs where a team member bears the juror's name: a warning with its evidence, no conflict."""
    by_name = grouped(jurors, lambda juror: {name_key(juror.name)} - {""})
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


def grouped(jurors: Iterable[Juror], keys_of) -> Mapping[object, list[Juror]]:
    """The jurors under each of their keys."""
    groups: dict[object, list[Juror]] = defaultdict(list)
    for juror in jurors:
        for key in keys_of(juror):
            groups[key].append(juror)
    return groups
