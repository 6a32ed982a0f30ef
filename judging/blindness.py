"""Words that give an entrant away in a text that jurors read without its name. Pure.

A clue is found as whole words, whatever the case and however the line breaks; initials, which are common
syllables in small letters, only in capitals.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

REGION_WORDS = 2  # what remains of a name without its region still says something from two words on
SHORTEST, LONGEST = 3, 8  # letters of initials
AROUND = 60  # characters on either side of a passage
_SMALL = frozenset({"dan", "di", "untuk", "pada", "serta"})


class ClueKind(StrEnum):
    NAME = "name"
    SHORT = "short"
    PARENT = "parent"
    PERSON = "person"
    REGION = "region"


@dataclass(frozen=True)
class Clue:
    kind: ClueKind
    words: str
    is_in_capitals: bool = False

    def pattern(self) -> str:
        words = r"\s+".join(map(re.escape, self.words.split()))
        return rf"(?<!\w){words}(?!\w)" if self.is_in_capitals else rf"(?<!\w)(?i:{words})(?!\w)"


@dataclass(frozen=True)
class Hit:
    """`start` and `end` of what was found; a masked one is hidden from jurors by the portal."""

    clue: Clue
    start: int
    end: int
    is_masked: bool


def clues(
    *, names: Iterable[str], code: str, parents: Iterable[str], people: Iterable[str], region: str
) -> list[Clue]:
    """What to look for, the most telling first; `names` are the agency's, now and as it was sent."""
    found: list[Clue] = []
    for name in dict.fromkeys(names):
        found.append(Clue(ClueKind.NAME, name))
        found.extend(Clue(ClueKind.NAME, rest) for rest in _without(name, region))
        found.extend(Clue(ClueKind.SHORT, letters, is_in_capitals=True) for letters in _initials(name))
    found.extend(Clue(ClueKind.SHORT, each) for each in _code(code))
    for parent in parents:
        found.append(Clue(ClueKind.PARENT, parent))
        found.extend(Clue(ClueKind.SHORT, letters, is_in_capitals=True) for letters in _initials(parent))
    found.extend(Clue(ClueKind.PERSON, plain) for person in people if (plain := _plain(person)))
    if region:
        found.append(Clue(ClueKind.REGION, region))
    return [clue for clue in dict.fromkeys(found) if clue.words.strip()]


def _without(name: str, region: str) -> list[str]:
    words = re.sub(rf"\b{re.escape(region)}\b", " ", name, flags=re.IGNORECASE).split() if region else []
    rest = " ".join(words)
    return [rest] if len(words) >= REGION_WORDS and rest != name else []


def _initials(name: str) -> list[str]:
    letters = "".join(word[0] for word in name.split() if word.lower() not in _SMALL and word[0].isalpha())
    return [letters.upper()] if SHORTEST <= len(letters) <= LONGEST else []


def _code(code: str) -> list[str]:
    """As it is written, and with spaces in place of strokes."""
    spaced = re.sub(r"[-_./]+", " ", code).strip()
    is_word = len(code) >= SHORTEST and any(letter.isalpha() for letter in code)
    return list(dict.fromkeys([code, spaced])) if is_word else []


def _plain(person: str) -> str:
    """Without degrees: what stands after a comma, and short forms with a full stop in front."""
    words = person.split(",")[0].split()
    while words and words[0].endswith("."):
        words = words[1:]
    return " ".join(words) if len("".join(words)) > SHORTEST else ""


def find(text: str, wanted: Sequence[Clue], masked: Iterable[str] = ()) -> list[Hit]:
    """From left to right; where clues overlap, the more telling one. `masked` names are hidden anyway."""
    hidden = [found.span() for found in mask(masked).finditer(text)]
    folded = text.lower()
    hits: list[Hit] = []
    for clue in wanted:
        if not all(word in folded for word in clue.words.lower().split()):
            continue  # most clues are not there: no pattern is made for them
        for found in re.finditer(clue.pattern(), text):
            start, end = found.span()
            if not any(hit.start < end and start < hit.end for hit in hits):
                is_masked = any(left <= start and end <= right for left, right in hidden)
                hits.append(Hit(clue, start, end, is_masked))
    return sorted(hits, key=lambda hit: hit.start)


def mask(names: Iterable[str]) -> re.Pattern[str]:
    """What a blind stage hides of a text: the names as they are written, whatever the case."""
    return re.compile("|".join(map(re.escape, names)) or r"(?!)", re.IGNORECASE)


def passage(text: str, hit: Hit, around: int = AROUND) -> tuple[str, str, str]:
    """What stands before, the words themselves, what stands after; cut between words."""
    before, after = text[: hit.start], text[hit.end :]
    if len(before) > around:
        before = "…" + before[-around:].partition(" ")[2]
    if len(after) > around:
        after = after[:around].rpartition(" ")[0] + "…"
    return before, text[hit.start : hit.end], after
