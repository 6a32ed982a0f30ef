"""A preset: a TOML file that gives a complete edition. Pure: parses and checks, stores nothing.

The words of the file are those of the tables it fills. `parse` raises PresetError naming the field.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from .preset_form import FormReader, SectionPlan, SlotPlan, decimal, double_codes
from .toml_tables import PresetError, Table

SCHEMA = "kipp-preset/1"
FOLDER = Path(__file__).parent / "presets"
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
LOWEST_JUROR = "lowest_juror"


@dataclass(frozen=True)
class Assumption:
    """A figure that no public source gives; `part` names the settings page where it is changed."""

    part: str
    text: str


@dataclass(frozen=True)
class GroupPlan:
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class TrackPlan:
    name: str
    minimum_months: int
    quota: int | None
    award_rule: str
    award_limit: int | None


@dataclass(frozen=True)
class CheckPlan:
    code: str
    question: str
    reason: str
    check_kind: str


@dataclass(frozen=True)
class CriterionPlan:
    """`anchors` pairs points with their meaning, lowest first."""

    code: str
    name: str
    aspect: str
    guidance: str
    weight: int
    points_min: int
    points_max: int
    is_required: bool
    section: str
    anchors: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class QuotaPlan:
    """Of a group or of a category, by name; the other is empty."""

    group: str
    category: str
    places: int


@dataclass(frozen=True)
class StagePlan:
    """`track` is a name, empty for every track."""

    name: str
    kind: str
    track: str
    weight: int
    readers: int
    is_blind: bool
    aggregate: str
    ranked_by: str
    cut_kind: str
    cut_count: int | None
    cut_total: Decimal | None
    comments: str
    peers_see: str
    entrants_see: str
    contested_gap: int | None
    contested_below: Decimal | None
    quotas: tuple[QuotaPlan, ...]
    tie_ladder: tuple[str, ...]
    criteria: tuple[CriterionPlan, ...]


@dataclass(frozen=True)
class AwardPlan:
    name: str
    first_place: int
    last_place: int


@dataclass(frozen=True)
class Preset:
    code: str
    name: str
    summary: str
    region: str
    year: int
    zone: str
    theme: str
    legal_basis: str
    about: str
    letterhead: str
    entered_as: str
    needs_head_approval: bool
    screened_by_two: bool
    holds_mail: bool
    reminder_days: tuple[int, ...]
    integrity_text: str
    cooling_years: int
    categories: tuple[str, ...]
    groups: tuple[GroupPlan, ...]
    tracks: tuple[TrackPlan, ...]
    sections: tuple[SectionPlan, ...]
    slots: tuple[SlotPlan, ...]
    checklist: tuple[CheckPlan, ...]
    reason_texts: tuple[str, ...]
    stages: tuple[StagePlan, ...]
    awards: tuple[AwardPlan, ...]
    assumptions: tuple[Assumption, ...]


def codes() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(code: str, *, agency_kinds: Iterable[str]) -> Preset:
    """Raises KeyError when there is no such preset, PresetError when its file is wrong."""
    if code not in codes():
        raise KeyError(code)
    document = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return parse(code, document, agency_kinds=agency_kinds)


def parse(code: str, document: dict, *, agency_kinds: Iterable[str]) -> Preset:
    root = Table(document)
    root.choice("schema", [SCHEMA])
    tracks = tuple(map(_track, root.tables("tracks")))
    form = FormReader([track.name for track in tracks]).read(root.tables("sections"), root.tables("slots"))
    for path, twice in double_codes(form):
        raise PresetError(path, f"{twice!r} is used twice")
    preset = Preset(
        code=code,
        name=root.text("name"),
        summary=root.text("summary"),
        region=root.text("region"),
        year=root.whole("year", least=2000, most=2100),
        zone=root.choice("zone", ZONES),
        theme=root.text("theme", ""),
        legal_basis=root.text("legal_basis", ""),
        about=root.text("about", ""),
        letterhead=root.text("letterhead", ""),
        entered_as=root.choice("entered_as", ("any", "team", "individual"), "any"),
        needs_head_approval=root.flag("needs_head_approval", default=False),
        screened_by_two=root.flag("screened_by_two", default=False),
        holds_mail=root.flag("holds_mail", default=False),
        reminder_days=root.wholes("reminder_days", [7, 3, 1], least=1, most=60),
        integrity_text=root.text("integrity_text", ""),
        cooling_years=root.whole("cooling_years", 2, most=50),
        categories=root.texts("categories"),
        groups=tuple(_group(table, tuple(agency_kinds)) for table in root.tables("groups")),
        tracks=tracks,
        sections=form.sections,
        slots=form.slots,
        checklist=tuple(map(_check, root.tables("checklist"))),
        reason_texts=root.texts("reason_texts", []),
        stages=tuple(map(_stage, root.tables("stages"))),
        awards=tuple(map(_award, root.tables("awards"))),
        assumptions=tuple(map(_assumption, root.tables("assumptions"))),
    )
    root.finish()
    _check_whole(preset)
    return preset


def _assumption(table: Table) -> Assumption:
    return _done(table, Assumption(part=table.text("part"), text=table.text("text")))


def _group(table: Table, agency_kinds: Sequence[str]) -> GroupPlan:
    group = GroupPlan(name=table.text("name"), kinds=table.texts("kinds"))
    for number, kind in enumerate(group.kinds):
        if kind not in agency_kinds:
            raise PresetError(f"{table.at('kinds')}[{number}]", f"{kind!r} is no kind of agency")
    return _done(table, group)


def _track(table: Table) -> TrackPlan:
    track = TrackPlan(
        name=table.text("name"),
        minimum_months=table.whole("minimum_months", most=120),
        quota=table.whole("quota", least=1) if table.has("quota") else None,
        award_rule=table.choice("award_rule", ("any", "never", "former"), "any"),
        award_limit=table.whole("award_limit", most=99) if table.has("award_limit") else None,
    )
    return _done(table, track)


def _check(table: Table) -> CheckPlan:
    check = CheckPlan(
        code=table.text("code"),
        question=table.text("question"),
        reason=table.text("reason"),
        check_kind=table.choice(
            "check_kind", ("", "age", "complete", "statements", "duplicate", "quota", "group", "awards"), ""
        ),
    )
    return _done(table, check)


def _stage(table: Table) -> StagePlan:
    cut_kind = table.choice("cut_kind", ("none", "top_n", "threshold"), "none")
    stage = StagePlan(
        name=table.text("name"),
        kind=table.choice("kind", ("screening", "scoring", "decision")),
        track=table.text("track", ""),
        weight=table.whole("weight", 0, most=100),
        readers=table.whole("readers", 1, least=1, most=99),
        is_blind=table.flag("is_blind", default=False),
        aggregate=table.choice("aggregate", ("mean", "median"), "mean"),
        ranked_by=table.choice("ranked_by", ("overall", "group", "category"), "overall"),
        cut_kind=cut_kind,
        cut_count=table.whole("cut_count", least=1) if cut_kind == "top_n" else None,
        cut_total=decimal(table, "cut_total") if cut_kind == "threshold" else None,
        comments=table.choice("comments", ("never", "extremes", "always"), "never"),
        peers_see=table.choice("peers_see", ("nothing", "totals", "sheets"), "nothing"),
        entrants_see=table.choice("entrants_see", ("total", "rows", "comments"), "comments"),
        contested_gap=table.whole("contested_gap", 25, most=100) or None,
        contested_below=decimal(table, "contested_below") if table.has("contested_below") else None,
        quotas=tuple(map(_quota, table.tables("quotas"))),
        tie_ladder=table.texts("tie_ladder", []),
        criteria=tuple(map(_criterion, table.tables("criteria"))),
    )
    _check_stage(table, stage)
    return _done(table, stage)


def _quota(table: Table) -> QuotaPlan:
    quota = QuotaPlan(table.text("group", ""), table.text("category", ""), table.whole("places"))
    if bool(quota.group) == bool(quota.category):
        raise PresetError(table.path, "must name a group or a category, and not both")
    return _done(table, quota)


def _check_stage(table: Table, stage: StagePlan) -> None:
    if stage.kind == "scoring":
        total = sum(criterion.weight for criterion in stage.criteria)
        if total != 100:
            raise PresetError(table.at("criteria"), f"weights sum to {total}, not to 100")
    elif stage.criteria:
        raise PresetError(table.at("criteria"), "belong to a scoring stage only")
    rungs = {criterion.code for criterion in stage.criteria} | {LOWEST_JUROR}
    for number, rung in enumerate(stage.tie_ladder):
        if rung not in rungs:
            raise PresetError(f"{table.at('tie_ladder')}[{number}]", f"{rung!r} is no criterion of the stage")


def _criterion(table: Table) -> CriterionPlan:
    lowest = table.whole("points_min", most=99)
    highest = table.whole("points_max", least=lowest + 1, most=100)
    anchors = table.texts("anchors", [])
    if anchors and len(anchors) != highest - lowest + 1:
        count = highest - lowest + 1
        raise PresetError(table.at("anchors"), f"{len(anchors)} texts for {count} levels")
    criterion = CriterionPlan(
        code=table.text("code"),
        name=table.text("name"),
        aspect=table.text("aspect", ""),
        guidance=table.text("guidance", ""),
        weight=table.whole("weight", most=100),
        points_min=lowest,
        points_max=highest,
        is_required=table.flag("is_required", default=True),
        section=table.text("section", ""),
        anchors=tuple(enumerate(anchors, lowest)),
    )
    return _done(table, criterion)


def _award(table: Table) -> AwardPlan:
    first = table.whole("first_place", least=1)
    award = AwardPlan(
        name=table.text("name"), first_place=first, last_place=table.whole("last_place", first, least=first)
    )
    return _done(table, award)


def _done(table: Table, plan):
    table.finish()
    return plan


def _check_whole(preset: Preset) -> None:
    lists = {
        "categories": preset.categories,
        "groups": [group.name for group in preset.groups],
        "tracks": [track.name for track in preset.tracks],
        "sections": [section.code for section in preset.sections],
        "stages": [stage.name for stage in preset.stages],
    }
    for field, names in lists.items():
        if not names:
            raise PresetError(field, "must not be empty")
        if len(set(names)) != len(names):
            raise PresetError(field, "names the same thing twice")
    sections = set(lists["sections"])
    for number, stage in enumerate(preset.stages):
        _check_names(preset, stage, f"stages[{number}]")
        for place, criterion in enumerate(stage.criteria):
            if criterion.section and criterion.section not in sections:
                path = f"stages[{number}].criteria[{place}].section"
                raise PresetError(path, f"{criterion.section!r} is no section of the form")


def _check_names(preset: Preset, stage: StagePlan, path: str) -> None:
    """A stage names the tracks, groups and categories of its own file."""
    if stage.track and stage.track not in {track.name for track in preset.tracks}:
        raise PresetError(f"{path}.track", f"{stage.track!r} is no track")
    known = {group.name for group in preset.groups} | set(preset.categories)
    for place, quota in enumerate(stage.quotas):
        if (quota.group or quota.category) not in known:
            message = f"{quota.group or quota.category!r} is no group or category"
            raise PresetError(f"{path}.quotas[{place}]", message)
    if len({bool(quota.group) for quota in stage.quotas}) > 1:
        raise PresetError(f"{path}.quotas", "must all be of groups, or all of categories")
