"""Which passages of an answer can be gone and looked at: sentences with figures, rows of tables. Pure."""

import re
from collections.abc import Sequence

LONGEST = 2000
FIGURE = re.compile(r"\d")
#: A sentence ends at a stop before a capital or a figure, or with its line; "Rp 1.500" and "No. 5" hold.
END = re.compile(r"(?<=[.!?])(?<!\bNo\.)(?<!\bno\.)\s+(?=[A-Z0-9“\"(])|\s*\n+\s*")
SPACES = re.compile(r"\s+")


def from_prose(text: str) -> list[str]:
    """The sentences that state a figure, each once, as they stand."""
    sentences = (part.strip(" \t•-–") for part in END.split(text))
    return list(dict.fromkeys(part[:LONGEST] for part in sentences if FIGURE.search(part)))


def from_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A row that states a figure, with the head of each column: before and after in one line."""
    found = []
    for row in rows:
        if any(FIGURE.search(cell) for cell in row):
            names = [*head, *[""] * len(row)]
            cells = [
                f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell
            ]
            found.append("; ".join(cells)[:LONGEST])
    return list(dict.fromkeys(found))


def is_quoted(passage: str, text: str) -> bool:
    """Whether the passage stands in the text, whatever the spaces and line breaks."""
    passage = _plain(passage)
    return bool(passage) and passage in _plain(text)


def _plain(text: str) -> str:
    return SPACES.sub(" ", text).strip().casefold()
