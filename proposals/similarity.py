"""Which passages two texts share. Pure.

A text is cut into overlapping sequences of five words (shingles; Broder 1997, "On the resemblance and
containment of documents"). Case, accents and punctuation do not count, so a copied sentence is found
although its commas moved.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b

SHINGLE = 5
LEAST_RUN = 8  # words; what is shorter is an idiom
WIDEST_GAP = 3  # words changed inside one copied passage
MOST_CANDIDATES = 20
MOST_PASSAGES = 20
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `start` to `stop` of one text, and where they stand in the other one."""

    section: str
    text: str
    other_section: str
    other_text: str
    words: int


@dataclass(frozen=True, slots=True)
class _Run:
    section: int
    start: int
    stop: int
    other_section: int
    other_start: int
    other_stop: int


@dataclass(frozen=True, slots=True)
class _Words:
    """One section: the numbers of its shingles, and where each of its words stands in the text."""

    title: str
    text: str
    numbers: list[int]
    spans: list[tuple[int, int]]

    def between(self, start: int, stop: int) -> str:
        return self.text[self.spans[start][0] : self.spans[stop - 1][1]]


def shingles(texts: Sequence[str]) -> set[int]:
    """The 64-bit number of every five words in a row; none reaches from one text into the next."""
    return {number for text in texts for number in _numbers(text)}


def percentage(shared: int, of: int) -> Decimal:
    """Rounded half up to two decimals; 0 of 0 is 0."""
    if not of:
        return Decimal("0.00")
    return (Decimal(100) * shared / of).quantize(Decimal("0.01"), ROUND_HALF_UP)


def passages(
    mine: Mapping[str, str], theirs: Mapping[str, str], formulas: Collection[int] = frozenset()
) -> list[Passage]:
    """What `mine` shares with `theirs` (texts by title of section), the longest first.

    Runs of at least eight equal words; runs that only a few changed words part are one passage.
    `formulas` are shingles that everybody writes: no passage is made of them.
    """
    own, other = _sections(mine), _sections(theirs)
    runs = _joined(_runs(own, other, formulas))
    found = [
        Passage(
            own[run.section].title,
            own[run.section].between(run.start, run.stop),
            other[run.other_section].title,
            other[run.other_section].between(run.other_start, run.other_stop),
            run.stop - run.start,
        )
        for run in runs
        if run.stop - run.start >= LEAST_RUN
    ]
    return sorted(found, key=lambda passage: -passage.words)[:MOST_PASSAGES]


def _numbers(text: str) -> list[int]:
    words = [_letters(word) for word in _WORD.findall(text)]
    return [_number(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def _number(words: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest())


def _sections(texts: Mapping[str, str]) -> list[_Words]:
    return [
        _Words(title, text, _numbers(text), [match.span() for match in _WORD.finditer(text)])
        for title, text in texts.items()
    ]


def _index(sections: Sequence[_Words], formulas: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    places: dict[int, list[tuple[int, int]]] = {}
    for section, words in enumerate(sections):
        for i, number in enumerate(words.numbers):
            held = places.setdefault(number, [])
            if number not in formulas and len(held) < MOST_CANDIDATES:
                held.append((section, i))
    return places


def _runs(own: Sequence[_Words], other: Sequence[_Words], formulas: Collection[int]) -> list[_Run]:
    """Equal words in a row, left to right; each word of `own` stands in one run at most."""
    index = _index(other, formulas)
    runs: list[_Run] = []
    for section, words in enumerate(own):
        i = 0
        while i < len(words.numbers):
            places = index.get(words.numbers[i], ())
            found = [(_common(words.numbers, i, other[n].numbers, k, formulas), n, k) for n, k in places]
            if not found:
                i += 1
                continue
            length, n, k = max(found, key=lambda place: (place[0], -place[1], -place[2]))
            length += SHINGLE - 1
            runs.append(_Run(section, i, i + length, n, k, k + length))
            i += length
    return runs


def _common(left: Sequence[int], i: int, right: Sequence[int], k: int, formulas: Collection[int]) -> int:
    """How many shingles in a row are the same and nobody else's."""
    length = 0
    for mine, theirs in zip(left[i:], right[k:], strict=False):
        if mine != theirs or mine in formulas:
            break
        length += 1
    return length


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    joined: list[_Run] = []
    for run in runs:
        if joined and _continues(joined[-1], run):
            last = joined.pop()
            run = _Run(
                last.section, last.start, run.stop, last.other_section, last.other_start, run.other_stop
            )
        joined.append(run)
    return joined


def _continues(last: _Run, run: _Run) -> bool:
    same = (last.section, last.other_section) == (run.section, run.other_section)
    return (
        same
        and 0 <= run.start - last.stop <= WIDEST_GAP
        and 0 <= run.other_start - last.other_stop <= WIDEST_GAP
    )
