"""The public page of an edition: when, who may enter, what is asked, how it is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from competitions import timeline
from competitions.enums import Phase, StageKind
from competitions.models import Award, Competition, Criterion, Extension, Rubric, Section, Stage
from competitions.preset_files import LOWEST_JUROR


@dataclass(frozen=True, slots=True)
class TrackLine:
    name: str
    latest_start: date | None
    minimum_months: int
    quota: int | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class StageLine:
    stage: Stage
    criteria: Sequence[Criterion]
    ladder: list[str]
    is_scoring: bool


@dataclass(frozen=True, slots=True)
class EditionPage:
    competition: Competition
    phase: Phase
    closes_at: datetime | None
    extensions: list[Extension]
    categories: list[str]
    groups: list[GroupLine]
    tracks: list[TrackLine]
    sections: list[Section]
    slots: list
    checklist: list
    stages: list[StageLine]
    awards: list[Award]
    has_results: bool

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def word_total(self) -> int:
        """The most that somebody can be asked to write."""
        return sum(q.max_words or 0 for section in self.sections for q in section.questions.all())


def load(competition: Competition, at: datetime) -> EditionPage:
    """Everything in a fixed number of queries."""
    rubrics = Rubric.objects.order_by("-version").prefetch_related("criteria__levels", "criteria__section")
    prefetch_related_objects(
        [competition],
        "extensions__agency",
        "categories",
        "groups",
        "tracks",
        "sections__questions",
        "slots",
        "checklist",
        "awards",
        Prefetch("stages__rubrics", rubrics),
    )
    closes_at = competition.closing()
    stages = list(competition.stages.all())
    return EditionPage(
        competition=competition,
        phase=competition.phase_at(at),
        closes_at=closes_at,
        extensions=sorted(competition.extensions.all(), key=lambda extension: extension.granted_at),
        categories=[category.name for category in competition.categories.all()],
        groups=[_group(group) for group in competition.groups.all()],
        tracks=[_track(track, competition, closes_at) for track in competition.tracks.all()],
        sections=list(competition.sections.all()),
        slots=list(competition.slots.all()),
        checklist=list(competition.checklist.all()),
        stages=[_stage(stage) for stage in stages],
        awards=list(competition.awards.all()),
        has_results=any(stage.published_at for stage in stages),
    )


def _group(group) -> GroupLine:
    return GroupLine(group.name, [str(AgencyKind(kind).label) for kind in group.kinds])


def _track(track, competition: Competition, closes_at: datetime | None) -> TrackLine:
    latest = None
    if closes_at is not None and track.minimum_months:
        latest = timeline.latest_start(closes_at.astimezone(competition.tz).date(), track.minimum_months)
    return TrackLine(track.name, latest, track.minimum_months, track.quota)


def _stage(stage: Stage) -> StageLine:
    rubrics = list(stage.rubrics.all())
    criteria = list(rubrics[0].criteria.all()) if rubrics else []
    names = {criterion.code: criterion.name for criterion in criteria}
    names[LOWEST_JUROR] = _("nilai juri terendah")
    ladder = [names.get(rung, rung) for rung in stage.tie_ladder]
    return StageLine(stage, criteria, ladder, stage.kind == StageKind.SCORING)
