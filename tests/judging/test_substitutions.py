from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Mail, Notice
from judging.models import Assignment, AssignmentPlan, ScoreSheet, Substitution
from judging.reads.plan_inputs import plan_inputs
from judging.services import assigning_plan, assignments, conflicts, planning, scoring_sheets
from kipp.lib.errors import Refused
from kipp.verification import chains, contents
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
REASON = "Dirawat di rumah sakit"


@pytest.fixture
def edition(db):
    return worlds.make_edition()


@pytest.fixture
def stage(edition):
    stage = worlds.scoring_stage(edition)
    stage.readers = 2
    stage.save()
    return stage


@pytest.fixture
def bureau(edition):
    return edition.announced_by


def world(edition, stage, bureau, *, entries, jurors):
    """A stage that was dealt; its entries and its jurors."""
    rows = [worlds.make_entry(edition) for _number in range(entries)]
    members = [worlds.make_juror(stage) for _number in range(jurors)]
    plan = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=7)
    planning.make(plan_id=plan.pk, at=AT)
    assigning_plan.apply(plan=AssignmentPlan.objects.get(pk=plan.pk), by=bureau, at=AT)
    return rows, members


def replacing(member, bureau, coming=None, **said):
    plan = assigning_plan.request_substitution(
        member=member, coming=coming, by=bureau, at=LATER, **{"reason": REASON} | said
    )
    planning.make(plan_id=plan.pk, at=LATER)
    return AssignmentPlan.objects.get(pk=plan.pk)


def open_sheet(reading):
    rubric = reading.entry.stage.rubrics.get()
    return ScoreSheet.objects.create(assignment=reading, rubric=rubric, opened_at=AT, saved_at=AT)


def finish(reading):
    ScoreSheet.objects.filter(pk=open_sheet(reading).pk).update(status="final", finalised_at=AT)


def cards(stage):
    """Who reads what, with what would change if a card moved."""
    rows = Assignment.objects.filter(entry__stage=stage)
    return set(rows.values_list("pk", "entry", "member", "position", "assigned_at", "recused_at"))


def test_apply_moves_only_what_the_juror_has_not_finished(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=6, jurors=4)
    leaving = members[0]
    final, opened, unopened = Assignment.objects.filter(member=leaving).order_by("position")
    finish(final)
    open_sheet(opened)
    before = {card for card in cards(stage) if card[2] != leaving.pk}
    plan = replacing(leaving, bureau)
    assert {entry for entry, _member in plan.result["pairs"]} == {opened.entry_id, unopened.entry_id}
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert before <= cards(stage)
    final.refresh_from_db()
    opened.refresh_from_db()
    assert (final.recused_at, opened.recused_at, opened.ended_as) == (None, LATER, "left")
    assert not Assignment.objects.filter(pk=unopened.pk).exists()
    readers = Counter(Assignment.objects.filter(recused_at=None).values_list("entry", flat=True))
    assert set(readers.values()) == {2}
    leaving.refresh_from_db()
    assert (leaving.left_at, leaving.left_by, leaving.left_reason) == (LATER, bureau, REASON)


