from datetime import UTC, datetime

import pytest

from judging.enums import ExpertiseLevel
from judging.models import Assignment, ScoreSheet
from judging.reads import assignments as reads
from judging.services import assignments, conflicts
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
def bureau(edition):
    return edition.announced_by


def open_sheet(assignment):
    rubric = assignment.entry.stage.rubrics.get()
    return ScoreSheet.objects.create(assignment=assignment, rubric=rubric, opened_at=AT, saved_at=AT)


def test_assign_appends_to_the_jurors_reading_order(edition, stage, bureau):
    member = worlds.make_juror(stage)
    rows = [
        assignments.assign(entry=worlds.make_entry(edition), member=member, by=bureau, at=AT)
        for _number in range(3)
    ]
    assert [row.position for row in rows] == [1, 2, 3]
    events = list(edition.ledger.values_list("kind", "subject"))
    assert events == [("assignment.made", f"assignment:{row.code}") for row in rows]


def test_assign_twice_is_done_once(edition, stage, bureau):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    first = assignments.assign(entry=entry, member=member, by=bureau, at=AT)
    assert assignments.assign(entry=entry, member=member, by=bureau, at=AT) == first
    assert edition.ledger.count() == 1


def test_assign_own_agency_is_refused_with_a_sentence(edition, stage, bureau):
    dinas = worlds.make_agency("DINKES")
    entry = worlds.make_entry(edition, agency=worlds.make_agency("PKM", parent=dinas))
    member = worlds.make_juror(stage, employer=dinas, name="Rina")
    with pytest.raises(Refused) as refused:
        assignments.assign(entry=entry, member=member, by=bureau, at=AT)
    assert str(refused.value) == "Rina tidak dapat ditugaskan untuk proposal ini."
    assert refused.value.reasons == ("Juri bekerja atau berperan di instansi pengusul atau induknya.",)
    assert Assignment.objects.count() == 0


def test_assign_juror_of_another_stage_is_refused(edition, stage, bureau):
    stranger = worlds.make_juror(worlds.scoring_stage(worlds.make_edition()))
    with pytest.raises(Refused, match="bukan juri tahap ini"):
        assignments.assign(entry=worlds.make_entry(edition), member=stranger, by=bureau, at=AT)


def test_assign_disqualified_proposal_is_refused(edition, stage, bureau):
    entry = worlds.make_entry(edition)
    entry.proposal.status = "disqualified"
    entry.proposal.save()
    with pytest.raises(Refused, match="didiskualifikasi"):
        assignments.assign(entry=entry, member=worlds.make_juror(stage), by=bureau, at=AT)


def test_assign_after_closing_is_refused(edition, stage, bureau):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    stage.closed_at, stage.closed_by = AT, bureau
    stage.save()
    with pytest.raises(Refused, match="sudah ditutup"):
        assignments.assign(entry=entry, member=member, by=bureau, at=AT)


def test_assign_after_a_lifted_conflict_restores_the_reading(edition, stage, bureau):
    entry, member = worlds.make_entry(edition), worlds.make_juror(stage)
    row = assignments.assign(entry=entry, member=member, by=bureau, at=AT)
    stated = conflicts.declare(assignment=row, by=member.user, at=AT, reason="Teman lama")
    with pytest.raises(Refused, match="tidak dapat ditugaskan"):
        assignments.assign(entry=entry, member=member, by=bureau, at=AT)
    conflicts.lift(conflict=stated, by=bureau, at=AT, reason="Sudah diperiksa")
    assert assignments.assign(entry=entry, member=member, by=bureau, at=AT) == row
    row.refresh_from_db()
    assert row.recused_at is None
    assert edition.ledger.last().kind == "assignment.restored"


def test_unassign_unopened_reading_is_removed_and_told(edition, stage, bureau):
    row = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    assignments.unassign(assignment=row, by=bureau, at=AT)
    assert Assignment.objects.count() == 0
    assert edition.ledger.get().subject == f"assignment:{row.code}"


def test_unassign_opened_sheet_is_refused(edition, stage, bureau):
    row = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    open_sheet(row)
    with pytest.raises(Refused, match="sudah membuka lembar nilai"):
        assignments.unassign(assignment=row, by=bureau, at=AT)
    assert Assignment.objects.get() == row


def test_candidates_offers_the_free_and_names_the_barred(edition, stage):
    dinas = worlds.make_agency("DINKES")
    entry = worlds.make_entry(edition, agency=dinas)
    busy, idle = worlds.make_juror(stage, name="Busro"), worlds.make_juror(stage, name="Siti Aminah")
    insider = worlds.make_juror(stage, employer=dinas)
    reader = worlds.make_juror(stage)
    worlds.make_assignment(worlds.make_entry(edition), busy)
    worlds.make_assignment(entry, reader)
    for juror, level in ((busy, ExpertiseLevel.EXPERT), (idle, ExpertiseLevel.GENERAL)):
        juror.user.expertise.create(category=entry.proposal.category, level=level)
    found = reads.candidates(stage, entry)
    town_hall = "Alamat e-mailnya sama-sama berakhir dengan contoh.go.id."
    assert [(c.member, c.load, c.evidence) for c in found.free] == [
        (idle, 0, ["Namanya sama dengan anggota tim: Siti Aminah.", town_hall]),
        (busy, 1, [town_hall]),
    ]
    assert [(c.member, c.knows) for c in found.free] == [(idle, ""), (busy, "Ahli")]
    assert [(c.member, c.obstacles) for c in found.barred] == [
        (insider, ["Juri bekerja atau berperan di instansi pengusul atau induknya."])
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_for_list_any_number_costs_two_queries(edition, stage, django_assert_num_queries, size):
    members = [worlds.make_juror(stage) for _number in range(size)]
    for _number in range(size):
        entry = worlds.make_entry(edition)
        for member in members:
            worlds.make_assignment(entry, member)
    with django_assert_num_queries(2):
        rows = list(reads.for_list(stage))
        assert [row.reader_count for row in rows] == [size] * size
        assert {r.member.user.name for row in rows for r in row.readings} == {m.user.name for m in members}


def test_conflicted_finds_a_reading_whose_juror_changed_jobs(edition, stage):
    dinas = worlds.make_agency("DINKES")
    row = worlds.make_assignment(worlds.make_entry(edition, agency=dinas), worlds.make_juror(stage))
    worlds.make_assignment(worlds.make_entry(edition), row.member)
    assert reads.conflicted(stage) == []
    row.member.user.employer = dinas
    row.member.user.save()
    assert reads.conflicted(stage) == [
        (row, ["Juri bekerja atau berperan di instansi pengusul atau induknya."])
    ]
