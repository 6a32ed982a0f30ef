"""A preset: a TOML file that gives a complete edition. Pure: parses and checks, stores nothing.

The words of the file are those of the tables it fills. `parse` raises PresetError naming the field.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

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


@dataclass(frozen=True)
class QuestionPlan:
    code: str
    label: str
    guidance: str
    kind: str
    max_words: int | None
    is_required: bool
    shown_when: str


@dataclass(frozen=True)
class SectionPlan:
    code: str
    title: str
    guidance: str
    weight: int
    questions: tuple[QuestionPlan, ...]


@dataclass(frozen=True)
class SlotPlan:
    code: str
    title: str
    guidance: str
    is_required: bool


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
    guidance: str
    weight: int
    points_min: int
    points_max: int
    is_required: bool
    section: str
    anchors: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class StagePlan:
    name: str
    kind: str
    weight: int
    readers: int
    is_blind: bool
    aggregate: str
    ranked_by: str
    cut_kind: str
    cut_count: int | None
    cut_total: Decimal | None
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
    categories: tuple[str, ...]
    groups: tuple[GroupPlan, ...]
    tracks: tuple[TrackPlan, ...]
    sections: tuple[SectionPlan, ...]
    slots: tuple[SlotPlan, ...]
    checklist: tuple[CheckPlan, ...]
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
        categories=root.texts("categories"),
        groups=tuple(_group(table, tuple(agency_kinds)) for table in root.tables("groups")),
        tracks=tuple(map(_track, root.tables("tracks"))),
        sections=tuple(map(_section, root.tables("sections"))),
        slots=tuple(map(_slot, root.tables("slots"))),
        checklist=tuple(map(_check, root.tables("checklist"))),
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
    )
    return _done(table, track)


def _section(table: Table) -> SectionPlan:
    questions = tuple(map(_question, table.tables("questions")))
    known: dict[str, str] = {}
    for number, question in enumerate(questions):
        path = table.at(f"questions[{number}].shown_when")
        if question.shown_when and known.get(question.shown_when) != "yesno":
            raise PresetError(path, "must name an earlier yes/no question of the same section")
        known[question.code] = question.kind
    section = SectionPlan(
        code=table.text("code"),
        title=table.text("title"),
        guidance=table.text("guidance", ""),
        weight=table.whole("weight", most=100),
        questions=questions,
    )
    return _done(table, section)


def _question(table: Table) -> QuestionPlan:
    kind = table.choice("kind", ("text", "yesno"), "text")
    question = QuestionPlan(
        code=table.text("code"),
        label=table.text("label"),
        guidance=table.text("guidance", ""),
        kind=kind,
        max_words=table.whole("max_words", least=1) if kind == "text" else None,
        is_required=table.flag("is_required", default=True),
        shown_when=table.text("shown_when", ""),
    )
    return _done(table, question)


def _slot(table: Table) -> SlotPlan:
    slot = SlotPlan(
        code=table.text("code"),
        title=table.text("title"),
        guidance=table.text("guidance", ""),
        is_required=table.flag("is_required", default=True),
    )
    return _done(table, slot)


def _check(table: Table) -> CheckPlan:
    check = CheckPlan(
        code=table.text("code"),
        question=table.text("question"),
        reason=table.text("reason"),
        check_kind=table.choice(
            "check_kind", ("", "age", "complete", "statements", "duplicate", "quota", "group"), ""
        ),
    )
    return _done(table, check)


def _stage(table: Table) -> StagePlan:
    cut_kind = table.choice("cut_kind", ("none", "top_n", "threshold"), "none")
    stage = StagePlan(
        name=table.text("name"),
        kind=table.choice("kind", ("screening", "scoring", "decision")),
        weight=table.whole("weight", 0, most=100),
        readers=table.whole("readers", 1, least=1, most=99),
        is_blind=table.flag("is_blind", default=False),
        aggregate=table.choice("aggregate", ("mean", "median"), "mean"),
        ranked_by=table.choice("ranked_by", ("overall", "group", "category"), "overall"),
        cut_kind=cut_kind,
        cut_count=table.whole("cut_count", least=1) if cut_kind == "top_n" else None,
        cut_total=_total(table, "cut_total") if cut_kind == "threshold" else None,
        tie_ladder=table.texts("tie_ladder", []),
        criteria=tuple(map(_criterion, table.tables("criteria"))),
    )
    _check_stage(table, stage)
    return _done(table, stage)


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


def _total(table: Table, key: str) -> Decimal:
    try:
        return Decimal(table.text(key))
    except InvalidOperation:
        raise PresetError(table.at(key), "must be a decimal number in quotation marks") from None


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
        for place, criterion in enumerate(stage.criteria):
            if criterion.section and criterion.section not in sections:
                path = f"stages[{number}].criteria[{place}].section"
                raise PresetError(path, f"{criterion.section!r} is no section of the form")
