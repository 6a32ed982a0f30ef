"""Bring an edition into being, and take responsibility for what its preset assumed."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency, User
from agencies.services import audit
from competitions import preset_files
from competitions.models import Competition, Criterion, Level, Question, Rubric, Section, Stage
from competitions.preset_files import CriterionPlan, Preset, StagePlan
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
    "screened_by_two",
    "holds_mail",
    "integrity_text",
    "cooling_years",
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
        reminder_days=list(plan.reminder_days),
        **{field: getattr(plan, field) for field in _OWN_FIELDS},
    )
    _fill_lists(competition, plan)
    sections = _add_form(competition, plan)
    for place, stage in _placed(plan.stages):
        _add_stage(competition, place, stage, sections)
    audit.record(by=by, at=at, verb="edition.created", subject=f"edition:{slug}", preset=preset)
    return competition


def _placed(rows):
    return enumerate(rows, 1)


def _fill_lists(competition: Competition, plan: Preset) -> None:
    for place, name in _placed(plan.categories):
        competition.categories.create(position=place, name=name)
    for place, text in _placed(plan.reason_texts):
        competition.reason_texts.create(position=place, text=text)
    for relation, rows in (
        ("groups", plan.groups),
        ("tracks", plan.tracks),
        ("checklist", plan.checklist),
        ("awards", plan.awards),
    ):
        for place, row in _placed(rows):
            getattr(competition, relation).create(position=place, **asdict(row))


def _add_form(competition: Competition, plan: Preset) -> dict[str, Section]:
    """Chapters by their code. Conditions name questions that were made before."""
    tracks = {track.name: track for track in competition.tracks.all()}
    sections: dict[str, Section] = {}
    made: dict[str, Question] = {}
    for place, chapter in _placed(plan.sections):
        values = asdict(chapter) | {"track": tracks.get(chapter.track)}
        values.pop("questions")
        section = competition.sections.create(position=place, **values)
        sections[chapter.code] = section
        for position, question in _placed(chapter.questions):
            values = asdict(question) | {"options": list(question.options)}
            values["shown_when"] = made.get(question.shown_when)
            made[f"{chapter.code}/{question.code}"] = section.questions.create(position=position, **values)
    for place, slot in _placed(plan.slots):
        named = {"section": sections.get(slot.section), "shown_when": made.get(slot.shown_when)}
        competition.slots.create(position=place, **asdict(slot) | named)
    return sections


def _add_stage(competition: Competition, place: int, plan: StagePlan, sections: dict) -> None:
    values = asdict(plan) | {"tie_ladder": list(plan.tie_ladder)}
    values.pop("criteria")
    values.pop("quotas")
    values["track"] = competition.tracks.filter(name=plan.track).first()
    stage: Stage = competition.stages.create(position=place, **values)
    for quota in plan.quotas:
        stage.quotas.create(
            group=competition.groups.filter(name=quota.group).first(),
            category=competition.categories.filter(name=quota.category).first(),
            places=quota.places,
        )
    if plan.criteria:
        rubric = Rubric.objects.create(stage=stage)
        for position, name in _placed(dict.fromkeys(row.aspect for row in plan.criteria if row.aspect)):
            rubric.aspects.create(position=position, name=name)
        for position, criterion in _placed(plan.criteria):
            _add_criterion(rubric, position, criterion, sections)


def _add_criterion(rubric: Rubric, position: int, plan: CriterionPlan, sections: dict) -> None:
    values = asdict(plan) | {"section": sections.get(plan.section)}
    values.pop("anchors")
    values["aspect"] = rubric.aspects.filter(name=plan.aspect).first()
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
