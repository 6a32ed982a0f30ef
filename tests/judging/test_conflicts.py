import hashlib
import json
from datetime import UTC, datetime

import pytest

from agencies.models import AuditEvent
from judging.conflicts import Ground
from judging.models import Assignment, Conflict
from judging.reads.conflicts import conflicting_pairs, grounds_against
from judging.services import conflicts
from kipp.lib.errors import Refused
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def dinas():
    return worlds.make_agency("DINKES", name="Dinas Kesehatan")


@pytest.fixture
def puskesmas(dinas):
    return worlds.make_agency("PKM-A", kind="puskesmas", parent=dinas)


@pytest.mark.parametrize("works_at", ["itself", "parent", "child", "sibling"])
def test_conflicting_pairs_juror_of_the_tree_is_in_conflict(edition, stage, dinas, puskesmas, works_at):
    sibling = worlds.make_agency("PKM-B", kind="puskesmas", parent=dinas)
    entrant, employer = {
        "itself": (puskesmas, puskesmas),
        "parent": (puskesmas, dinas),
        "child": (dinas, puskesmas),
        "sibling": (puskesmas, sibling),
    }[works_at]
    entry = worlds.make_entry(edition, agency=entrant)
    worlds.make_entry(edition)
    member = worlds.make_juror(stage, employer=employer)
    worlds.make_juror(stage)
    assert conflicting_pairs(stage) == {(entry.pk, member.pk): frozenset({Ground.AGENCY})}


def test_conflicting_pairs_membership_counts_like_employment(edition, stage, puskesmas, dinas):
    entry = worlds.make_entry(edition, agency=puskesmas)
    member = worlds.make_juror(stage, agency=dinas, role="head")
    assert conflicting_pairs(stage) == {(entry.pk, member.pk): frozenset({Ground.AGENCY})}


def test_conflicting_pairs_team_member_is_in_conflict(edition, stage):
    entry = worlds.make_entry(edition)
    member = worlds.make_juror(stage, email="ani@kampus.ac.id")
    entry.proposal.team.create(position=2, name="Ani", email="Ani@Kampus.ac.id")
    assert conflicting_pairs(stage) == {(entry.pk, member.pk): frozenset({Ground.TEAM})}
    assert grounds_against(user=member.user, proposal=entry.proposal) == frozenset({Ground.TEAM})


def test_conflicting_pairs_of_a_later_stage_names_its_own_entries(edition, stage):
    entry = worlds.make_entry(edition)
    entry.proposal.team.create(position=2, name="Ani", email="ani@kampus.ac.id")
    final = edition.stages.create(position=3, name="Presentasi", kind="scoring")
    second = final.entries.create(proposal=entry.proposal, version=entry.version, admitted_at=AT)
    user = worlds.make_user("ani@kampus.ac.id")
    seat = final.panel.create(user=user, added_at=AT, added_by=edition.announced_by)
    assert conflicting_pairs(final) == {(second.pk, seat.pk): frozenset({Ground.TEAM})}
    conflicts.pin(proposal=entry.proposal, user=user, by=edition.announced_by, at=AT, reason="Satu tim")
    assert conflicting_pairs(final) == {(second.pk, seat.pk): frozenset({Ground.TEAM, Ground.ORGANISER})}


@pytest.mark.parametrize("size", [1, 3])
def test_conflicting_pairs_any_number_costs_six_queries(
    edition, stage, dinas, django_assert_num_queries, size
):
    for _number in range(size):
        worlds.make_entry(edition, agency=dinas)
        worlds.make_juror(stage, employer=dinas)
    with django_assert_num_queries(6):
        assert len(conflicting_pairs(stage)) == size * size


def test_declare_recuses_the_reading_and_stands(edition, stage):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    assignment = worlds.make_assignment(entry, member)
    conflicts.declare(assignment=assignment, by=member.user, at=AT, reason=" Ipar saya ketua timnya ")
    assignment.refresh_from_db()
    assert assignment.recused_at == AT
    conflict = Conflict.objects.get()
    assert (conflict.source, conflict.reason) == ("declared", "Ipar saya ketua timnya")
    assert conflicting_pairs(stage) == {(entry.pk, member.pk): frozenset({Ground.DECLARED})}
    event = edition.ledger.get()
    assert (event.kind, event.subject) == ("conflict.declared", f"proposal:{entry.proposal.code}")
    audited = AuditEvent.objects.get().details
    assert "Ipar" not in event.payload + str(audited)
    sealed = hashlib.sha256(f"{conflict.code}\nIpar saya ketua timnya".encode()).hexdigest()
    assert json.loads(event.payload)["reason_sha256"] == audited["reason_sha256"] == sealed


def test_declare_twice_is_done_once(edition, stage):
    assignment = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    by = assignment.member.user
    first = conflicts.declare(assignment=assignment, by=by, at=AT, reason="Satu kantor")
    second = conflicts.declare(assignment=assignment, by=by, at=AT, reason="Satu kantor")
    assert first == second
    assert edition.ledger.count() == 1


def test_declare_without_reason_is_refused(edition, stage):
    assignment = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    with pytest.raises(Refused, match="Tulis alasannya"):
        conflicts.declare(assignment=assignment, by=assignment.member.user, at=AT, reason="  ")
    assert Assignment.objects.get().recused_at is None


def test_declare_after_closing_is_refused(edition, stage):
    assignment = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    stage.closed_at, stage.closed_by = AT, edition.announced_by
    stage.save()
    assignment.refresh_from_db()
    with pytest.raises(Refused, match="sudah ditutup"):
        conflicts.declare(assignment=assignment, by=assignment.member.user, at=AT, reason="Keluarga")


def test_lift_needs_a_reason_and_is_done_once(edition, stage):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    bureau = edition.announced_by
    pinned = conflicts.pin(proposal=entry.proposal, user=member.user, by=bureau, at=AT, reason="Klien")
    with pytest.raises(Refused, match="Tulis alasannya"):
        conflicts.lift(conflict=pinned, by=bureau, at=AT, reason="")
    conflicts.lift(conflict=pinned, by=bureau, at=AT, reason="Salah orang")
    assert conflicting_pairs(stage) == {}
    with pytest.raises(Refused, match="sudah dicabut"):
        conflicts.lift(conflict=pinned, by=bureau, at=AT, reason="Lagi")
    assert [row.kind for row in edition.ledger.all()] == ["conflict.pinned", "conflict.lifted"]
    told = [json.loads(row.payload)["reason_sha256"] for row in edition.ledger.all()]
    reasons = ("Klien", "Salah orang")
    assert told == [hashlib.sha256(f"{pinned.code}\n{text}".encode()).hexdigest() for text in reasons]
