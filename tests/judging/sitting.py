"""A stage whose order is known by hand, and a session over it."""

from datetime import UTC, datetime

from competitions.models import Stage
from judging.models import Plenary
from judging.reads import plenary as reads
from judging.services import plenary as verbs
from judging.services.plenary import Seat
from tests import worlds
from tests.judging.golden_stage import close_stage, golden_stage

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def closed_stage(top: int = 3) -> tuple[Stage, Stage]:
    """The golden order E C (A B) F D, in which nothing tells A from B; a presentation of the first `top`."""
    stage = golden_stage()
    stage.cut_kind, stage.cut_count, stage.tie_ladder = "top_n", top, []
    stage.save()
    final = Stage.objects.create(competition=stage.competition, position=3, name="Presentasi", kind="scoring")
    worlds.make_rubric(final, weights=(20, 20, 20, 20, 20))
    return close_stage(stage, AT), final


def secretary(stage: Stage):
    return worlds.make_user(agency=stage.competition.organiser, role="bureau", name="Sekretaris")


def sit(stage: Stage, by, **fields) -> Plenary:
    """A session with a chair and everybody invited present."""
    plenary = verbs.open_session(stage=stage, by=by, at=AT, held_at=AT, place="Aula", **fields)
    seats = [Seat(row.pk, row.name, row.post, row.part, True) for row in plenary.attendees.all()]
    chair = Seat(None, "Dra. Ketua", "Sekretaris Daerah", "chair", True)
    told = {"revision": 0, "held_at": AT, "place": "Aula", "seats": [chair, *seats]}
    return verbs.describe(plenary=plenary, by=by, at=AT, **told)


def entry_of(stage: Stage, title: str):
    return stage.entries.select_related("proposal").get(proposal__title=title)


def fresh(plenary: Plenary) -> Plenary:
    return reads.whole(Plenary.objects.filter(pk=plenary.pk)).get()


def rule(plenary: Plenary, title: str, by, ruling="moved", place=None, reason="Dibahas."):
    plenary = fresh(plenary)
    return verbs.rule(
        plenary=plenary,
        entry=entry_of(plenary.stage, title),
        by=by,
        at=AT,
        revision=plenary.revision,
        ruling=ruling,
        place=place,
        reason=reason,
    )


def ask(plenary: Plenary, by) -> Plenary:
    return verbs.ask(plenary=plenary, by=by, at=AT, revision=fresh(plenary).revision)


def confirm(plenary: Plenary, by) -> Plenary:
    return verbs.confirm(plenary=plenary, by=by, at=AT, revision=fresh(plenary).revision)
