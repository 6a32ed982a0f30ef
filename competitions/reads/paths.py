"""The way of an entry through the scoring stages of its edition: those for all, and those of its track."""

from collections.abc import Iterable, Mapping

from competitions.enums import StageKind
from competitions.models import Stage


def first(competition_id: int, track_id: int | None) -> Stage | None:
    """Where a proposal that passes the screening goes."""
    return next(iter(_scoring(competition_id, track_id)), None)


def following(stage: Stage, tracks: Iterable[int | None]) -> Mapping[int | None, Stage | None]:
    """Track -> the stage after this one; None for those who end here."""
    later = [row for row in _all_scoring(stage.competition_id) if row.position > stage.position]
    return {track: next(iter(on_the_way(later, track)), None) for track in tracks}


def is_entered_first(stage: Stage) -> bool:
    """Some entries come here straight from the screening."""
    earlier = [row for row in _all_scoring(stage.competition_id) if row.position < stage.position]
    tracks = [stage.track_id] if stage.track_id else stage.competition.tracks.values_list("pk", flat=True)
    return not earlier or any(not on_the_way(earlier, track) for track in tracks)


def on_the_way(stages: Iterable[Stage], track_id: int | None) -> list[Stage]:
    """Of stages that are at hand, those that an entry of this track can come to."""
    return [stage for stage in stages if stage.track_id in (None, track_id)]


def _all_scoring(competition_id: int):
    return Stage.objects.filter(competition=competition_id, kind=StageKind.SCORING).order_by("position", "pk")


def _scoring(competition_id: int, track_id: int | None) -> list[Stage]:
    return on_the_way(_all_scoring(competition_id), track_id)
