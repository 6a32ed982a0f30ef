"""Everything a release will say, put together from the stage's table: the preview and the verb share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from competitions.enums import StageKind
from competitions.models import Award, Stage
from judging import releases, scoring
from judging.models import ResultRelease
from judging.reads import standings as reads


@dataclass(frozen=True)
class Line:
    """One result, as tables of results store it."""

    proposal_id: int
    list_name: str
    place: int
    total: Decimal
    is_advanced: bool
    award: str


@dataclass(frozen=True)
class ReleaseDraft:
    body: dict[str, object]
    annex: dict[str, object]
    lines: list[Line]
    unplaced: list[int]


def next_scoring_stage(stage: Stage) -> Stage | None:
    later = Stage.objects.filter(
        competition=stage.competition_id, kind=StageKind.SCORING, position__gt=stage.position
    )
    return later.order_by("position").first()


def current_release(stage: Stage) -> ResultRelease | None:
    return ResultRelease.objects.filter(stage=stage).order_by("-number").first()


def draft(stage: Stage, *, salt: str) -> ReleaseDraft:
    """The result of a stage as data. Nothing is written; the same rows give the same draft."""
    table = reads.table(stage, with_comments=True)
    lists = reads.ranked(table)
    entries = {key: _published_entry(table, key) for key in table.facts}
    jurors = {sheet.juror for entry in entries.values() for sheet in entry.sheets}
    pseudonyms = releases.letters(jurors, salt)
    awards = [] if next_scoring_stage(stage) else list(stage.competition.awards.all())
    blocks, lines = [], []
    for ranked in lists:
        block, listed = _list_block(ranked, table, entries, pseudonyms, awards)
        blocks.append(block)
        lines.extend(listed)
    totals = {s.code: s.total for ranked in lists for s in ranked.standings}
    body = {
        "rules": _rules_block(stage),
        "criteria": [_criterion_block(c) for c in table.criteria],
        "jurors": sorted(pseudonyms.values(), key=lambda letter: (len(letter), letter)),
        "lists": blocks,
        "medians": releases.medians_block(table.rules, entries, totals),
    }
    placed = {line.proposal_id for line in lines}
    unplaced = [f.proposal_id for f in table.facts.values() if f.proposal_id not in placed]
    return ReleaseDraft(body, releases.annex(entries.values(), pseudonyms, salt), lines, unplaced)


def _published_entry(table: reads.StageTable, key: str) -> releases.PublishedEntry:
    facts, readings = table.facts[key], table.readings[key]
    return releases.PublishedEntry(
        key=key,
        title=facts.title,
        agency=facts.agency,
        category=facts.category,
        group=facts.group,
        sheets=[
            releases.PublishedSheet(r.juror_code, r.points, r.comments, r.comment)
            for r in readings
            if r.counts
        ],
        waived=sum(r.is_waived for r in readings),
        recused=sum(r.is_recused for r in readings),
    )


def _list_block(
    ranked: reads.RankedList,
    table: reads.StageTable,
    entries: Mapping[str, releases.PublishedEntry],
    pseudonyms: Mapping[str, str],
    awards: list[Award],
) -> tuple[dict[str, object], list[Line]]:
    advanced = ranked.advanced
    rows, lines = [], []
    for standing in ranked.standings:
        award = _award(standing.place, awards)
        is_advanced = standing.code in advanced
        rows.append(
            releases.standing_block(
                entries[standing.code],
                standing,
                table.rules,
                pseudonyms,
                is_advanced=is_advanced,
                award=award,
            )
        )
        if standing.place is not None:
            total = Decimal(scoring.shown(standing.total, 4))
            proposal = table.facts[standing.code].proposal_id
            lines.append(Line(proposal, ranked.name, standing.place, total, is_advanced, award))
    return {"name": ranked.name, "standings": rows}, lines


def _award(place: int | None, awards: list[Award]) -> str:
    if place is None:
        return ""
    return next((a.name for a in awards if a.first_place <= place <= a.last_place), "")


def _rules_block(stage: Stage) -> dict[str, object]:
    return {
        "aggregate": stage.aggregate,
        "tie_ladder": list(stage.tie_ladder),
        "ranked_by": stage.ranked_by,
        "readers": stage.readers,
        "cut": {
            "kind": stage.cut_kind,
            "count": stage.cut_count,
            "total": None if stage.cut_total is None else str(stage.cut_total),
            "ties_at_the_cut": "all",
        },
    }


def _criterion_block(criterion) -> dict[str, object]:
    return {
        "code": criterion.code,
        "name": criterion.name,
        "weight": criterion.weight,
        "minimum": criterion.points_min,
        "maximum": criterion.points_max,
        "is_required": criterion.is_required,
    }
