"""What earlier stages give to the result of the last one, from their published releases."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from competitions.enums import StageKind
from competitions.models import Stage
from judging import releases, scoring
from judging.models import ResultRelease
from proposals.models import Entry


@dataclass(frozen=True)
class Part:
    """An earlier stage that weighs in the final score, and the release that speaks for it, if any yet."""

    code: str
    name: str
    weight: int
    number: int | None
    sha256: str


@dataclass(frozen=True)
class Carried:
    """`weight` is the last stage's own; `rows` holds each entry's earlier stages with their exact totals."""

    weight: int = 100
    parts: Sequence[Part] = ()
    rows: Mapping[str, Mapping[str, Fraction | None]] = field(default_factory=dict)

    def final(self, key: str, own: Fraction | None) -> Fraction | None:
        """0 to 100; None where a stage that weighs has no total."""
        rows = self.rows.get(key)
        if not rows:
            return own
        weights = {part.code: part.weight for part in self.parts if part.code in rows}
        return scoring.final_total({**rows, "": own}, {**weights, "": self.weight})


NOTHING = Carried()


def carried(stage: Stage) -> Carried:
    """Nothing for a stage that others follow, and for one that is the result alone.

    Three queries where something is carried, one more where tracks came different ways.
    """
    if stage.weight in (0, 100):
        return NOTHING
    scoring_stages = Stage.objects.filter(competition=stage.competition_id, kind=StageKind.SCORING)
    on_the_way = [row for row in scoring_stages.order_by("position", "pk") if _share_entries(row, stage)]
    if on_the_way[-1].pk != stage.pk:
        return NOTHING
    earlier = [row for row in on_the_way if row.pk != stage.pk and row.weight]
    speaking = {row.stage_id: row for row in ResultRelease.objects.current().filter(stage__in=earlier)}
    tracks = _tracks(stage, earlier)
    rows: dict[str, dict[str, Fraction | None]] = {}
    for before in earlier:
        totals = _exact_totals(speaking.get(before.pk))
        for key, track in tracks.items():
            if before.track_id in (None, track):
                rows.setdefault(key, {})[before.code] = totals.get(key)
    return Carried(stage.weight, [_part(row, speaking.get(row.pk)) for row in earlier], rows)


def _share_entries(one: Stage, other: Stage) -> bool:
    return one.track_id is None or other.track_id in (None, one.track_id)


def _tracks(stage: Stage, earlier: Sequence[Stage]) -> dict[str, int | None]:
    entries = Entry.objects.filter(stage=stage)
    return dict(entries.values_list("proposal__code", "proposal__track_id")) if earlier else {}


def _exact_totals(release: ResultRelease | None) -> Mapping[str, Fraction | None]:
    return {} if release is None else releases.exact_totals(json.loads(release.payload))


def _part(stage: Stage, release: ResultRelease | None) -> Part:
    number, sha256 = (release.number, release.sha256) if release else (None, "")
    return Part(stage.code, stage.name, stage.weight, number, sha256)
