"""The secretariat acts while the agency sends again: one of them is first, and the rows say so."""

from datetime import timedelta

import pytest

from kipp.invariants import proposals as invariants
from kipp.lib.errors import Refused
from proposals.models import Correction, Proposal, Screening
from proposals.reads import review
from proposals.services import corrections, screening, submission, writing
from tests.proposals.worlds import CLOSES, SECOND, make_desk
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    ROWS_ARE_LOCKED,
]
ASKED = CLOSES + timedelta(days=1)
DUE = CLOSES + timedelta(days=11)
ROUNDS = 6


def returned_desk():
    desk = make_desk()
    at = CLOSES - timedelta(hours=1)
    submission.submit(proposal=desk.fresh(), by=desk.writer, at=at, revision=desk.revision(at))
    corrections.ask(
        version=desk.fresh().versions.get(),
        by=desk.edition.announced_by,
        at=ASKED,
        due_at=DUE,
        note="Perjelas.",
    )
    writing.save_answer(
        proposal=desk.fresh(),
        question_id=desk.question.pk,
        by=desk.writer,
        at=ASKED,
        revision=1,
        text="Lebih jelas.",
    )
    return desk


def sender(desk, at):
    row = desk.fresh().as_written()
    revision = review.page(row, at).revision
    return lambda: submission.submit(proposal=row, by=desk.writer, at=at, revision=revision)


def outcome(desk):
    row = Proposal.objects.get(pk=desk.proposal.pk)
    return row.status, row.versions.count(), Correction.objects.get(version__proposal=row).ended_as


def assert_whole():
    broken = {check.__name__: list(check()) for check in CHECKED}
    assert broken == {name: [] for name in broken}


CHECKED = (
    invariants.submitted_proposals_have_a_version,
    invariants.submission_instants_are_those_of_the_version,
    invariants.version_numbers_are_contiguous,
    invariants.corrections_run_while_a_proposal_is_returned,
    invariants.entries_read_the_last_version,
)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_lift_and_send_again_at_once_end_it_in_one_way(_round):
    desk = returned_desk()
    publisher = desk.edition.announced_by
    send, lift = together(
        sender(desk, ASKED + SECOND),
        lambda: corrections.lift(proposal=desk.fresh(), by=publisher, at=ASKED + SECOND, reason="Cukup."),
    )
    ended = outcome(desk)
    if ended[2] == "resubmitted":
        assert (ended, send) == (("submitted", 2, "resubmitted"), desk.fresh().versions.first())
        assert isinstance(lift, Refused)
    else:
        assert (ended, type(lift)) == (("submitted", 1, "lifted"), Correction)
    assert_whole()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_decide_and_send_again_at_once_never_decides_the_old_version(_round):
    desk = returned_desk()
    first = desk.fresh().versions.get()
    send, decide = together(
        sender(desk, DUE - SECOND),
        lambda: screening.decide(
            version=first, by=desk.edition.announced_by, at=DUE - SECOND, outcome="passed", revision=0
        ),
    )
    assert send == desk.fresh().versions.first()
    assert isinstance(decide, Refused)
    assert outcome(desk) == ("submitted", 2, "resubmitted")
    assert_whole()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_decide_at_the_date_and_send_a_second_earlier_at_once_is_one_or_the_other(_round):
    """Two arrivals a second apart, and the later one may take the row first."""
    desk = returned_desk()
    first = desk.fresh().versions.get()
    send, decide = together(
        sender(desk, DUE - SECOND),
        lambda: screening.decide(
            version=first, by=desk.edition.announced_by, at=DUE, outcome="passed", revision=0
        ),
    )
    if outcome(desk) == ("submitted", 2, "resubmitted"):
        assert send == desk.fresh().versions.first()
        assert isinstance(decide, Refused)
    else:
        assert outcome(desk) == ("passed", 1, "lapsed")
        assert decide == Screening.objects.get()
    assert_whole()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_people_send_again_at_once_make_one_version(_round):
    desk = returned_desk()
    answers = together(*[sender(desk, ASKED + SECOND) for _ in range(3)])
    assert answers == [desk.fresh().versions.first()] * 3
    assert outcome(desk) == ("submitted", 2, "resubmitted")
    assert_whole()
