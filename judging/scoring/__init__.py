"""From points to places, exactly.

    sheet = 100 · Σ w·(points / maximum) ÷ Σ w      over the rows that were scored
    entry = mean (or median) of its counting sheets
    places on the exact value; equal totals go down the declared ladder
    a plenary may move an entry or take it off the list, and says why

Everything is a Fraction until it is shown: `round(86.125, 2)` is 86.12 in binary
floating point, the rule of the house says 86.13.
"""

from judging.scoring.cutting import Cut, CutRule, Left, cut
from judging.scoring.ranking import (
    Decision,
    Ladder,
    Measure,
    Standing,
    drawn,
    heaviest_first,
    ladder,
    place,
    rank,
)
from judging.scoring.settling import Rulings, Unsettled, settle
from judging.scoring.sheets import (
    DRAW,
    LOWEST_JUROR,
    PLENARY,
    Aggregate,
    Criterion,
    Points,
    Rules,
    Sheet,
    Spread,
    Unscored,
    aggregate,
    category_medians,
    counting,
    criterion_mean,
    criterion_means,
    entry_total,
    final_total,
    sheet_total,
    shown,
    spread,
)

__all__ = [
    "DRAW",
    "LOWEST_JUROR",
    "PLENARY",
    "Aggregate",
    "Criterion",
    "Cut",
    "CutRule",
    "Decision",
    "Ladder",
    "Left",
    "Measure",
    "Points",
    "Rules",
    "Rulings",
    "Sheet",
    "Spread",
    "Standing",
    "Unscored",
    "Unsettled",
    "aggregate",
    "category_medians",
    "counting",
    "criterion_mean",
    "criterion_means",
    "cut",
    "drawn",
    "entry_total",
    "final_total",
    "heaviest_first",
    "ladder",
    "place",
    "rank",
    "settle",
    "sheet_total",
    "shown",
    "spread",
]
