"""Two at once at one visit: it is planned once, closed once, and an answer is in the minutes or refused."""

import json
from functools import partial

import pytest

from judging.models import FieldVisit, Minutes
from judging.services import field_visits
from kipp.lib.errors import Refused
from tests.judging.visiting_field import AT, NINE, by, jurors, make_entry, make_stage, plan, seen_visit
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [pytest.mark.django_db(transaction=True), ROWS_ARE_LOCKED]


@pytest.fixture
def entry():
    return make_entry(make_stage())


@pytest.fixture
def pair(entry):
    return jurors(entry.stage, "Juri Satu", "Juri Dua")


def refusals(answers) -> list[Refused]:
    return [answer for answer in answers if isinstance(answer, Refused)]


def test_plan_twice_at_once_makes_one_visit(entry, pair):
    answers = together(partial(plan, entry, pair), partial(plan, entry, pair))
    assert ["sudah direncanakan" in str(refused) for refused in refusals(answers)] == [True]
    assert FieldVisit.objects.count() == 1


def test_close_twice_at_once_writes_minutes_once(entry, pair):
    visit = seen_visit(entry, pair)
    act = {"visit": visit, "by": by(entry.stage), "at": NINE, "revision": visit.revision}
    close = partial(field_visits.close, **act, unsigned_reason="Diam.")
    assert len(refusals(together(close, close))) == 1
    assert Minutes.objects.count() == 1


def test_answer_and_close_at_once_leave_minutes_that_say_what_was_answered(entry, pair):
    visit = seen_visit(entry, pair)
    act = {"visit": visit, "at": NINE, "revision": visit.revision}
    staff = entry.proposal.created_by
    answer = partial(field_visits.answer, by=staff, has_objection=True, remark="Libur.", **act)
    close = partial(field_visits.close, by=by(entry.stage), unsigned_reason="Diam.", **act)
    assert len(refusals(together(answer, close))) == 1
    visit.refresh_from_db()
    if visit.closed_at:
        assert json.loads(visit.minutes.payload)["agreement"]["answer"] == "silent"
        assert visit.agreed_at is None
    else:
        assert visit.remark == "Libur."


def test_cancel_and_close_at_once_leave_one_of_them(entry, pair):
    visit = seen_visit(entry, pair)
    cancel = partial(field_visits.cancel, visit=visit, by=by(entry.stage), at=AT, reason="Keliru.")
    act = {"visit": visit, "by": by(entry.stage), "at": NINE, "revision": visit.revision}
    close = partial(field_visits.close, unsigned_reason="Diam.", **act)
    assert len(refusals(together(cancel, close))) == 1
    visit.refresh_from_db()
    assert (visit.cancelled_at is None) != (visit.closed_at is None)
