"""One part of a verification and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """`problem` names the first bad row in a sentence; `checked` rows before it were good."""

    name: str
    checked: int
    problem: str = ""

    @property
    def is_good(self) -> bool:
        return not self.problem


def examine(name: str, findings: Iterable[str]) -> Part:
    """Goes on while findings are empty: each stands for one row about which there is nothing to say."""
    checked = 0
    for finding in findings:
        if finding:
            return Part(name, checked, finding)
        checked += 1
    return Part(name, checked)
