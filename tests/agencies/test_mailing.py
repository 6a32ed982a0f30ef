"""The outbox: every letter sent once, failures explained, nothing lost with a worker."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from agencies.models import AuditEvent, ImportDraft, Mail
from agencies.services import mailing, sweeping
from agencies.tasks import send_letters
from tests.worlds import make_agency, make_user

NOW = timezone.now()
LEASE = timedelta(seconds=90)
pytestmark = pytest.mark.django_db


class DeadServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise TimeoutError


class RefusingServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


def here(server):
    return f"{__name__}.{server.__name__}"


def queue(**fields):
    fields = {"to": "siti@contoh.go.id", "subject": "Perihal", "body": "Isi", "at": NOW} | fields
    return mailing.queue(**fields)


def test_queue_makes_the_subject_one_line():
    assert queue(subject="Satu\r\nBcc: lain@contoh.go.id").subject == "Satu Bcc: lain@contoh.go.id"


def test_deliver_sends_once_and_forgets_the_body():
    letter = queue()
    assert [mailing.deliver(mail_id=letter.pk, at=NOW) for _ in range(2)] == [True, False]
    assert [(sent.to, sent.subject, sent.body) for sent in outbox.outbox] == [
        (["siti@contoh.go.id"], "Perihal", "Isi")
    ]
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.body, letter.attempts) == ("sent", NOW, "", 1)


def test_send_letters_task_wakes_the_verb():
    letter = queue()
    send_letters(mail_ids=[letter.pk])
    letter.refresh_from_db()
    assert (letter.status, len(outbox.outbox)) == ("sent", 1)


def test_deliver_while_another_worker_holds_it_does_nothing():
    letter = queue()
    Mail.objects.claim(letter.pk, NOW)
    assert not mailing.deliver(mail_id=letter.pk, at=NOW + LEASE)
    assert mailing.deliver(mail_id=letter.pk, at=NOW + LEASE + timedelta(seconds=1))
    assert len(outbox.outbox) == 1


def test_deliver_to_a_dead_server_tries_three_times_and_says_why(settings):
    settings.EMAIL_BACKEND = here(DeadServer)
    letter, at, states = queue(), NOW, []
    for _ in range(4):
        mailing.deliver(mail_id=letter.pk, at=at)
        letter.refresh_from_db()
        states.append((letter.status, letter.attempts))
        at += 2 * LEASE
    assert states == [("queued", 1), ("queued", 2), ("failed", 3), ("failed", 3)]
    assert letter.error == "Server surat tidak dapat dihubungi."
    assert letter.body == "Isi"


def test_deliver_to_a_refused_address_names_the_address(settings):
    settings.EMAIL_BACKEND = here(RefusingServer)
    letter = queue()
    mailing.deliver(mail_id=letter.pk, at=NOW)
    letter.refresh_from_db()
    assert letter.error == "Alamat penerima ditolak server surat."


def test_retry_failed_gives_every_failed_letter_fresh_attempts():
    by = make_user(agency=make_agency(), role="bureau")
    letters = [queue(), queue(), queue()]
    Mail.objects.filter(pk__in=[letter.pk for letter in letters[:2]]).update(status="failed", attempts=3)
    assert mailing.retry_failed(by=by, at=NOW) == 2
    assert list(Mail.objects.values_list("status", "attempts").distinct()) == [("queued", 0)]
    assert AuditEvent.objects.get().details == {"count": 2}
    assert mailing.retry_failed(by=by, at=NOW) == 0


def test_sweep_rings_forgotten_letters_and_buries_deadly_ones(django_capture_on_commit_callbacks):
    forgotten, deadly, fresh = queue(), queue(), queue(at=NOW + timedelta(minutes=9))
    Mail.objects.filter(pk=deadly.pk).update(status="sending", attempts=3, leased_until=NOW)
    with django_capture_on_commit_callbacks() as bells:
        assert sweeping.sweep(at=NOW + timedelta(minutes=10)) == 2
    assert [bell.keywords for bell in bells if hasattr(bell, "keywords")] == [{"mail_ids": [forgotten.pk]}]
    found = dict(Mail.objects.values_list("pk", "status"))
    assert found == {forgotten.pk: "queued", deadly.pk: "failed", fresh.pk: "queued"}


def test_sweep_drops_imports_that_nobody_confirmed_for_a_week():
    by = make_user()
    for days in (6, 8):
        ImportDraft.objects.create(
            kind="people", rows=[], uploaded_by=by, uploaded_at=NOW - timedelta(days=days)
        )
    assert sweeping.sweep(at=NOW) == 1
    assert ImportDraft.objects.get().uploaded_at == NOW - timedelta(days=6)


def test_password_reset_goes_through_the_outbox_and_tells_no_stranger(client, db):
    from agencies.models import Mail
    from tests import worlds

    known = worlds.make_user("ada@contoh.go.id")
    answers = [
        client.post("/akun/password/reset/", {"email": email})
        for email in (known.email, "tidak@contoh.go.id")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    letters = Mail.objects.filter(to=known.email)
    assert [("/akun/password/reset/key/" in letter.body) for letter in letters] == [True]


# --- Many letters -------------------------------------------------------------------------------------


class OneConnection(BaseEmailBackend):
    """Counts how often it is opened."""

    opened = 0
    sent = []

    def open(self):
        if self.sent is not None and not getattr(self, "is_open", False):
            self.is_open = True
            type(self).opened += 1

    def send_messages(self, messages):
        self.sent.extend(message.to[0] for message in messages)


class Choosy(BaseEmailBackend):
    """Refuses one address for good."""

    def send_messages(self, messages):
        if messages[0].to == ["dua@contoh.go.id"]:
            raise smtplib.SMTPRecipientsRefused({"dua@contoh.go.id": (550, b"unknown")})


def queue_many(*names):
    return [queue(to=f"{name}@contoh.go.id").pk for name in names]


def states():
    return list(Mail.objects.order_by("pk").values_list("status", "attempts"))


def test_queue_letters_rings_one_bell_for_fifty(django_capture_on_commit_callbacks):
    letters = [mailing.Letter(f"orang{n}@contoh.go.id", "Perihal", "Isi") for n in range(120)]
    with django_capture_on_commit_callbacks() as bells:
        rows = mailing.queue_letters(letters=letters, at=NOW)
    rung = [bell.keywords["mail_ids"] for bell in bells]
    assert [len(ids) for ids in rung] == [50, 50, 20]
    assert [pk for ids in rung for pk in ids] == [row.pk for row in rows]


def test_deliver_all_sends_over_one_connection(settings):
    settings.EMAIL_BACKEND = here(OneConnection)
    OneConnection.opened, OneConnection.sent = 0, []
    assert mailing.deliver_all(mail_ids=queue_many("satu", "dua", "tiga"), at=NOW) == 3
    assert OneConnection.sent == ["satu@contoh.go.id", "dua@contoh.go.id", "tiga@contoh.go.id"]
    assert OneConnection.opened == 1


def test_deliver_all_goes_on_after_a_refused_address(settings):
    settings.EMAIL_BACKEND = here(Choosy)
    assert mailing.deliver_all(mail_ids=queue_many("satu", "dua", "tiga"), at=NOW) == 2
    assert states() == [("sent", 1), ("queued", 1), ("sent", 1)]


def test_deliver_all_to_a_dead_server_uses_no_attempts_of_the_rest(settings):
    settings.EMAIL_BACKEND = here(DeadServer)
    assert mailing.deliver_all(mail_ids=queue_many("satu", "dua", "tiga"), at=NOW) == 0
    assert states() == [("queued", 1), ("queued", 0), ("queued", 0)]


def test_deliver_all_out_of_time_rings_for_the_rest(django_capture_on_commit_callbacks):
    ids = queue_many("satu", "dua")
    with django_capture_on_commit_callbacks() as bells:
        assert mailing.deliver_all(mail_ids=ids, at=NOW, seconds=-1) == 0
    assert [bell.keywords for bell in bells] == [{"mail_ids": ids}]
    assert states() == [("queued", 0), ("queued", 0)]


def test_deliver_after_its_time_sends_nothing():
    [letter] = mailing.queue_letters(
        letters=[mailing.Letter("a@contoh.go.id", "Pengingat", "Isi", until=NOW)], at=NOW - timedelta(days=1)
    )
    assert not mailing.deliver(mail_id=letter.pk, at=NOW)
    assert sweeping.sweep(at=NOW) == 1
    letter.refresh_from_db()
    assert (letter.status, letter.error) == ("cancelled", "Batas waktunya sudah lewat.")
