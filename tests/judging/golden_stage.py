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


def two_stages(at: datetime) -> tuple[Stage, Stage]:
    """The golden desk weighs 70, sends on three and is published; of the presentation, 30, one juror has
    scored all. In the order of the result: C 254/3 and 60, E 85 and 40, A 173/3 and 100.
    """
    from judging.services import publishing

    desk = golden_stage()
    Stage.objects.filter(pk=desk.pk).update(weight=70, cut_kind="top_n", cut_count=3)
    last = desk.competition.stages.create(
        position=desk.position + 1, name="Presentasi", kind="scoring", weight=30, readers=1
    )
    worlds.make_rubric(last, weights=(20,) * 5)
    letter = publishing.Letter("060/122/2026", at.date(), "Drs. Budi Santoso", "Sekretaris Daerah")
    desk = close_stage(Stage.objects.get(pk=desk.pk), at)
    publishing.publish(stage=desk, by=desk.competition.announced_by, at=at, letter=letter)
    member = worlds.make_juror(last, name="Juri Presentasi")
    for title, points in {"E": 2, "C": 3, "A": 5}.items():
        entry = last.entries.get(proposal__title=title)
        fill_sheet(worlds.make_assignment(entry, member), dict.fromkeys(worlds.CRITERIA, points))
    return Stage.objects.get(pk=desk.pk), close_stage(last, at)
