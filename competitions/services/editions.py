"""Bring an edition into being, and take responsibility for what its preset assumed."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency, User
from agencies.services import audit
from competitions import preset_files
from competitions.models import Competition, Criterion, Level, Question, Rubric, Stage
from competitions.preset_files import CriterionPlan, Preset, SectionPlan, StagePlan
from kipp.lib.errors import Refused

_OWN_FIELDS = (
    "region",
    "theme",
    "legal_basis",
    "about",
    "letterhead",
    "zone",
    "entered_as",
    "needs_head_approval",
)


@transaction.atomic
def create_from_preset(
    *,
    by: User,
    at: datetime,
    organiser: Agency,
    preset: str,
    name: str,
    slug: str,
    year: int,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Competition:
    """A complete edition in preparation: nobody but its organiser sees it until it is announced."""
    if preset not in preset_files.codes():
        raise Refused(_("Contoh edisi itu tidak ada. Pilih dari daftar."), status=422)
    if opens_at and closes_at and opens_at >= closes_at:
        raise Refused(_("Pendaftaran harus dibuka sebelum ditutup."), status=422)
    if Competition.objects.filter(slug=slug).exists():
        raise Refused(_("Sudah ada edisi dengan alamat itu. Pakai nama lain."), status=422)
    plan = preset_files.load(preset, agency_kinds=AgencyKind.values)
    competition = Competition.objects.create(
        slug=slug,
        name=name,
        year=year,
        organiser=organiser,
        opens_at=opens_at,
        closes_at=closes_at,
        preset=plan.code,
        assumptions=[asdict(assumption) for assumption in plan.assumptions],
        **{field: getattr(plan, field) for field in _OWN_FIELDS},
    )
    _fill_lists(competition, plan)
    sections = {
        section.code: _add_section(competition, place, section) for place, section in _placed(plan.sections)
    }
    for place, stage in _placed(plan.stages):
        _add_stage(competition, place, stage, sections)
    audit.record(by=by, at=at, verb="edition.created", subject=f"edition:{slug}", preset=preset)
    return competition


def _placed(rows):
    return enumerate(rows, 1)


def _fill_lists(competition: Competition, plan: Preset) -> None:
    for place, name in _placed(plan.categories):
        competition.categories.create(position=place, name=name)
    for relation, rows in (
        ("groups", plan.groups),
        ("tracks", plan.tracks),
        ("slots", plan.slots),
        ("checklist", plan.checklist),
        ("awards", plan.awards),
    ):
        for place, row in _placed(rows):
            getattr(competition, relation).create(position=place, **asdict(row))


def _add_section(competition: Competition, place: int, plan: SectionPlan):
    section = competition.sections.create(
        position=place, code=plan.code, title=plan.title, guidance=plan.guidance, weight=plan.weight
    )
    made: dict[str, Question] = {}
    for position, question in _placed(plan.questions):
        values = asdict(question) | {"shown_when": made.get(question.shown_when)}
        made[question.code] = section.questions.create(position=position, **values)
    return section


def _add_stage(competition: Competition, place: int, plan: StagePlan, sections: dict) -> None:
    values = asdict(plan) | {"tie_ladder": list(plan.tie_ladder)}
    values.pop("criteria")
    stage: Stage = competition.stages.create(position=place, **values)
    if plan.criteria:
        rubric = Rubric.objects.create(stage=stage)
        for position, criterion in _placed(plan.criteria):
            _add_criterion(rubric, position, criterion, sections)


def _add_criterion(rubric: Rubric, position: int, plan: CriterionPlan, sections: dict) -> None:
    values = asdict(plan) | {"section": sections.get(plan.section)}
    values.pop("anchors")
    criterion = Criterion.objects.create(rubric=rubric, position=position, **values)
    Level.objects.bulk_create(
        Level(criterion=criterion, points=points, anchor=anchor) for points, anchor in plan.anchors
    )


@transaction.atomic
def confirm_assumptions(*, by: User, at: datetime, competition: Competition) -> Competition:
    """The bureau answers for every figure that the preset had to assume. Said once, never unsaid."""
    competition = Competition.objects.select_for_update().get(pk=competition.pk)
    if competition.confirmed_at is not None:
        raise Refused(_("Ketentuan edisi ini sudah dikonfirmasi."))
    competition.confirmed_at = at
    competition.confirmed_by = by
    competition.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record(
        by=by,
        at=at,
        verb="edition.confirmed",
        subject=f"edition:{competition.slug}",
        assumptions=[assumption["text"] for assumption in competition.assumptions],
    )
    return competition
