"""How a published score adds up from the stages that weigh in it. Only the release's payload speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from competitions.reads import final_score
from judging import releases, scoring

OWN = ""  # the code under which a stage's own total stands beside those it carries


@dataclass(frozen=True)
class PartRow:
    """What one stage gives to a final score: total 0-100, and share = weight × total ÷ 100.

    Both have four decimals, as in the release, so that whoever multiplies and adds gets the same.
    `release` and `sha256` name the release that the total was taken from; none for the last stage itself.
    """

    name: str
    weight: int
    total: Decimal | None
    share: Decimal | None
    release: int | None
    sha256: str


def stages(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that weigh in the result, this one last and without a release to name; none where it is alone."""
    if "carried" not in body:
        return []
    own = {"code": OWN, "name": body["stage"]["name"], "weight": body["carried"]["weight"]}
    return [*body["carried"]["stages"], {**own, "number": None, "sha256": ""}]


def formula(stages: Sequence[dict[str, Any]]) -> str:
    """In words; empty where one stage is all."""
    return final_score.formula([(stage["weight"], stage["name"]) for stage in stages]) if stages else ""


def totals(row: dict[str, Any], stages: Sequence[dict[str, Any]]) -> list[tuple[str, int, Decimal | None]]:
    """Name, weight and total of each stage for one line of a list; no total off the line's own way, too."""
    given = {**row.get("carried", {}), OWN: row.get("own_total")}
    return [(s["name"], s["weight"], _shown(_fraction(given.get(s["code"])), 2)) for s in stages]


def parts(body: dict[str, Any], row: dict[str, Any]) -> list[PartRow]:
    """Of one line, from exact figures: earlier totals as they are carried, its own from its points."""
    entry = releases.published_entry(row)
    own = scoring.entry_total(releases.published_rules(body), releases.scoring_sheets(entry))
    given = {**{code: _fraction(exact) for code, exact in row.get("carried", {}).items()}, OWN: own}
    return [
        PartRow(
            name=stage["name"],
            weight=stage["weight"],
            total=_shown(given[stage["code"]], 4),
            share=_shown(given[stage["code"]], 4, stage["weight"]),
            release=stage["number"],
            sha256=stage["sha256"],
        )
        for stage in stages(body)
        if stage["code"] in given
    ]


def _fraction(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _shown(total: Fraction | None, places: int, weight: int = final_score.WHOLE) -> Decimal | None:
    return None if total is None else Decimal(scoring.shown(total * weight / final_score.WHOLE, places))
