"""What was measured, as a table for a terminal or for a document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def plain(self) -> str:
        widths = [max(len(row[at]) for row in [self.columns, *self.rows]) for at in range(len(self.columns))]
        lines = [_padded(row, widths) for row in [self.columns, *self.rows]]
        return "\n".join(["", self.title, *lines])

    def markdown(self) -> str:
        head = [_piped(self.columns), _piped(["---"] * len(self.columns))]
        return "\n".join(["", f"**{self.title}**", "", *head, *map(_piped, self.rows)])


def _padded(row: Sequence[str], widths: Iterable[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _piped(row: Iterable[str]) -> str:
    return f"| {' | '.join(row)} |"
