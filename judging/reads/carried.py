"""What earlier stages give to the result of the last one, from their published releases."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import QuerySet

from competitions.enums import StageKind
from competitions.models import Stage
from competitions.reads.final_score import WHOLE
from judging import releases, scoring
from judging.models import ResultRelease
from proposals.models import Entry

#: Stages that weigh in a result which others weigh in, too; `weighs_in_part` in the words of a filter.
IN_PART = {"kind": StageKind.SCORING, "weight__gt": 0, "weight__lt": WHOLE}


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

    weight: int = WHOLE
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

    Three queries where something is carried.
    """
    earlier = weighed_before(stage)
    if not earlier:
        return NOTHING
    speaking = {row.stage_id: row for row in ResultRelease.objects.current().filter(stage__in=earlier)}
    tracks = dict(Entry.objects.filter(stage=stage).values_list("proposal__code", "proposal__track_id"))
    rows: dict[str, dict[str, Fraction | None]] = {}
    for before in earlier:
        totals = _exact_totals(speaking.get(before.pk))
        for key, track in tracks.items():
            if before.track_id in (None, track):
                rows.setdefault(key, {})[before.code] = totals.get(key)
    return Carried(stage.weight, [_part(row, speaking.get(row.pk)) for row in earlier], rows)


def weighed_before(stage: Stage) -> list[Stage]:
    """Earlier stages that weigh in the result of this one. One query, none where it decides alone."""
    if not weighs_in_part(stage):
        return []
    return _earlier(stage, _scoring(stage.competition_id))


def corrected_since(stages: Iterable[Stage]) -> dict[int, list[Stage]]:
    """Published last stages -> earlier ones whose release in force came after their own.

    `stages` are all the scoring stages of some editions, in order. One query, none where one decides alone.
    """
    at_hand = list(stages)
    if not any(map(weighs_in_part, at_hand)):
        return {}
    current = ResultRelease.objects.current().filter(stage__in=at_hand)
    released = dict(current.values_list("stage", "ledger_seq"))
    found = {
        stage.pk: [row for row in _earlier(stage, at_hand) if released.get(row.pk, -1) > released[stage.pk]]
        for stage in at_hand
        if stage.pk in released
    }
    return {stage: corrected for stage, corrected in found.items() if corrected}


def corrected_under(stage: Stage) -> list[Stage]:
    """Earlier stages that were corrected since the result of this one was published."""
    earlier = weighed_before(stage)
    return corrected_since([*earlier, stage]).get(stage.pk, []) if earlier else []


def corrected_results(releases: Sequence[ResultRelease]) -> dict[int, list[Stage]]:
    """As `corrected_since`, for the releases in force of one edition, with their stages at hand."""
    if not any(weighs_in_part(release.stage) for release in releases):
        return {}
    return corrected_since(_scoring(releases[0].stage.competition_id))


def names(stages: Iterable[Stage]) -> str:
    return ", ".join(stage.name for stage in stages)


def weighs_in_part(stage: Stage) -> bool:
    return 0 < stage.weight < WHOLE


def _scoring(competition: int) -> QuerySet[Stage]:
    stages = Stage.objects.filter(competition=competition, kind=StageKind.SCORING)
    return stages.order_by("position", "pk")


def _earlier(stage: Stage, stages: Iterable[Stage]) -> list[Stage]:
    on_the_way = [row for row in stages if _share_entries(row, stage)]
    if not weighs_in_part(stage) or on_the_way[-1].pk != stage.pk:
        return []
    return [row for row in on_the_way[:-1] if row.weight]


def _share_entries(one: Stage, other: Stage) -> bool:
    is_one_edition = one.competition_id == other.competition_id
    return is_one_edition and (one.track_id is None or other.track_id in (None, one.track_id))


def _exact_totals(release: ResultRelease | None) -> Mapping[str, Fraction | None]:
    return {} if release is None else releases.exact_totals(json.loads(release.payload))


def _part(stage: Stage, release: ResultRelease | None) -> Part:
    number, sha256 = (release.number, release.sha256) if release else (None, "")
    return Part(stage.code, stage.name, stage.weight, number, sha256)
