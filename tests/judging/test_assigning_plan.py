import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judging.enums import ExpertiseLevel
from judging.models import Apart, Assignment, AssignmentPlan, Expertise, ScoreSheet
from judging.reads import plans
from judging.reads.conflicts import conflicting_pairs
from judging.reads.plan_inputs import PlanInputs, plan_inputs
from judging.services import assigning_plan, assignments, conflicts, planning
from kipp.lib.errors import Refused
from kipp.lib.templatetags import ui
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


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


def fill(edition, stage, *, entries, jurors):
    return (
        [worlds.make_entry(edition) for _number in range(entries)],
        [worlds.make_juror(stage) for _number in range(jurors)],
    )


def know(juror, category, level):
    Expertise.objects.create(user=juror.user, category=category, level=level)


def part(first, second, *, by):
    Apart.objects.create(first=first, second=second, reason="Satu kantor", stated_at=AT, stated_by=by)


def ready_plan(stage, bureau, seed=7):
    plan = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=seed)
    planning.make(plan_id=plan.pk, at=AT)
    plan.refresh_from_db()
    return plan


def test_request_without_jurors_is_refused(edition, stage, bureau):
    worlds.make_entry(edition)
    with pytest.raises(Refused, match="Belum ada juri"):
        assigning_plan.request(stage=stage, by=bureau, at=AT, seed=1)


def test_request_without_entries_is_refused(stage, bureau):
    worlds.make_juror(stage)
    with pytest.raises(Refused, match="Belum ada proposal"):
        assigning_plan.request(stage=stage, by=bureau, at=AT, seed=1)


def test_request_twice_waits_for_one_plan(edition, stage, bureau):
    fill(edition, stage, entries=1, jurors=2)
    first = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=1)
    assert assigning_plan.request(stage=stage, by=bureau, at=LATER, seed=1) == first


def test_make_twice_does_the_work_once(edition, stage, bureau):
    fill(edition, stage, entries=2, jurors=3)
    plan = ready_plan(stage, bureau)
    planning.make(plan_id=plan.pk, at=LATER)
    again = AssignmentPlan.objects.get()
    assert (again.ready_at, again.attempts, again.status) == (AT, 1, "ready")


def test_make_same_seed_gives_the_same_plan(edition, stage, bureau):
    fill(edition, stage, entries=6, jurors=4)
    assert ready_plan(stage, bureau, seed=3).result == ready_plan(stage, bureau, seed=3).result


def test_apply_gives_every_entry_its_readers_and_levels_loads(edition, stage, bureau):
    entries, jurors = fill(edition, stage, entries=6, jurors=4)
    plan = ready_plan(stage, bureau)
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    rows = list(Assignment.objects.all())
    assert Counter(row.entry_id for row in rows) == {entry.pk: 2 for entry in entries}
    assert Counter(row.member_id for row in rows) == {juror.pk: 3 for juror in jurors}
    for juror in jurors:
        assert sorted(row.position for row in rows if row.member_id == juror.pk) == [1, 2, 3]
    kinds = Counter(edition.ledger.values_list("kind", flat=True))
    assert kinds == {"assignment.made": 12, "plan.applied": 1}
    assert '"seed":7' in edition.ledger.last().payload


def test_apply_twice_is_done_once(edition, stage, bureau):
    fill(edition, stage, entries=2, jurors=2)
    plan = ready_plan(stage, bureau)
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert Assignment.objects.count() == 4


def test_apply_unfinished_plan_is_refused(edition, stage, bureau):
    fill(edition, stage, entries=2, jurors=2)
    plan = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=1)
    with pytest.raises(Refused, match="belum selesai disusun"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)


