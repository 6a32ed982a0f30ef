"""Telling people: once each, only those with an account, as many queries for one as for fifty."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import NoticeKind
from agencies.models import AuditEvent, Mail, Notice, User
from agencies.services import mailing, notices
from kipp.lib.errors import Refused
from tests import worlds

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=WIB)
LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db

LETTER = """\
Yth. Siti Aminah,

Hasil Penilaian Proposal KIPP Kota Tegal sudah terbit, termasuk untuk proposal “Antar Obat” dari Dinkes Tegal.

Di halaman hasil Anda dapat melihat nilai dan catatannya, serta cara memeriksa kebenarannya.

Lihat hasilnya:
http://127.0.0.1:8000/proposal/ABC/hasil/

Portal KIPP
http://127.0.0.1:8000
"""


class Thing:
    """A row as a template reads it."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


PROPOSAL = Thing(
    title="Antar Obat",
    agency=Thing(name="Dinkes Tegal"),
    competition=Thing(name="KIPP Kota Tegal"),
)


def tell(*people, **changes):
    said = {
        "to": people,
        "kind": NoticeKind.RESULT,
        "subject": "proposal:ABC",
        "url": "/proposal/ABC/hasil/",
        "template": "result_published",
        "context": {"proposal": PROPOSAL, "stage": Thing(name="Penilaian Proposal")},
        "at": NOW,
        "key": "result:ABC:1",
    }
    return notices.tell(**said | changes)


def make_batch(*, holds=True, **fields):
    fields = {
        "organiser": fields.pop("organiser", None) or worlds.make_agency(),
        "title": "Hasil",
        "subject": "edition:kipp",
        "purpose": NoticeKind.RESULT,
        "by": None,
        "at": NOW,
    } | fields
    return notices.open_batch(holds=holds, **fields)


def statuses():
    return list(Mail.objects.order_by("pk").values_list("status", flat=True))


def test_tell_writes_a_notice_and_a_letter_with_the_same_words():
    person = worlds.make_user("siti@contoh.go.id", name="Siti Aminah")
    assert tell(person) == 1
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.url, notice.subject, notice.created_at, notice.read_at) == (
        person,
        "result",
        "/proposal/ABC/hasil/",
        "proposal:ABC",
        NOW,
        None,
    )
    assert notice.title == "Hasil Penilaian Proposal: Antar Obat"
    assert notice.text == (
        "Hasil Penilaian Proposal KIPP Kota Tegal sudah terbit, "
        "termasuk untuk proposal “Antar Obat” dari Dinkes Tegal."
    )
    letter = Mail.objects.get()
    assert (letter.to, letter.subject, letter.status, letter.batch) == (
        "siti@contoh.go.id",
        notice.title,
        "queued",
        None,
    )
    assert letter.body == LETTER


def test_tell_twice_with_one_key_tells_nobody_twice():
    first, second = worlds.make_user(), worlds.make_user()
    assert [tell(first), tell(first, second), tell(first, second)] == [1, 1, 0]
    assert Notice.objects.count() == Mail.objects.count() == 2
    assert tell(first, key="result:ABC:2") == 1


def test_tell_passes_over_a_disabled_account():
    assert tell(worlds.make_user(is_active=False)) == 0
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_tell_without_mail_writes_the_notice_alone():
    assert tell(worlds.make_user(), by_mail=False) == 1
    assert not Mail.objects.exists()


def test_tell_somebody_who_switched_a_kind_off_sends_only_what_decides():
    person = worlds.make_user(unmailed=["reminder", "result"])
    tell(person, kind=NoticeKind.REMINDER, key="a")
    assert not Mail.objects.exists()
    tell(person, kind=NoticeKind.RESULT, key="b")
    assert Mail.objects.count() == 1
    assert Notice.objects.count() == 2


def queries_for(count):
    people = [worlds.make_user() for _ in range(count)]
    batch = make_batch()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tell(*people, key=f"of {count}", batch=batch)
    return [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]


def test_tell_many_takes_as_many_queries_as_one():
    assert [len(queries_for(count)) for count in (1, 50)] == [4, 4]


