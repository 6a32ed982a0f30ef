"""A demonstration shows participation over two years, and has somebody to remind."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from agencies.models import User
from competitions.models import Competition
from kipp import invariants
from kipp.demo import history, waiting
from kipp.demo.build import build
from kipp.demo.editions import Phase
from kipp.demo.people import DOMAIN
from proposals.participation import State
from proposals.reads import participation_reminders, participation_scope

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def make(phase) -> Competition:
    made = build(preset="kota-tegal-2024", size=12, jurors=4, seed=1, phase=phase, at=AT)
    edition = Competition.objects.prefetch_related("extensions", "groups").get(slug=made["edition"])
    history.add(edition=edition, preset="kota-tegal-2024", seed=1, at=AT)
    waiting.add(edition=edition, phase=phase, seed=1, at=AT)
    return edition


def test_demo_shows_every_state_over_two_years_and_whom_to_remind():
    edition = make(Phase.OPEN)
    bureau = User.objects.get(email=f"panitia@{DOMAIN}")
    ledger = participation_scope.scope(bureau).ledger()
    assert [span.name for span in ledger.spans] == ["2026", "2025"]
    assert {row.states[0] for row in ledger.rows} == {State.NOTHING, State.DRAFT, State.SUBMITTED}
    assert State.AWARDED in {row.states[1] for row in ledger.rows}
    reachable = [one for one in participation_reminders.targets(edition, AT) if one.is_reachable]
    assert sorted(one.has_draft for one in reachable) == [False] * 4 + [True] * 2
    assert [invariant.name for invariant, found in invariants.check() if found] == []


def test_demo_in_preparation_has_nobody_who_has_begun():
    edition = make(Phase.SETUP)
    assert edition.proposals.count() == 0


def test_demo_command_adds_both():
    call_command("demo", size=6, jurors=1, phase="open", stdout=StringIO())
    assert Competition.objects.count() == 2
    assert User.objects.filter(memberships__role="staff").count() == 6 + waiting.IDLE