@pytest.mark.parametrize("change", ["entry", "juror", "cap", "conflict", "assignment", "readers", "job"])
def test_apply_after_a_change_is_refused(edition, stage, bureau, change):
    entries, jurors = fill(edition, stage, entries=2, jurors=3)
    plan = ready_plan(stage, bureau)
    if change == "entry":
        worlds.make_entry(edition)
    elif change == "juror":
        worlds.make_juror(stage)
    elif change == "cap":
        type(jurors[0]).objects.update(load_cap=1)
    elif change == "conflict":
        conflicts.pin(proposal=entries[0].proposal, user=jurors[0].user, by=bureau, at=AT, reason="Klien")
    elif change == "assignment":
        assignments.assign(entry=entries[0], member=jurors[0], by=bureau, at=AT)
    elif change == "readers":
        type(stage).objects.filter(pk=stage.pk).update(readers=1)
    else:
        type(jurors[0].user).objects.filter(pk=jurors[0].user_id).update(employer=entries[0].proposal.agency)
    before = Assignment.objects.count()
    with pytest.raises(Refused, match="Susun rencana baru"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert Assignment.objects.count() == before


@pytest.mark.parametrize("change", ["expertise", "apart", "left"])
def test_apply_after_the_panel_changed_is_refused(edition, stage, bureau, change):
    entries, jurors = fill(edition, stage, entries=2, jurors=3)
    plan = ready_plan(stage, bureau)
    if change == "expertise":
        know(jurors[0], entries[0].proposal.category, ExpertiseLevel.EXPERT)
    elif change == "apart":
        part(*jurors[:2], by=bureau)
    else:
        type(jurors[0]).objects.filter(pk=jurors[0].pk).update(left_at=AT, left_by=bureau, left_reason="x")
    with pytest.raises(Refused, match="Susun rencana baru"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)


def test_plan_keeps_existing_readings_and_fills_the_rest(edition, stage, bureau):
    entries, jurors = fill(edition, stage, entries=3, jurors=3)
    held = assignments.assign(entry=entries[0], member=jurors[0], by=bureau, at=AT)
    plan = ready_plan(stage, bureau)
    assert len(plan.result["pairs"]) == 5
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    rows = Assignment.objects.all()
    assert Counter(row.entry_id for row in rows) == {entry.pk: 2 for entry in entries}
    assert rows.get(pk=held.pk).assigned_at == AT


def test_plan_respects_the_cap_of_one_juror(edition, stage, bureau):
    _entries, jurors = fill(edition, stage, entries=6, jurors=4)
    jurors[0].load_cap = 1
    jurors[0].save()
    plan = ready_plan(stage, bureau)
    loads = dict(plan.result["loads"])
    assert loads[jurors[0].pk] == 1
    assert sorted(loads[juror.pk] for juror in jurors[1:]) == [3, 4, 4]
    assert plan.result["uncovered"] == []


def test_plan_gives_entries_to_jurors_who_know_the_category(edition, stage, bureau):
    health, school = edition.categories.all()
    of_health = [worlds.make_entry(edition, category=health) for _number in range(4)]
    of_school = [worlds.make_entry(edition, category=school) for _number in range(4)]
    jurors = [worlds.make_juror(stage) for _number in range(4)]
    for juror, category in zip(jurors, [health, health, school, school], strict=True):
        know(juror, category, ExpertiseLevel.EXPERT)
    plan = ready_plan(stage, bureau)
    # Two readers each of four jurors: pure expertise would leave two islands, so a few are mixed in.
    known = {(entry.pk, juror.pk) for entry in of_health for juror in jurors[:2]}
    known |= {(entry.pk, juror.pk) for entry in of_school for juror in jurors[2:]}
    made = {tuple(pair) for pair in plan.result["pairs"]}
    assert plan.result["knowledgeable"] == len(made & known)
    assert len(made & known) > len(made) / 2
    assert plan.result["components"] == 1
    share = ui.number(100 * len(made & known) / 16)
    sentence = f"{share} % bacaan oleh juri yang ahli atau terkait dengan kategorinya."
    assert ("info", sentence) in plans.preview(plan).findings


def test_plan_without_expertise_says_nothing_of_it(edition, stage, bureau):
    fill(edition, stage, entries=2, jurors=2)
    preview = plans.preview(ready_plan(stage, bureau))
    assert [kind for kind, _sentence in preview.findings] == ["success", "success"]
    assert preview.findings[0][1] == "Panel terhubung: nilai semua juri dapat dibandingkan."
    assert "Biaya penyetaraan 1,000" in preview.findings[1][1]
    assert preview.load_finding == "Setiap juri membaca 2 proposal"


def test_plan_keeps_jurors_apart_and_another_stage_out_of_it(edition, stage, bureau):
    _entries, jurors = fill(edition, stage, entries=6, jurors=4)
    part(jurors[0], jurors[1], by=bureau)
    plan = ready_plan(stage, bureau)
    panels = {}
    for entry, member in plan.result["pairs"]:
        panels.setdefault(entry, set()).add(member)
    assert len(panels) == 6
    assert all(not {jurors[0].pk, jurors[1].pk} <= panel for panel in panels.values())


def test_preview_says_why_an_entry_stays_short(edition, stage, bureau):
    dinas = worlds.make_agency("DINKES")
    worlds.make_entry(edition, agency=dinas, title="A")
    worlds.make_entry(edition, title="B")
    worlds.make_juror(stage, employer=dinas)
    worlds.make_juror(stage)
    third = worlds.make_juror(stage)
    third.load_cap = 0
    third.save()
    preview = plans.preview(ready_plan(stage, bureau))
    assert [(row.title, row.readers, row.free, row.why) for row in preview.uncovered] == [
        ("A", 1, 2, "Batas bacaan juri sudah penuh, atau pasangan juri dipisahkan.")
    ]
    type(stage).objects.filter(pk=stage.pk).update(readers=3)
    stage.refresh_from_db()
    preview = plans.preview(ready_plan(stage, bureau, seed=8))
    assert next((row.title, row.why) for row in preview.uncovered) == (
        "A",
        "Terlalu sedikit juri yang tidak berbenturan.",
    )


def test_plan_names_entries_that_cannot_be_covered(edition, stage, bureau):
    dinas = worlds.make_agency("DINKES")
    short = worlds.make_entry(edition, agency=dinas)
    worlds.make_entry(edition)
    worlds.make_juror(stage, employer=dinas)
    worlds.make_juror(stage)
    plan = ready_plan(stage, bureau)
    assert plan.result["uncovered"] == [[short.pk, 1, 1]]


def test_plan_leaves_out_disabled_people_and_disqualified_proposals(edition, stage, bureau):
    entries, jurors = fill(edition, stage, entries=2, jurors=3)
    type(jurors[0].user).objects.filter(pk=jurors[0].user_id).update(is_active=False)
    type(entries[0].proposal).objects.filter(pk=entries[0].proposal_id).update(status="disqualified")
    inputs = plan_inputs(stage)
    assert set(inputs.entries) == {entries[1].pk}
    assert set(inputs.members) == {jurors[1].pk, jurors[2].pk}


def test_undo_takes_the_plan_back(edition, stage, bureau):
    entries, jurors = fill(edition, stage, entries=2, jurors=3)
    held = assignments.assign(entry=entries[0], member=jurors[0], by=bureau, at=AT)
    plan = assigning_plan.apply(plan=ready_plan(stage, bureau), by=bureau, at=LATER)
    assigning_plan.undo(plan=plan, by=bureau, at=LATER)
    assert list(Assignment.objects.all()) == [held]
    assert edition.ledger.last().kind == "plan.undone"


def test_undo_after_a_sheet_was_opened_is_refused(edition, stage, bureau):
    fill(edition, stage, entries=2, jurors=2)
    plan = assigning_plan.apply(plan=ready_plan(stage, bureau), by=bureau, at=LATER)
    row = Assignment.objects.first()
    ScoreSheet.objects.create(assignment=row, rubric=stage.rubrics.get(), opened_at=AT, saved_at=AT)
    with pytest.raises(Refused, match="sudah mulai bekerja"):
        assigning_plan.undo(plan=plan, by=bureau, at=LATER)
    assert Assignment.objects.count() == 4


def test_sweep_rings_for_a_forgotten_plan_and_buries_a_hopeless_one(edition, stage, bureau):
    fill(edition, stage, entries=1, jurors=2)
    forgotten = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=1)
    hopeless = assigning_plan.request(stage=stage, by=bureau, at=AT, seed=2)
    AssignmentPlan.objects.filter(pk=hopeless.pk).update(attempts=3)
    assert assigning_plan.sweep(at=AT + timedelta(seconds=30)) == 0
    assert assigning_plan.sweep(at=LATER) == 1
    statuses = dict(AssignmentPlan.objects.values_list("pk", "status"))
    assert statuses == {forgotten.pk: "queued", hopeless.pk: "failed"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_apply_never_makes_a_conflicted_pair(db, data):
    edition = worlds.make_edition()
    stage, bureau = worlds.scoring_stage(edition), edition.announced_by
    offices = [worlds.make_agency() for _number in range(3)]
    homes = st.sampled_from(offices)
    for home in data.draw(st.lists(homes, min_size=1, max_size=5)):
        worlds.make_entry(edition, agency=home)
    for home in data.draw(st.lists(st.one_of(st.none(), homes), min_size=1, max_size=5)):
        worlds.make_juror(stage, employer=home)
    plan = ready_plan(stage, bureau, seed=data.draw(st.integers(0, 99)))
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    made = set(Assignment.objects.filter(entry__stage=stage).values_list("entry", "member"))
    assert made & set(conflicting_pairs(stage)) == set()
    assert max(Counter(entry for entry, _member in made).values(), default=0) <= stage.readers


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_solve_keeps_apart_and_levels_when_nothing_binds(data):
    entries = tuple(range(100, 100 + data.draw(st.integers(1, 8))))
    members = tuple(range(1, 1 + data.draw(st.integers(3, 6))))
    categories = tuple(data.draw(st.sampled_from([None, 1, 2])) for _entry in entries)
    levels = st.sampled_from([1, 2, 3])
    expertise = tuple((member, category, data.draw(levels)) for member in members for category in (1, 2))
    free = {"categories": categories, "expertise": expertise}
    caps = (None,) * len(members)
    seed = data.draw(st.integers(0, 99))
    inputs = PlanInputs(2, entries, members, caps, (), frozenset(), **free)
    result = planning.solve(inputs, seed=seed)
    assert result == planning.solve(inputs, seed=seed)
    loads = [load for _member, load in result["loads"]]
    assert max(loads) - min(loads) <= 1
    parted = planning.solve(replace(inputs, apart=((1, 2),)), seed=seed)
    panels = Counter(entry for entry, member in parted["pairs"] if member in (1, 2))
    assert max(panels.values(), default=0) <= 1
    assert parted["uncovered"] == []


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_solve_respects_caps_and_bars_and_covers_what_it_can(data):
    entries = tuple(range(100, 100 + data.draw(st.integers(1, 8))))
    members = tuple(range(1, 1 + data.draw(st.integers(1, 5))))
    caps = tuple(data.draw(st.one_of(st.none(), st.integers(0, 4))) for _member in members)
    pairs = [(entry, member) for entry in entries for member in members]
    barred = frozenset(data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)))
    result = planning.solve(PlanInputs(2, entries, members, caps, (), barred), seed=1)
    made = [tuple(pair) for pair in result["pairs"]]
    assert len(made) == len(set(made))
    assert barred.isdisjoint(made)
    loads = Counter(member for _entry, member in made)
    assert all(loads[member] <= cap for member, cap in zip(members, caps, strict=True) if cap is not None)
    readers = Counter(entry for entry, _member in made)
    assert [row[0] for row in result["uncovered"]] == [e for e in entries if readers[e] < 2]


