"""A juror's own queue: going on where they stopped, putting off, ordering, and stepping back."""

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import AuditEvent
from competitions.models import LedgerEvent, Stage
from judging.models import Assignment
from judging.reads import lists, standings
from judging.reads import sheet as sheet_reads
from judging.services import reading_marks, scoring_sheets
from kipp.lib import canonical
from kipp.lib.errors import Refused
from tests import worlds

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def edition():
    return worlds.make_edition(weights=(25, 20, 15, 25, 15))


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def member(stage):
    return worlds.make_juror(stage)


@pytest.fixture
def readings(edition, member):
    return [worlds.make_assignment(worlds.make_entry(edition), member, position=at) for at in (1, 2, 3)]


@pytest.fixture
def juror(client, member):
    client.force_login(member.user)
    return client


def write(assignment, points):
    act = {"by": assignment.member.user, "at": NOW}
    sheet = scoring_sheets.open_sheet(assignment=assignment, no_conflict=True, **act)
    for criterion, given_points in zip(sheet.rubric.criteria.all(), points, strict=False):
        scoring_sheets.save_score(
            sheet=sheet, criterion_id=criterion.pk, points=given_points, comment="", revision=0, **act
        )
    return sheet


def hand_in(assignment, points) -> None:
    sheet = write(assignment, points)
    stamp = sheet_reads.stamp(sheet_reads.scores_of(sheet))
    scoring_sheets.finalise(sheet=sheet, by=assignment.member.user, at=NOW, revision=stamp)


def place(assignment) -> str:
    return reverse("judging:sheet", args=[assignment.code])


def test_resume_leads_to_the_first_unread_entry(juror, readings):
    answer = juror.get(reverse("judging:resume"))
    assert (answer.status_code, answer.url) == (302, place(readings[0]))


def test_resume_leads_to_the_half_done_entry_first(juror, readings):
    write(readings[1], ())  # opened, nothing scored: no work to go on with
    write(readings[2], (4,))
    assert juror.get(reverse("judging:resume")).url == place(readings[2])


@pytest.mark.parametrize("mark", [{"is_flagged": True}, {"skipped_at": NOW}])
def test_resume_passes_a_half_done_entry_that_was_put_off(juror, readings, mark):
    write(readings[2], (4,))
    Assignment.objects.filter(pk=readings[2].pk).update(**mark)
    assert juror.get(reverse("judging:resume")).url == place(readings[0])


def test_resume_of_a_stage_stays_in_it(juror, readings, stage):
    assert juror.get(reverse("judging:resume", args=[stage.code])).url == place(readings[0])
    other = worlds.scoring_stage(worlds.make_edition())
    assert juror.get(reverse("judging:resume", args=[other.code])).url == reverse("judging:queue")


def test_resume_leads_to_the_queue_when_nothing_can_be_scored(juror, readings, stage):
    Stage.objects.filter(pk=stage.pk).update(closes_at=NOW - timedelta(hours=1))
    assert juror.get(reverse("judging:resume")).url == reverse("judging:queue")


def order_of(member) -> list[int]:
    return list(member.assignments.in_reading_order().values_list("pk", flat=True))


def test_skip_puts_a_reading_at_the_end_and_leads_to_the_next(juror, readings, member):
    first, second, third = readings
    answer = juror.post(reverse("judging:reading_skip", args=[first.code]))
    assert answer.url == place(second)
    assert order_of(member) == [second.pk, third.pk, first.pk]
    assert juror.get(reverse("judging:resume")).url == place(second)


def test_move_swaps_neighbours_and_takes_back_what_was_skipped(readings, member):
    first, second, third = readings
    act = {"by": member.user, "at": NOW}
    reading_marks.skip(assignment=first, **act)  # second, third, first
    reading_marks.move(assignment=first, step=-1, **act)
    assert order_of(member) == [second.pk, first.pk, third.pk]
    assert Assignment.objects.get(pk=first.pk).skipped_at is None
    reading_marks.move(assignment=second, step=-1, **act)  # already first
    assert order_of(member) == [second.pk, first.pk, third.pk]
    reading_marks.move(assignment=second, step=1, **act)
    assert order_of(member) == [first.pk, second.pk, third.pk]


