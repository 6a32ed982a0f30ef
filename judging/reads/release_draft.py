"""Everything a release will say, put together from the stage's table: the preview and the verb share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from competitions.enums import StageKind
from competitions.models import Award, Competition, Stage, StageRules
from competitions.reads import paths
from judging import releases, scoring
from judging.models import ResultRelease
from judging.reads import lists as reads
from judging.reads import standings
from judging.reads.carried import Carried
from proposals.models import Entry
from proposals.reads import participation


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
    """`ways` maps a proposal to the stage that it enters when it goes on; None where it ends here."""

    body: dict[str, object]
    annex: dict[str, object]
    lines: list[Line]
    unplaced: list[int]
    ways: Mapping[int, Stage | None]


def next_scoring_stage(stage: Stage) -> Stage | None:
    """The first later stage that takes entries of this one; of which tracks, `ways_on` tells."""
    later = Stage.objects.filter(
        competition=stage.competition_id, kind=StageKind.SCORING, position__gt=stage.position
    ).order_by("position", "pk")
    return next(iter(paths.on_the_way(later, stage.track_id) if stage.track_id else later), None)


def ways_on(stage: Stage) -> Mapping[int, Stage | None]:
    """Proposal -> the next stage that its track comes to; None where this one is its last."""
    tracks = dict(Entry.objects.filter(stage=stage).values_list("proposal_id", "proposal__track_id"))
    following = paths.following(stage, set(tracks.values()))
    return {proposal: following[track] for proposal, track in tracks.items()}


def current_release(stage: Stage) -> ResultRelease | None:
    return ResultRelease.objects.filter(stage=stage).order_by("-number").first()


def draft(stage: Stage, *, salt: str) -> ReleaseDraft:
    """The result of a stage as data. Nothing is written; the same rows give the same draft."""
    table = standings.table(stage, with_comments=True)
    terms = reads.terms_of(stage)
    lists = reads.ranked(table, terms)
    entries = {
        standing.code: _published_entry(table, standing.code)
        for ranked in lists
        for standing in ranked.standings
    }
    jurors = {sheet.juror for entry in entries.values() for sheet in entry.sheets}
    pseudonyms = releases.letters(jurors, salt)
    awards, ways = list(stage.competition.awards.all()), ways_on(stage)
    blocks, lines = [], []
    for ranked in lists:
        block, listed = _list_block(ranked, table, entries, pseudonyms, _Prizes(awards, ways))
        blocks.append(block)
        lines.extend(listed)
    totals = {s.code: s.total for ranked in lists for s in ranked.standings}
    body = {
        **_frozen_block(stage),
        **_carried_block(table.carried),
        **_plenary_block(terms, lists),
        "rules": _rules_block(stage, terms),
        "criteria": [_criterion_block(c) for c in table.criteria],
        "jurors": sorted(pseudonyms.values(), key=lambda letter: (len(letter), letter)),
        "lists": blocks,
        "medians": releases.medians_block(table.rules, entries, totals),
        "participation": releases.participation_block(participation.published(stage.competition)),
    }
    placed = {line.proposal_id for line in lines}
    unplaced = [f.proposal_id for f in table.facts.values() if f.proposal_id not in placed]
    return ReleaseDraft(body, releases.annex(entries.values(), pseudonyms, salt), lines, unplaced, ways)


def _published_entry(table: standings.StageTable, key: str) -> releases.PublishedEntry:
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
    table: standings.StageTable,
    entries: Mapping[str, releases.PublishedEntry],
    pseudonyms: Mapping[str, str],
    prizes: "_Prizes",
) -> tuple[dict[str, object], list[Line]]:
    advanced = ranked.advanced
    rows, lines = [], []
    for standing in ranked.standings:
        award = prizes.of(table.facts[standing.code].proposal_id, standing.place)
        is_advanced = standing.code in advanced
        rows.append(
            releases.standing_block(
                entries[standing.code],
                standing,
                table.rules,
                pseudonyms,
                is_advanced=is_advanced,
                award=award,
                left=ranked.cut.reasons.get(standing.code),
                beside=_beside(standing.code, ranked, table),
            )
        )
        if standing.place is not None:
            total = Decimal(scoring.shown(standing.total, 4))
            proposal = table.facts[standing.code].proposal_id
            lines.append(Line(proposal, ranked.name, standing.place, total, is_advanced, award))
    block: dict[str, object] = {"name": ranked.name, "standings": rows}
    if ranked.absent:
        block["absent"] = [releases.absent_block(_published_entry(table, f.key)) for f in ranked.absent]
    if ranked.excluded:
        block["excluded"] = [
            releases.excluded_block(_published_entry(table, f.key), ranked.departures[f.key].reason)
            for f in ranked.excluded
        ]
    return block, lines


def _beside(code: str, ranked: reads.RankedList, table: standings.StageTable) -> dict[str, object]:
    beside: dict[str, object] = {}
    if table.carried.parts:
        beside |= releases.carried_block(ranked.own[code], table.carried.rows.get(code, {}))
    if departure := ranked.departures.get(code):
        beside |= releases.ruled_block(departure.scored_place, departure.reason)
    return beside


@dataclass(frozen=True)
class _Prizes:
    """Awards go by place, to those whose way ends with this stage."""

    awards: list[Award]
    ways: Mapping[int, Stage | None]

    def of(self, proposal_id: int, place: int | None) -> str:
        if place is None or self.ways[proposal_id] is not None:
            return ""
        return next((a.name for a in self.awards if a.first_place <= place <= a.last_place), "")


def edition_block(competition: Competition) -> dict[str, object]:
    return {
        "slug": competition.slug,
        "name": competition.name,
        "year": competition.year,
        "region": competition.region,
        "organiser": competition.organiser.name,
        "zone": competition.zone,
        "is_demo": competition.is_demo,
    }


def _frozen_block(stage: Stage) -> dict[str, object]:
    """Releases of stages that were opened before rules were frozen are without it."""
    frozen = StageRules.objects.filter(stage=stage).values_list("sha256", flat=True).first()
    return {"rules_sha256": frozen} if frozen else {}


def _carried_block(carried: Carried) -> dict[str, object]:
    """Which releases earlier stages speak by, and what each weighs."""
    stages = [
        {"code": p.code, "name": p.name, "weight": p.weight, "number": p.number, "sha256": p.sha256}
        for p in carried.parts
    ]
    return {"carried": {"weight": carried.weight, "stages": stages}} if stages else {}


def _plenary_block(terms: reads.Terms, lists: Sequence[reads.RankedList]) -> dict[str, object]:
    """The session whose rulings these lists follow, and the hash of its minutes."""
    if terms.plenary is None or not reads.follows(terms.plenary, lists):
        return {}
    said = {name: terms.plenary[name] for name in ("number", "held_at", "snapshot")}
    return {"plenary": {**said, "minutes_sha256": terms.minutes_sha256}}


def _rules_block(stage: Stage, terms: reads.Terms) -> dict[str, object]:
    return {
        "aggregate": stage.aggregate,
        "tie_ladder": list(stage.tie_ladder),
        "ranked_by": stage.ranked_by,
        "readers": stage.readers,
        "entrants_see": stage.entrants_see,
        "cut": {
            "kind": stage.cut_kind,
            "count": stage.cut_count,
            "total": None if stage.cut_total is None else str(stage.cut_total),
            "ties_at_the_cut": terms.ties["by"] if terms.ties else "all",
            "quotas_by": terms.quotas_by if terms.quotas else "",
            "quotas": [{"name": name, "places": places} for name, places in terms.quotas.items()],
        },
        "ties": terms.ties,
    }


def _criterion_block(criterion) -> dict[str, object]:
    return {
        "code": criterion.code,
        "name": criterion.name,
        **({"aspect": criterion.aspect.name} if criterion.aspect else {}),
        "weight": criterion.weight,
        "minimum": criterion.points_min,
        "maximum": criterion.points_max,
        "is_required": criterion.is_required,
    }
