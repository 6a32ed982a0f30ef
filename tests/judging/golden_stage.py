"""The competition of six entries and four jurors whose totals and order are known by hand."""

from datetime import datetime

from competitions.models import Stage
from judging.models import Assignment, Score, ScoreSheet
from proposals.models import Proposal
from tests import worlds
from tests.pure.golden import CODES, COMPETITION, LADDER, WEIGHTS


def golden_stage(*, is_final: bool = True, **fields) -> Stage:
    """A stage with every sheet of the golden competition; titles are the entries' letters."""
    edition = worlds.make_edition(weights=WEIGHTS, **fields)
    stage = worlds.scoring_stage(edition)
    stage.tie_ladder = list(LADDER)
    stage.save(update_fields=["tie_ladder"])
    members = {juror: worlds.make_juror(stage, name=f"Juri {juror}") for juror in "1234"}
    for title, readings in COMPETITION.items():
        entry = worlds.make_entry(edition, title=title)
        for juror, points in readings.items():
            assignment = worlds.make_assignment(entry, members[juror])
            fill_sheet(assignment, dict(zip(CODES, points, strict=True)), is_final=is_final)
    return stage


def fill_sheet(assignment: Assignment, points: dict[str, int], *, is_final: bool = True) -> ScoreSheet:
    at = assignment.assigned_at
    rubric = assignment.entry.stage.rubrics.get()
    sheet = ScoreSheet.objects.create(
        assignment=assignment,
        rubric=rubric,
        status="final" if is_final else "draft",
        opened_at=at,
        saved_at=at,
        finalised_at=at if is_final else None,
    )
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=criterion, points=points[criterion.code])
        for criterion in rubric.criteria.all()
    )
    return sheet


def titled(stage: Stage, title: str) -> Proposal:
    return Proposal.objects.get(competition=stage.competition, title=title)


def close_stage(stage: Stage, at: datetime) -> Stage:
    from judging.services import closing

    return closing.close(stage=stage, by=stage.competition.announced_by, at=at)
