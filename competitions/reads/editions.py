"""The public page of an edition: when, who may enter, what is asked, how it is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from competitions import timeline
from competitions.enums import AwardRule, Phase, StageKind
from competitions.models import Award, Competition, Criterion, Extension, Quota, Rubric, Stage, Track
from competitions.preset_files import LOWEST_JUROR

from . import amending, final_score, outline


@dataclass(frozen=True, slots=True)
class TrackLine:
    name: str
    latest_start: date | None
    minimum_months: int
    quota: int | None
    awards: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class StageLine:
    """`rules_sha256` is empty until the rules were frozen."""

    stage: Stage
    criteria: Sequence[Criterion]
    ladder: list[str]
    is_scoring: bool
    rules_sha256: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    competition: Competition
    phase: Phase
    closes_at: datetime | None
    extensions: list[Extension]
    categories: list[str]
    groups: list[GroupLine]
    tracks: list[TrackLine]
    form: outline.Outline
    acts: list
    checklist: list
    stages: list[StageLine]
    final_score: list[str]
    awards: list[Award]
    has_results: bool

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def word_total(self) -> int:
        """The most that somebody can be asked to write, in the track that asks most."""
        totals = (
            sum(c.word_total for c in self.form.chapters if c.section.track_id in (None, track.pk))
            for track in self.competition.tracks.all()
        )
        return max(totals, default=0)

    @property
    def file_count(self) -> int:
        return len(self.form.all_files)


def load(competition: Competition, at: datetime) -> EditionPage:
    """Everything in a fixed number of queries."""
    prefetch_related_objects(
        [competition],
        Prefetch("extensions", Extension.objects.select_related("agency")),
        "categories",
        "groups",
        "tracks",
        "checklist",
        "amendments",
        "awards",
        Prefetch("stages", lined_stages()),
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
        form=outline.load(competition),
        acts=amending.acts(competition),
        checklist=list(competition.checklist.all()),
        stages=[line(stage) for stage in stages],
        final_score=final_score.sentences(stages, competition.tracks.all()),
        awards=list(competition.awards.all()),
        has_results=any(stage.published_at for stage in stages),
    )


def _group(group) -> GroupLine:
    return GroupLine(group.name, [str(AgencyKind(kind).label) for kind in group.kinds])


def _track(track, competition: Competition, closes_at: datetime | None) -> TrackLine:
    latest = None
    if closes_at is not None and track.minimum_months:
        latest = timeline.latest_start(closes_at.astimezone(competition.tz).date(), track.minimum_months)
    return TrackLine(track.name, latest, track.minimum_months, track.quota, _awards(track))


def _awards(track: Track) -> str:
    """What earlier awards mean for this track; empty when nothing."""
    rule = "" if track.award_rule == AwardRule.ANY else f"{track.get_award_rule_display()}."
    if track.award_limit is None:
        return rule
    limit = _("Paling banyak %(count)s penghargaan sebelumnya.") % {"count": track.award_limit}
    return f"{rule} {limit}".strip()


def lined_stages() -> QuerySet[Stage]:
    """With all that a line says; the text of frozen rules is long, and read on its own page only."""
    criteria = Criterion.objects.select_related("aspect").prefetch_related("levels")
    rubrics = Rubric.objects.order_by("-version").prefetch_related(Prefetch("criteria", criteria))
    quotas = Quota.objects.select_related("group", "category")
    rows = Stage.objects.select_related("track", "frozen_rules").defer("frozen_rules__payload")
    return rows.prefetch_related(Prefetch("rubrics", rubrics), Prefetch("quotas", quotas))


def line(stage: Stage) -> StageLine:
    rubrics = list(stage.rubrics.all())
    criteria = list(rubrics[0].criteria.all()) if rubrics else []
    names = {criterion.code: criterion.name for criterion in criteria}
    names[LOWEST_JUROR] = _("nilai juri terendah")
    ladder = [names.get(rung, rung) for rung in stage.tie_ladder]
    frozen = getattr(stage, "frozen_rules", None)
    sha256 = frozen.sha256 if frozen else ""
    return StageLine(stage, criteria, ladder, stage.kind == StageKind.SCORING, sha256)
