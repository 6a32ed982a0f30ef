"""Whatever the world, a pair in conflict is neither assigned, by hand or by plan, nor shown to the juror."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import FormerPost, Membership
from judging.models import Assignment, Conflict
from judging.reads import conflicts as reads
from judging.reads import queue, sheet
from judging.services import assigning_plan, assignments, conflicts, planning, scoring_sheets
from kipp.lib.errors import Refused
from tests import worlds

OPENS = datetime(2026, 1, 5, tzinfo=UTC)
CLOSES = datetime(2026, 3, 20, 16, 59, tzinfo=UTC)
DAYS = [date(2024, 3, 19), date(2024, 3, 20), date(2024, 3, 21), date(2020, 2, 29), date(2026, 3, 1)]
TIES = ["employer", "role", "left", "mate", "pinned"]

#: What ties a juror to an agency: which of three jurors, how, which of three agencies, and since when.
ties = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(TIES), st.integers(0, 2), st.sampled_from(DAYS)), max_size=4
)


class Undo(Exception):
    """Ends a world without leaving rows."""


class World:
    """Two trees (one of two agencies), three jurors, an entry of each agency."""

    def __init__(self, cooling_years: int):
        edition = worlds.make_edition(opens_at=OPENS, closes_at=CLOSES, cooling_years=cooling_years)
        self.bureau, self.stage = edition.announced_by, worlds.scoring_stage(edition)
        top = worlds.make_agency()
        self.agencies = [top, worlds.make_agency(parent=top), worlds.make_agency()]
        self.entries = [worlds.make_entry(edition, agency=agency) for agency in self.agencies]
        self.jurors = [worlds.make_juror(self.stage) for _number in range(3)]
        self.act = {"by": self.bureau, "at": timezone.now()}

    def tie(self, juror: int, how: str, agency: int, until: date) -> None:
        member, body, entry = self.jurors[juror], self.agencies[agency], self.entries[agency]
        user = member.user
        if how == "employer":
            user.employer = body
            user.save(update_fields=["employer"])
        elif how == "role":
            Membership.objects.get_or_create(user=user, agency=body, role="head")
        elif how == "left":
            stated = {"until": until, "stated_at": self.act["at"], "stated_by": user}
            FormerPost.objects.update_or_create(user=user, agency=body, defaults=stated)
        elif how == "mate":
            entry.proposal.team.create(position=9, name="X", email=user.email.upper())
        elif not Conflict.objects.filter(user=user, proposal=entry.proposal).exists():
            conflicts.pin(proposal=entry.proposal, user=user, reason="Ipar", **self.act)

    def in_conflict(self) -> set[tuple[int, int]]:
        return set(reads.conflicting_pairs(self.stage))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=ties, after=ties, cooling_years=st.sampled_from([0, 2]), seed=st.integers(1, 99))
def test_pair_in_conflict_is_never_assigned_planned_or_shown(before, after, cooling_years, seed):
    with suppress(Undo), transaction.atomic():
        world = World(cooling_years)
        for tie in before:
            world.tie(*tie)
        by_hand_only_without_conflict(world)
        by_plan_only_without_conflict(world, seed)
        for tie in after:
            world.tie(*tie)
        shown_only_without_conflict(world)
        raise Undo


def by_hand_only_without_conflict(world: World) -> None:
    barred = world.in_conflict()
    for entry in world.entries[:2]:
        for member in world.jurors:
            if (entry.pk, member.pk) in barred:
                with pytest.raises(Refused):
                    assignments.assign(entry=entry, member=member, **world.act)
            else:
                assignments.assign(entry=entry, member=member, **world.act)
    assert set(Assignment.objects.values_list("entry", "member")).isdisjoint(barred)


def by_plan_only_without_conflict(world: World, seed: int) -> None:
    plan = assigning_plan.request(stage=world.stage, seed=seed, **world.act)
    planning.make(plan_id=plan.pk, at=world.act["at"])
    plan.refresh_from_db()
    with suppress(Refused):  # nothing to apply when everybody is in conflict
        assigning_plan.apply(plan=plan, **world.act)
    assert set(Assignment.objects.values_list("entry", "member")).isdisjoint(world.in_conflict())


def shown_only_without_conflict(world: World) -> None:
    """Also what became a conflict after it was assigned. The pages ask the database, this asks the rule."""
    barred, now = world.in_conflict(), world.act["at"] + timedelta(minutes=1)
    for member in world.jurors:
        standing = Assignment.objects.filter(member=member, recused_at=None)
        free = {row.code for row in standing if (row.entry_id, row.member_id) not in barred}
        assert set(sheet.readable_by(member.user).values_list("code", flat=True)) == free
        shown = {item.code for desk in queue.desks(member.user, now) for item in desk.items}
        assert shown == free
        for row in standing:
            if row.code not in free:
                with pytest.raises(Refused):
                    scoring_sheets.open_sheet(assignment=row, by=member.user, at=now, no_conflict=True)