def test_apply_writes_a_frozen_row_and_seals_the_reason(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    opened = Assignment.objects.filter(member=members[0]).first()
    open_sheet(opened)
    plan = replacing(members[0], bureau, coming=members[1], letter_number="094/12/2026")
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    row = Substitution.objects.get()
    assert (row.leaving, row.coming, row.reason) == (members[0], members[1], REASON)
    assert (row.letter_number, row.made_at, row.made_by) == ("094/12/2026", LATER, bureau)
    event = edition.ledger.get(kind="panel.substituted")
    assert opened.code in event.payload
    assert REASON not in event.payload


def test_apply_twice_ends_the_seat_once(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    plan = replacing(members[0], bureau)
    for _press in range(2):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert Substitution.objects.count() == 1


def test_apply_with_a_named_successor_gives_them_all_they_may_read(edition, stage, bureau):
    entries, members = world(edition, stage, bureau, entries=6, jurors=3)
    leaving = members[0]
    new = worlds.make_juror(stage)
    orphans = set(Assignment.objects.filter(member=leaving).values_list("entry", flat=True))
    hindered = next(entry for entry in entries if entry.pk in orphans)
    conflicts.pin(proposal=hindered.proposal, user=new.user, by=bureau, at=AT, reason="Klien")
    assigning_plan.apply(plan=replacing(leaving, bureau, coming=new), by=bureau, at=LATER)
    took = set(Assignment.objects.filter(member=new).values_list("entry", flat=True))
    assert took == orphans - {hindered.pk}
    assert Assignment.objects.filter(entry=hindered, recused_at=None).count() == 2


def test_apply_after_the_juror_finished_one_more_is_refused(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    plan = replacing(members[0], bureau)
    finish(Assignment.objects.filter(member=members[0]).first())
    with pytest.raises(Refused, match="Susun rencana baru"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    members[0].refresh_from_db()
    assert members[0].left_at is None


def test_apply_when_nothing_is_left_to_read_only_ends_the_seat(edition, stage, bureau):
    member = worlds.make_juror(stage)
    worlds.make_entry(edition)
    assigning_plan.apply(plan=replacing(member, bureau), by=bureau, at=LATER)
    assert Substitution.objects.get().leaving == member
    assert Assignment.objects.count() == 0


def test_apply_tells_who_leaves_and_who_takes_over(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    finish(Assignment.objects.filter(member=members[0]).first())
    plan = replacing(members[0], bureau)
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    takers = {member for _entry, member in plan.result["pairs"]}
    told = set(Notice.objects.values_list("user", flat=True))
    assert told == {members[0].user_id, *(one.user_id for one in members if one.pk in takers)}
    assert Mail.objects.count() == len(told)
    goodbye = Mail.objects.get(to=members[0].user.email)
    assert "1 lembar nilai yang sudah Anda finalkan tetap dihitung" in goodbye.body
    assert REASON not in goodbye.body


def test_undo_of_a_substitution_is_refused(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    plan = assigning_plan.apply(plan=replacing(members[0], bureau), by=bureau, at=LATER)
    with pytest.raises(Refused, match="tidak dapat dibatalkan"):
        assigning_plan.undo(plan=plan, by=bureau, at=LATER)


@pytest.mark.parametrize("who", ["self", "left", "elsewhere"])
def test_request_with_a_successor_who_cannot_come_is_refused(edition, stage, bureau, who):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    coming = members[1]
    if who == "self":
        coming = members[0]
    elif who == "left":
        assigning_plan.apply(plan=replacing(coming, bureau), by=bureau, at=LATER)
    else:
        coming = worlds.make_juror(worlds.scoring_stage(worlds.make_edition()))
    with pytest.raises(Refused, match="Pengganti harus juri lain"):
        replacing(members[0], bureau, coming=coming)


def test_request_without_a_reason_or_for_somebody_who_left_is_refused(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    with pytest.raises(Refused, match="Tulis mengapa"):
        replacing(members[0], bureau, reason=" ")
    assigning_plan.apply(plan=replacing(members[0], bureau), by=bureau, at=LATER)
    with pytest.raises(Refused, match="sudah keluar"):
        replacing(members[0], bureau)


def test_assign_a_juror_who_left_is_refused(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    assigning_plan.apply(plan=replacing(members[0], bureau), by=bureau, at=LATER)
    with pytest.raises(Refused, match="sudah keluar"):
        assignments.assign(entry=worlds.make_entry(edition), member=members[0], by=bureau, at=LATER)


def test_plan_counts_the_final_sheets_of_who_left_and_gives_them_nothing(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    final, _other = Assignment.objects.filter(member=members[0])
    finish(final)
    assigning_plan.apply(plan=replacing(members[0], bureau), by=bureau, at=LATER)
    worlds.make_entry(edition)
    inputs = plan_inputs(stage)
    assert (final.entry_id, members[0].pk) in inputs.existing
    assert inputs.gone == {members[0].pk}
    made = planning.solve(inputs, 3)
    assert len(made["pairs"]) == 2
    assert dict(made["loads"])[members[0].pk] == 1
    assert set(inputs.free_jurors().values()) == {3}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_apply_never_moves_the_card_of_anybody_else(db, data):
    edition = worlds.make_edition()
    stage, bureau = worlds.scoring_stage(edition), edition.announced_by
    offices = [worlds.make_agency() for _number in range(2)]
    homes = st.one_of(st.none(), st.sampled_from(offices))
    for home in data.draw(st.lists(homes, min_size=1, max_size=5)):
        worlds.make_entry(edition, **({"agency": home} if home else {}))
    members = [
        worlds.make_juror(stage, employer=home) for home in data.draw(st.lists(homes, min_size=2, max_size=5))
    ]
    plan = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=1)
    planning.make(plan_id=plan.pk, at=AT)
    assigning_plan.apply(plan=AssignmentPlan.objects.get(pk=plan.pk), by=bureau, at=AT)
    leaving = data.draw(st.sampled_from(members))
    for reading in Assignment.objects.filter(entry__stage=stage):
        data.draw(st.sampled_from([finish, open_sheet, lambda _reading: None]))(reading)
    coming = data.draw(st.one_of(st.none(), st.sampled_from([one for one in members if one != leaving])))
    before = {card for card in cards(stage) if card[2] != leaving.pk}
    final = set(leaving.assignments.filter(sheet__status="final").values_list("pk", flat=True))
    assigning_plan.apply(plan=replacing(leaving, bureau, coming=coming), by=bureau, at=LATER)
    assert before <= cards(stage)
    assert set(leaving.assignments.filter(recused_at=None).values_list("pk", flat=True)) == final
    made = {(entry, member) for _pk, entry, member, *_rest in cards(stage) - before if member != leaving.pk}
    assert made.isdisjoint(plan_inputs(stage).barred)


def test_reopen_the_sheet_of_who_left_is_refused(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    final = Assignment.objects.filter(member=members[0]).first()
    finish(final)
    assigning_plan.apply(plan=replacing(members[0], bureau), by=bureau, at=LATER)
    with pytest.raises(Refused, match="sudah keluar dari panel"):
        scoring_sheets.reopen(sheet=final.sheet, by=bureau, at=LATER, reason="Salah ketik")


def test_verify_finds_a_substitution_that_the_chain_does_not_know(edition, stage, bureau):
    _entries, members = world(edition, stage, bureau, entries=4, jurors=4)
    assigning_plan.apply(plan=replacing(members[0], bureau, coming=members[1]), by=bureau, at=LATER)
    assert contents_of(edition).problem == ""
    row = Substitution.objects.create(
        stage=stage, leaving=members[2], reason=REASON, made_at=LATER, made_by=bureau
    )
    assert contents_of(edition).problem == f"pergantian juri {row.code} tidak sesuai rantai"


def contents_of(edition):
    part, said = chains.check(edition, None)
    assert part.is_good
    return contents.check(edition, said)
