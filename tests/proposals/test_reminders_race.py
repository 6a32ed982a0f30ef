"""Two workers at once: nobody is told twice, and nothing stays behind in a batch that went out."""

from datetime import timedelta

import pytest

from agencies.enums import NoticeKind
from agencies.models import Mail, MailBatch, Notice
from agencies.services import mailing, notices
from competitions.models import Competition
from proposals.models import Proposal
from proposals.services import reminders
from tests import worlds
from tests.proposals.worlds import CLOSES, OPENS, make_desk
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    ROWS_ARE_LOCKED,
]
AT = CLOSES - timedelta(hours=36)


@pytest.fixture
def desk():
    made = make_desk()
    for _number in range(5):
        worlds.make_draft(made.edition, agency=made.agency, by=made.writer)
    Proposal.objects.update(created_at=OPENS)
    return made


def test_two_sweepers_remind_everybody_once(desk):
    together(lambda: reminders.sweep(at=AT), lambda: reminders.sweep(at=AT))
    assert Notice.objects.count() == Mail.objects.count() == 2 * 6
    assert MailBatch.objects.count() == 1


def test_two_happenings_with_one_key_tell_everybody_once(desk):
    def tell():
        notices.tell(
            to=[desk.writer, desk.head],
            kind=NoticeKind.APPROVAL,
            subject="proposal:ABC",
            url="/",
            template="handed_over",
            context={},
            at=AT,
            key="once",
        )

    together(tell, tell, tell)
    assert Notice.objects.count() == Mail.objects.count() == 2


def test_letters_that_join_while_the_batch_goes_out_never_stay_behind(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(holds_mail=True)
    reminders.sweep(at=AT)
    batch = MailBatch.objects.get()

    def join():
        for number in range(20):
            mailing.queue_letters(
                letters=[mailing.Letter(f"orang{number}@contoh.go.id", "-", "-")], at=AT, batch=batch
            )

    def release():
        return notices.release(batch=batch, by=desk.edition.announced_by, at=AT)

    assert together(join, release) == [None, batch]
    assert set(Mail.objects.values_list("status", flat=True)) == {"queued"}
