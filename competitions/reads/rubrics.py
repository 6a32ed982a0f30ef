"""The rubric by which a stage is scored."""

from competitions.models import Rubric, Stage


def current_rubric(stage: Stage) -> Rubric | None:
    """The newest version, with criteria and levels loaded; None for a stage that is not scored."""
    return stage.rubrics.prefetch_related("criteria__levels").order_by("-version").first()
