"""A plenary with two people at it in the same second: one act holds, the other is told why not."""

import pytest

from judging.models import Minutes
from judging.services import plenary as verbs
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.sitting import AT, ask, closed_stage, entry_of, fresh, rule, secretary, sit
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [pytest.mark.django_db(transaction=True), ROWS_ARE_LOCKED]


@pytest.fixture
def held():
    stage, _final = closed_stage()
    by = secretary(stage)
    plenary = sit(stage, by)
    rule(plenary, "A", by, place=3)
    return fresh(plenary), by, stage.competition.announced_by


def test_two_who_confirm_at_once_make_one_set_of_minutes(held):
    plenary, by, publisher = held
    other = worlds.make_user(agency=plenary.stage.competition.organiser, role="publisher")
    asked = ask(plenary, by)
    told = {"plenary": asked, "at": AT, "revision": asked.revision}
    answers = together(lambda: verbs.confirm(by=publisher, **told), lambda: verbs.confirm(by=other, **told))
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refused.message == "Sidang ini sudah disahkan dan tidak berubah lagi."
    assert Minutes.objects.filter(kind="plenary").count() == 1


def test_confirming_and_sending_back_at_once_never_both_hold(held):
    plenary, by, publisher = held
    asked = ask(plenary, by)
    answers = together(
        lambda: verbs.confirm(plenary=asked, by=publisher, at=AT, revision=asked.revision),
        lambda: verbs.send_back(plenary=asked, by=publisher, at=AT, reason="Keliru."),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    is_confirmed = fresh(plenary).confirmed_at is not None
    assert Minutes.objects.filter(kind="plenary").count() == is_confirmed


def test_ruling_while_confirmation_is_asked_for_is_in_the_text_or_refused(held):
    plenary, by, _publisher = held
    said = {"plenary": plenary, "by": by, "at": AT, "revision": plenary.revision}
    entry = entry_of(plenary.stage, "F")
    answers = together(
        lambda: verbs.rule(entry=entry, ruling="moved", place=1, reason="X", **said),
        lambda: verbs.ask(**said),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    stands = fresh(plenary)
    assert stands.decisions.filter(entry=entry).exists() == (stands.asked_at is None)


def test_two_secretaries_open_one_session():
    stage, _final = closed_stage()
    by = secretary(stage)
    told = {"stage": stage, "by": by, "at": AT, "held_at": AT, "place": "Aula"}
    answers = together(*(lambda: verbs.open_session(**told) for _one in range(2)))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert stage.plenaries.count() == 1
