"""What a stage judges by, as one canonical text: the same rules give the same SHA-256. Pure.

Dates are plans and may move. Everything here stands from the moment that the first sheet is opened.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from kipp.lib import canonical

SCHEMA = "kipp-stage-rules/1"

#: The settings of a stage that its sheets hang on, by the names of its columns.
SETTINGS = (
    *("kind", "weight", "readers", "is_blind", "aggregate", "tie_ladder", "ranked_by"),
    *("cut_kind", "cut_count", "cut_total"),
    *("comments", "peers_see", "entrants_see", "contested_gap", "contested_below"),
)


@dataclass(frozen=True)
class CriterionTerms:
    """One row of the rubric; `anchors` pairs points with their meaning, lowest first."""

    code: str
    name: str
    aspect: str
    guidance: str
    weight: int
    points_min: int
    points_max: int
    is_required: bool
    anchors: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class QuotaTerms:
    """At most `places` of one group or one category; the other is empty."""

    group: str
    category: str
    places: int


def text(
    settings: Mapping[str, object],
    *,
    track: str,
    rubric_version: int,
    criteria: Iterable[CriterionTerms],
    quotas: Iterable[QuotaTerms],
) -> str:
    """Canonical JSON. `settings` holds every name of SETTINGS; an empty `track` is every track."""
    return canonical.dumps(
        {
            "schema": SCHEMA,
            "settings": {name: _plain(settings[name]) for name in SETTINGS},
            "track": track,
            "rubric": rubric_version,
            "criteria": [asdict(row) for row in criteria],
            "quotas": [asdict(row) for row in sorted(quotas, key=lambda row: (row.group, row.category))],
        }
    )


def _plain(value: object) -> object:
    """A figure with decimals is written as a string, always with two of them."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value) if isinstance(value, str) else value  # an enum's value, not its name