def test_tell_into_a_held_batch_waits_until_it_is_released(django_capture_on_commit_callbacks):
    by, batch = worlds.make_user(), make_batch()
    with django_capture_on_commit_callbacks() as bells:
        tell(worlds.make_user(), worlds.make_user(), batch=batch)
    assert (statuses(), bells) == (["held", "held"], [])
    assert not mailing.deliver(mail_id=Mail.objects.first().pk, at=NOW)
    with django_capture_on_commit_callbacks() as bells:
        notices.release(batch=batch, by=by, at=LATER)
    ids = list(Mail.objects.order_by("pk").values_list("pk", flat=True))
    assert [bell.keywords for bell in bells] == [{"mail_ids": ids}]
    assert mailing.deliver_all(mail_ids=ids, at=LATER) == 2
    assert len(outbox.outbox) == 2
    assert set(Mail.objects.values_list("status", "sent_at")) == {("sent", LATER)}
    assert all(Mail.objects.values_list("body", flat=True))
    event = AuditEvent.objects.get(verb="mail.released")
    assert (event.by, event.subject, event.details) == (by, f"batch:{batch.code}", {"count": 2})


def test_tell_with_a_batch_that_was_released_meanwhile_sends():
    by, batch = worlds.make_user(), make_batch()
    notices.release(batch=batch, by=by, at=NOW)
    tell(worlds.make_user(), batch=batch)
    assert statuses() == ["queued"]


def test_tell_with_a_batch_that_was_cancelled_meanwhile_sends_nothing():
    by, batch = worlds.make_user(), make_batch()
    notices.cancel(batch=batch, by=by, at=NOW, reason="Keliru.")
    tell(worlds.make_user(), batch=batch)
    assert statuses() == ["cancelled"]


def test_cancel_keeps_the_words_and_the_reason():
    by, batch = worlds.make_user(), make_batch()
    tell(worlds.make_user(), batch=batch)
    with pytest.raises(Refused, match="Tulis alasan pembatalan"):
        notices.cancel(batch=batch, by=by, at=LATER, reason="  ")
    cancelled = notices.cancel(batch=batch, by=by, at=LATER, reason=" Salah tanggal. ")
    assert (cancelled.cancelled_at, cancelled.cancelled_by, cancelled.reason) == (LATER, by, "Salah tanggal.")
    letter = Mail.objects.get()
    assert (letter.status, letter.body != "") == ("cancelled", True)
    assert not mailing.deliver(mail_id=letter.pk, at=LATER)


def test_release_or_cancel_of_a_settled_batch_is_refused():
    by = worlds.make_user()
    gone, dead, free = make_batch(), make_batch(), make_batch(holds=False)
    notices.release(batch=gone, by=by, at=NOW)
    notices.cancel(batch=dead, by=by, at=NOW, reason="Keliru.")
    for batch in (gone, dead, free):
        with pytest.raises(Refused):
            notices.release(batch=batch, by=by, at=LATER)
        with pytest.raises(Refused):
            notices.cancel(batch=batch, by=by, at=LATER, reason="Keliru.")


def gather(organiser, *, holds, subject="edition:kipp"):
    return notices.gather(
        organiser=organiser, title="Hasil", subject=subject, purpose=NoticeKind.RESULT, holds=holds, at=NOW
    )


def test_gather_joins_what_waits_and_opens_anew_after_it_went_out():
    organiser, by = worlds.make_agency(), worlds.make_user()
    first = gather(organiser, holds=True)
    assert gather(organiser, holds=True) == first
    assert gather(organiser, holds=True, subject="edition:lain") != first
    notices.release(batch=first, by=by, at=NOW)
    second = gather(organiser, holds=True)
    assert second != first
    open_one = gather(organiser, holds=False)
    assert open_one not in (first, second)
    assert gather(organiser, holds=False) == open_one


def test_gather_leaves_what_a_person_wrote_alone():
    organiser, by = worlds.make_agency(), worlds.make_user()
    ordered = make_batch(organiser=organiser, by=by)
    assert gather(organiser, holds=True) != ordered


def test_writing_for_finds_the_open_accounts_of_staff_and_heads():
    agency, other = worlds.make_agency(), worlds.make_agency()
    staff = worlds.make_user(agency=agency)
    head = worlds.make_user(agency=agency, role="head")
    head.memberships.create(agency=agency, role="staff")
    worlds.make_user(agency=agency, role="bureau")
    worlds.make_user(agency=agency, is_active=False)
    stranger = worlds.make_user(agency=other)
    assert list(User.objects.writing_for(agency).order_by("pk")) == [staff, head]
    assert list(User.objects.writing_for(agency, other).order_by("pk")) == [staff, head, stranger]
    assert list(User.objects.heading(agency)) == [head]
