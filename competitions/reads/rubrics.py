"""The rubric by which a stage is scored."""

from django.db.models import Prefetch, QuerySet

from competitions.models import Criterion, Rubric, Stage


def current_rubric(stage: Stage) -> Rubric | None:
    """The newest version, with criteria and levels loaded; None for a stage that is not scored."""
    criteria = Criterion.objects.select_related("aspect").prefetch_related("levels")
    return stage.rubrics.prefetch_related(Prefetch("criteria", criteria)).order_by("-version").first()


def current_criteria(stage: Stage) -> QuerySet[Criterion]:
    """Of the newest version, in one query; none for a stage that is not scored."""
    newest = Rubric.objects.filter(stage=stage).order_by("-version").values("pk")[:1]
    return Criterion.objects.filter(rubric=newest)
