"""The twenty indicators of Indeks Inovasi Daerah, as its data file gives them. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LEVELS = (1, 2, 3)
FILE = Path(__file__).with_name("indicators.toml")


@dataclass(frozen=True)
class Indicator:
    """`levels` are the texts of level 1, 2 and 3; what `is_assumed` is nobody's official word yet."""

    code: str
    name: str
    levels: tuple[str, str, str]
    weight: int
    is_assumed: bool


@dataclass(frozen=True)
class Guide:
    """What the index asks, and which sections of a proposal it is offered from."""

    indicators: tuple[Indicator, ...]
    least_design_words: int
    digital_question: str
    offers: Mapping[str, tuple[str, ...]]

    @property
    def highest(self) -> int:
        return sum(max(LEVELS) * indicator.weight for indicator in self.indicators)

    def score(self, levels: Mapping[str, int]) -> int:
        """The sum of level times weight; an indicator that is not claimed adds nothing."""
        return sum(levels.get(indicator.code, 0) * indicator.weight for indicator in self.indicators)


def read(text: str) -> Guide:
    """Raises KeyError or ValueError on a file that does not say everything."""
    data = tomllib.loads(text)
    found = tuple(_indicator(row) for row in data["indicators"])
    if len({indicator.code for indicator in found}) != len(found):
        raise ValueError("an indicator is given twice")
    offers = {name: tuple(sections) for name, sections in data["offers"].items()}
    return Guide(found, data["least_design_words"], data["digital_question"], offers)


def _indicator(row: Mapping) -> Indicator:
    first, second, third = row["levels"]
    return Indicator(row["code"], row["name"], (first, second, third), row["weight"], row["is_assumed"])


GUIDE = read(FILE.read_text(encoding="utf-8"))
