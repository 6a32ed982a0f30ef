"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECES = re.compile(r"\s+|[^\s]+")
_SENTENCES = re.compile(r"\s+|\S.*?(?:[.!?]+(?=\s)|(?=\s*\n)|$)")
MOST_PIECES = 20_000


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Span:
    change: Change
    text: str


def compare(before: str, after: str) -> list[Span]:
    """Spans which, without the added ones, read `before`; without the removed ones, `after`.

    Of a replaced passage the old words come first. Texts beyond 20,000 words and gaps are compared as a
    whole, so that no page waits for them.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > MOST_PIECES and before != after:
        return _spans([(Change.REMOVED, before), (Change.ADDED, after)])
    found: list[tuple[Change, str]] = []
    for is_same, i, j, k, m in _passages(old, new):
        if is_same:
            found.append((Change.SAME, "".join(old[i:j])))
        else:
            found += [(Change.REMOVED, "".join(old[i:j])), (Change.ADDED, "".join(new[k:m]))]
    return _spans(found)


def _passages(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """What stayed and what did not; a gap alone between two changes belongs to them."""
    found: list[tuple[bool, int, int, int, int]] = []
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, i, j, k, m) in enumerate(opcodes):
        is_inside = 0 < number < len(opcodes) - 1
        is_same = tag == "equal" and not (is_inside and "".join(old[i:j]).isspace())
        if found and not is_same and not found[-1][0]:
            _, i, _, k, _ = found.pop()
        found.append((is_same, i, j, k, m))
    return found


def _spans(found: list[tuple[Change, str]]) -> list[Span]:
    return [Span(change, text) for change, text in found if text]


def sentences(text: str) -> list[str]:
    """Sentences and the gaps between them."""
    return _SENTENCES.findall(text)


def lines(text: str) -> list[str]:
    """Lines, each with its break, so that they part again however they are put together."""
    return [f"{line}\n" for line in text.split("\n") if line]


def merge(base: str, mine: str, theirs: str, split: Callable[[str], list[str]]) -> str:
    """What either of two writers changed in `base`. Where both changed it, theirs and then mine.

    Nothing that stands in one of the two texts and was not in `base` is left out.
    """
    olds, mines, others = split(base), split(mine), split(theirs)
    found, old, own, other = "", 0, 0, 0
    for i, j, k, size in _common(olds, mines, others):
        found = _joined(found, _chosen(olds[old:i], mines[own:j], others[other:k]))
        found = _joined(found, "".join(olds[i : i + size]))
        old, own, other = i + size, j + size, k + size
    return found.removesuffix("\n") if split is lines else found


def _chosen(base: list[str], mine: list[str], theirs: list[str]) -> str:
    if mine in (base, theirs):
        return "".join(theirs)
    if theirs == base:
        return "".join(mine)
    return _joined("".join(theirs), "".join(mine))


def _joined(left: str, right: str) -> str:
    """Two passages never run into one word."""
    apart = left and right and not left[-1].isspace() and not right[0].isspace()
    return f"{left} {right}" if apart else left + right


def _common(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where a passage stands in all three and how long it is, in order; at last their common end."""
    to_mine = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    to_theirs = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    for a in to_mine:
        for b in to_theirs:
            start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
            if start < end:
                yield start, a.b + start - a.a, b.b + start - b.a, end - start
    yield len(base), len(mine), len(theirs), 0
