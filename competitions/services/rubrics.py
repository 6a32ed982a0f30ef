"""The weighted criteria of a scoring stage: changed until the first sheet opens, then locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Aspect, Criterion, Level, Rubric, Stage
from competitions.preset_files import LOWEST_JUROR
from competitions.reads.editions import lined_stages
from kipp.lib.errors import Refused

from . import editing, stage_rules

FULL_WEIGHT = 100


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of the form, in the wanted order; `anchors` maps points to their meaning.

    Criteria that name the same `aspect` come together under it.
    """

    pk: int | None
    values: Mapping[str, object]
    anchors: Mapping[int, str]
    is_removed: bool = False
    aspect: str = ""


@transaction.atomic
def lock(*, stage: Stage, by: User, at: datetime) -> Rubric:
    """Lock the current rubric, and freeze the stage's rules with it, when the first sheet opens.

    A locked one is returned as it is. Called by the verb that opens the sheet, inside its transaction.
    Raises Refused when the stage has nothing to score by.
    """
    rubric = stage.rubrics.select_for_update().order_by("-version").first()
    if rubric is None or not rubric.criteria.exists():
        raise Refused(_("Tahap ini belum punya rubrik. Panitia perlu mengisinya lebih dahulu."))
    if rubric.locked_at is None:
        rubric.locked_at = at
        rubric.save(update_fields=["locked_at"])
        held = lined_stages().select_related("competition").select_for_update(of=("self",), no_key=True)
        stage_rules.freeze(stage=held.get(pk=stage.pk), by=by, at=at)
    return rubric


@transaction.atomic
def save(*, stage: Stage, by: User, at: datetime, revision: int, rows: Sequence[CriterionRow]) -> Rubric:
    """Write the criteria with their weights and anchors; weights must sum to 100."""
    competition = editing.begin(stage.competition, revision)
    stage = Stage.objects.select_for_update().get(pk=stage.pk, competition=competition)
    rubric = stage.rubrics.select_for_update().order_by("-version").first()
    rubric = rubric or Rubric.objects.create(stage=stage)
    kept = [row for row in rows if not row.is_removed]
    _refuse_locked(rubric)
    rubric.criteria.filter(pk__in=[row.pk for row in rows if row.is_removed]).delete()
    _write(rubric, kept)
    _refuse_weights(rubric)
    _prune_ladder(stage, rubric)
    weights = {row.code: row.weight for row in rubric.criteria.all()}
    editing.finish(competition, by=by, at=at, part=f"rubrik/{stage.code}", weights=weights)
    return rubric


def _refuse_locked(rubric: Rubric) -> None:
    if rubric.locked_at is not None:
        raise Refused(
            _(
                "Rubrik ini terkunci sejak juri membuka lembar nilai pertama, supaya semua proposal dinilai "
                "dengan ukuran yang sama. Bila ada yang keliru, catat dalam sidang pleno dan pakai rubrik "
                "yang baru pada tahap atau edisi berikutnya."
            )
        )


def _refuse_weights(rubric: Rubric) -> None:
    """What stands after writing, with criteria that another tab added; the transaction takes it back."""
    total = sum(rubric.criteria.values_list("weight", flat=True))
    if total != FULL_WEIGHT:
        text = _("Bobot berjumlah %(total)s; seharusnya 100. Ubah bobot, lalu simpan lagi.")
        raise Refused(text % {"total": total}, status=422)


def _write(rubric: Rubric, kept: Sequence[CriterionRow]) -> None:
    standing = {row.pk: row for row in rubric.criteria.all()}
    taken = {row.code for row in standing.values()}
    aspects = _write_aspects(rubric, kept)
    together = sorted(kept, key=lambda row: list(aspects).index(row.aspect.casefold()))
    for place, row in enumerate(together, 1):
        values = {**row.values, "position": place, "aspect": aspects[row.aspect.casefold()]}
        if row.pk in standing:
            Criterion.objects.filter(pk=row.pk).update(**values)
            criterion = standing[row.pk]
        else:
            code = editing.new_code(str(row.values["name"]), taken)
            taken.add(code)
            criterion = Criterion.objects.create(rubric=rubric, code=code, **values)
        _write_levels(criterion, row.anchors)


def _write_aspects(rubric: Rubric, kept: Sequence[CriterionRow]) -> dict[str, Aspect | None]:
    """By folded name, in the order in which the rows name them; the empty name is no aspect."""
    wanted: dict[str, str] = {}
    for row in kept:
        wanted.setdefault(row.aspect.casefold(), row.aspect)
    rubric.aspects.exclude(name__in=wanted.values()).delete()
    found: dict[str, Aspect | None] = {}
    for place, (folded, name) in enumerate(wanted.items(), 1):
        found[folded] = None
        if name:
            aspect, _made = rubric.aspects.update_or_create(name=name, defaults={"position": place})
            found[folded] = aspect
    return found


def _write_levels(criterion: Criterion, anchors: Mapping[int, str]) -> None:
    criterion.levels.all().delete()
    Level.objects.bulk_create(
        Level(criterion=criterion, points=points, anchor=anchor)
        for points, anchor in anchors.items()
        if anchor
    )


def _prune_ladder(stage: Stage, rubric: Rubric) -> None:
    """A rung that names a criterion that is gone would stop the ranking."""
    known = {LOWEST_JUROR, *rubric.criteria.values_list("code", flat=True)}
    ladder = [rung for rung in stage.tie_ladder if rung in known]
    if ladder != stage.tie_ladder:
        stage.tie_ladder = ladder
        stage.save(update_fields=["tie_ladder"])