def test_web_process_does_not_load_scipy():
    """It takes two seconds and 60 MB; only the worker that plans needs it."""
    code = "import django; django.setup(); import judging.services.planning, kipp.urls, sys"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print('scipy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"


def test_preview_names_readings_whose_juror_bears_a_team_members_name(edition, stage, bureau):
    first = worlds.make_entry(edition, title="Lady Song")
    worlds.make_entry(edition, title="Tape Pasar")
    first.proposal.team.create(position=2, name="Dr. Ayu Lestari, M.Si.")
    worlds.make_juror(stage, name="Ayu Lestari")
    worlds.make_juror(stage, name="Bambang")
    later = edition.stages.create(position=3, name="Presentasi", kind="scoring")
    later.entries.create(proposal=first.proposal, version=first.version, admitted_at=AT)
    preview = plans.preview(ready_plan(stage, bureau))
    assert preview.readings == 4
    assert preview.namesakes == [plans.Namesake("Lady Song", "Ayu Lestari", "Dr. Ayu Lestari, M.Si.")]
    first.proposal.team.filter(position=2).delete()
    assert plans.preview(AssignmentPlan.objects.get()).namesakes == []


def test_plan_page_shows_namesakes_as_a_warning(client, edition, stage, bureau):
    worlds.make_entry(edition).proposal.team.create(position=2, name="Ayu Lestari")
    worlds.make_juror(stage, name="Ayu Lestari")
    plan = ready_plan(stage, bureau)
    client.force_login(bureau)
    html = client.get(f"/panitia/tahap/{stage.code}/penugasan/rencana/{plan.code}/").content.decode()
    assert "Nama juri sama dengan nama anggota tim" in html