@pytest.mark.parametrize("act", ["reading_flag", "reading_skip", "reading_move", "sheet_abstain"])
def test_marks_of_another_jurors_reading_are_not_there(client, readings, stage, act):
    client.force_login(worlds.make_juror(stage).user)
    body = {"is_flagged": "on", "step": "naik", "reason": "x"}
    assert client.post(reverse(f"judging:{act}", args=[readings[0].code]), body).status_code == 404


def test_flag_is_set_and_taken_away_and_handing_in_clears_it(juror, readings):
    url = reverse("judging:reading_flag", args=[readings[0].code])
    answer = juror.post(url, {"is_flagged": "on"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"message": "Ditandai untuk dilihat lagi."})
    assert Assignment.objects.get(pk=readings[0].pk).is_flagged
    juror.post(url, {})
    assert not Assignment.objects.get(pk=readings[0].pk).is_flagged
    juror.post(url, {"is_flagged": "on"})
    hand_in(readings[0], (5, 3, 3, 3, 3))
    assert not Assignment.objects.get(pk=readings[0].pk).is_flagged


def test_flag_of_a_final_sheet_is_refused(readings, member):
    hand_in(readings[0], (5, 3, 3, 3, 3))
    with pytest.raises(Refused, match="sudah final"):
        reading_marks.flag(assignment=readings[0], by=member.user, at=NOW, is_flagged=True)


def test_abstain_ends_the_reading_with_a_reason_and_leads_on(juror, readings):
    write(readings[0], (4,))
    answer = juror.post(
        reverse("judging:sheet_abstain", args=[readings[0].code]), {"reason": "Bukan bidang saya."}
    )
    row = Assignment.objects.get(pk=readings[0].pk)
    assert answer.url == place(readings[1])
    assert (row.ended_as, row.ended_reason) == ("abstained", "Bukan bidang saya.")
    assert juror.get(place(row)).status_code == 404
    event = LedgerEvent.objects.get(kind="reading.abstained")
    sealed = canonical.sha256(f"{row.code}\nBukan bidang saya.")
    assert json.loads(event.payload) == {"reason_sha256": sealed}
    assert AuditEvent.objects.get(verb="reading.abstained").subject == f"assignment:{row.code}"


def test_abstain_without_a_reason_is_asked_again(juror, readings):
    answer = juror.post(reverse("judging:sheet_abstain", args=[readings[0].code]), {"reason": " "})
    assert (answer.status_code, Assignment.objects.get(pk=readings[0].pk).ended_as) == (422, "")


def test_abstain_from_a_final_sheet_or_a_closed_stage_is_refused(readings, stage, member):
    hand_in(readings[0], (5, 3, 3, 3, 3))
    act = {"by": member.user, "at": NOW, "reason": "x"}
    with pytest.raises(Refused, match="sudah final"):
        reading_marks.abstain(assignment=readings[0], **act)
    by = stage.competition.announced_by
    Stage.objects.filter(pk=stage.pk).update(closed_at=NOW, closed_by=by)
    with pytest.raises(Refused, match="ditutup"):
        reading_marks.abstain(assignment=readings[1], **act)


POINTS = st.lists(st.integers(1, 5), min_size=5, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(verdicts=st.lists(POINTS, min_size=1, max_size=3), begun=st.lists(st.integers(1, 5), max_size=5))
def test_an_abstention_never_changes_a_mean(verdicts, begun):
    """Whatever the others gave, and however much the abstaining juror had already typed."""
    with transaction.atomic():
        edition = worlds.make_edition(weights=(25, 20, 15, 25, 15))
        stage = worlds.scoring_stage(edition)
        entry = worlds.make_entry(edition)
        for points in verdicts:
            hand_in(worlds.make_assignment(entry, worlds.make_juror(stage)), points)
        before = mean_of(stage, entry)
        abstaining = worlds.make_assignment(entry, worlds.make_juror(stage))
        write(abstaining, begun)
        reading_marks.abstain(assignment=abstaining, by=abstaining.member.user, at=NOW, reason="x")
        assert mean_of(stage, entry) == before == mean(verdicts)
        transaction.set_rollback(True)


def mean(verdicts) -> Fraction:
    totals = [
        sum(Fraction(w * p, 5) for w, p in zip((25, 20, 15, 25, 15), row, strict=True)) for row in verdicts
    ]
    return sum(totals) / len(totals)


def mean_of(stage, entry) -> Fraction:
    (ranked,) = lists.ranked(standings.table(stage))
    (row,) = ranked.standings
    return row.total
