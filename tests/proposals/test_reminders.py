"""Reminders: to whoever has not sent, once for each morning, by the edition's own clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import AuditEvent, Mail, MailBatch, Notice
from agencies.services import mailing
from competitions.models import Competition, Question
from kipp.lib.errors import Refused
from proposals.models import Correction, Proposal
from proposals.services import reminders, submission
from tests import worlds
from tests.proposals.worlds import CLOSES, NOW, OPENS, make_desk

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")


def wib(words: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{words}").replace(tzinfo=WIB)


#: Seven, three days and one day before Monday 30 November 2026.
WEEK, THREE, LAST = wib("23T08:00"), wib("27T08:00"), wib("29T08:00")

WHOLE = """\
Yth. Rina Penulis,

Pendaftaran KIPP Kota Uji ditutup pada Senin, 30 November 2026 pukul 23.59 WIB. \
Proposal “Antar Obat” dari Dinas Kesehatan belum dikirim.

Yang belum beres:
- Isi tanggal mulai diterapkan.
- Jawab: Uraikan latar
- Centang pernyataan bahwa data yang diisikan benar.

Tautan ini membuka isian pertama yang belum beres:
http://127.0.0.1:8000/proposal/{code}/isi/#id_started_on

Panitia mengirim pengingat ini tanpa melihat judul dan isi draf Anda.

Portal KIPP
http://127.0.0.1:8000
"""


SHOWN = """\
Yth. Rina Penulis,

Pendaftaran KIPP Kota Uji ditutup pada Senin, 30 November 2026 pukul 23.59 WIB. \
Draf dari {agency} belum dikirim.

[Yang belum beres dan tautan ke isiannya hanya terbaca oleh penerimanya.]

Portal KIPP
http://127.0.0.1:8000
"""


@pytest.fixture
def desk():
    made = begun(make_desk())
    Competition.objects.filter(pk=made.edition.pk).update(name="KIPP Kota Uji")
    return made


def begun(desk):
    Proposal.objects.filter(pk=desk.proposal.pk).update(created_at=OPENS)
    return desk


def told():
    rows = Notice.objects.filter(kind="reminder").order_by("pk")
    return [(notice.user.name, notice.created_at) for notice in rows]


def test_sweep_on_the_morning_reminds_everybody_of_the_agency_once(desk):
    assert reminders.sweep(at=WEEK - timedelta(seconds=1)) == 0
    assert [reminders.sweep(at=WEEK + timedelta(minutes=n)) for n in (0, 1, 60 * 24)] == [2, 0, 0]
    assert told() == [("Rina Penulis", WEEK), ("Bagus Pimpinan", WEEK)]
    assert set(Mail.objects.values_list("to", "status", "until")) == {
        (desk.writer.email, "queued", CLOSES),
        (desk.head.email, "queued", CLOSES),
    }


def test_sweep_says_what_is_missing_and_leads_to_the_field(desk):
    Proposal.objects.filter(pk=desk.proposal.pk).update(
        title="Antar Obat", started_on=None, is_truthful=False
    )
    desk.agency.name = "Dinas Kesehatan"
    desk.agency.save()
    desk.proposal.answers.filter(question=desk.question).update(text="")
    reminders.sweep(at=THREE)
    letter = Mail.objects.get(to=desk.writer.email)
    assert letter.subject == "Pengingat, 3 hari lagi: proposal Anda untuk KIPP Kota Uji belum dikirim"
    assert letter.body == WHOLE.format(code=desk.proposal.code)


def test_sweep_of_a_draft_keeps_its_title_from_whoever_reads_the_letter(desk):
    Proposal.objects.filter(pk=desk.proposal.pk).update(title="Rahasia Kami")
    reminders.sweep(at=WEEK)
    letter = Mail.objects.get(to=desk.writer.email)
    assert "“Rahasia Kami”" in letter.body
    assert letter.shown == SHOWN.format(agency=desk.agency.name)
    assert letter.words == letter.shown
    assert mailing.deliver(mail_id=letter.pk, at=WEEK)
    assert outbox.outbox[0].body == letter.body
    letter.refresh_from_db()
    assert (letter.body, letter.shown != "") == ("", True)


def test_sweep_names_ten_things_and_counts_the_rest(desk):
    section = desk.question.section
    for number in range(12):
        Question.objects.create(
            section=section, position=9 + number, code=f"q{number}", label=f"Soal {number}", kind="text"
        )
    reminders.sweep(at=WEEK)
    lines = [line for line in Mail.objects.first().body.splitlines() if line.startswith("- ")]
    assert lines == [*(f"- Jawab: Soal {number}" for number in range(10)), "- dan 2 lainnya"]


def test_sweep_of_a_finished_draft_leads_to_sending(desk):
    reminders.sweep(at=WEEK)
    notice = Notice.objects.first()
    assert notice.url == f"/proposal/{desk.proposal.code}/kirim/"
    assert "Isinya sudah lengkap; tinggal ditinjau dan dikirim." in Mail.objects.first().body


def test_sweep_while_the_head_reads_says_so(desk):
    Proposal.objects.filter(pk=desk.proposal.pk).update(status="awaiting")
    reminders.sweep(at=WEEK)
    assert Notice.objects.first().url == f"/proposal/{desk.proposal.code}/"
    assert "menunggu persetujuan pimpinan instansi" in Mail.objects.first().body


def test_sweep_after_a_day_away_sends_the_latest_only(desk):
    assert reminders.sweep(at=THREE + timedelta(days=1)) == 2
    assert reminders.sweep(at=LAST - timedelta(minutes=1)) == 0
    assert reminders.sweep(at=LAST) == 2
    assert [at for _name, at in told()] == [THREE + timedelta(days=1)] * 2 + [LAST] * 2


@pytest.mark.parametrize("zone", ["Asia/Makassar", "Asia/Jayapura"])
def test_sweep_keeps_to_the_morning_of_the_edition(zone):
    tz = ZoneInfo(zone)
    begun(make_desk(zone=zone, closes_at=datetime(2026, 11, 30, 23, 59, tzinfo=tz)))
    eight = datetime(2026, 11, 23, 8, 0, tzinfo=tz)
    assert reminders.sweep(at=eight - timedelta(seconds=1)) == 0
    assert reminders.sweep(at=eight) == 2
    assert "Senin, 30 November 2026 pukul 23.59 WIT" in Mail.objects.first().body


@pytest.mark.parametrize("status", ["submitted", "withdrawn", "passed"])
def test_sweep_leaves_what_is_not_waiting_in_peace(desk, status):
    Proposal.objects.filter(pk=desk.proposal.pk).update(
        status=status, submitted_at=OPENS, submitted_by=desk.writer
    )
    assert reminders.sweep(at=WEEK) == 0


def test_sweep_after_the_deadline_reminds_nobody(desk):
    assert reminders.sweep(at=CLOSES) == 0


def test_sweep_goes_by_the_agencys_own_deadline(desk):
    other = begun(make_desk())
    Proposal.objects.filter(pk=other.proposal.pk).update(competition=desk.edition)
    desk.edition.extensions.create(
        agency=desk.agency,
        until=CLOSES + timedelta(days=6),
        letter_number="1",
        reason="Banjir.",
        granted_at=THREE - timedelta(days=2),
        granted_by=desk.edition.announced_by,
    )
    assert reminders.sweep(at=THREE) == 2
    assert {notice.user.memberships.get().agency for notice in Notice.objects.all()} == {other.agency}
    Notice.objects.all().delete()
    assert reminders.sweep(at=THREE + timedelta(days=6)) == 2
    assert {notice.user.memberships.get().agency for notice in Notice.objects.all()} == {desk.agency}


def test_sweep_reminds_of_no_morning_before_the_draft_was_begun(desk):
    Proposal.objects.filter(pk=desk.proposal.pk).update(created_at=THREE + timedelta(minutes=1))
    assert reminders.sweep(at=THREE + timedelta(minutes=2)) == 0
    assert reminders.sweep(at=LAST) == 2


def test_sweep_of_a_returned_proposal_goes_by_its_own_date():
    desk = make_desk()
    sent = worlds.freeze(desk.proposal)
    due = datetime(2026, 12, 14, 16, 0, tzinfo=WIB)
    Correction.objects.create(
        version=sent.versions.get(),
        note="Perbaiki judul.",
        due_at=due,
        asked_at=CLOSES + timedelta(days=8),
        asked_by=desk.edition.announced_by,
    )
    Proposal.objects.filter(pk=sent.pk).update(status="returned", correction_due_at=due, created_at=OPENS)
    assert reminders.sweep(at=datetime(2026, 12, 10, 12, 0, tzinfo=WIB)) == 0
    assert reminders.sweep(at=datetime(2026, 12, 11, 8, 0, tzinfo=WIB)) == 2
    assert Mail.objects.first().subject.startswith("Pengingat, 3 hari lagi: perbaikan proposal Anda")
    assert "ditunggu paling lambat Senin, 14 Desember 2026 pukul 16.00 WIB" in Mail.objects.first().body


def test_sweep_without_reminder_days_says_nothing(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(reminder_days=[])
    assert reminders.sweep(at=LAST) == 0


def test_sweep_with_held_mail_waits_in_one_batch_and_shows_the_notice(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(holds_mail=True)
    second = worlds.make_draft(desk.edition)
    Proposal.objects.filter(pk=second.pk).update(created_at=OPENS)
    assert reminders.sweep(at=WEEK) == 3
    batch = MailBatch.objects.get()
    assert (batch.title, batch.purpose, batch.subject, batch.organiser, batch.written_by) == (
        "Pengingat tenggat: KIPP Kota Uji",
        "reminder",
        f"edition:{desk.edition.slug}",
        desk.edition.organiser,
        None,
    )
    assert set(batch.letters.values_list("status", flat=True)) == {"held"}
    assert Notice.objects.count() == 3


def test_submit_settles_the_reminder_and_its_unsent_letter(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(holds_mail=True)
    reminders.sweep(at=WEEK)
    submission.submit(proposal=desk.proposal, by=desk.head, at=NOW, revision=desk.revision())
    reminder = Notice.objects.filter(kind="reminder")
    assert set(reminder.values_list("read_at", flat=True)) == {NOW}
    letters = Mail.objects.filter(notice__in=reminder)
    assert set(letters.values_list("status", "error")) == {("cancelled", "Tidak diperlukan lagi.")}


def test_send_now_reminds_the_chosen_ones_and_counts_as_their_reminder(desk):
    bureau = worlds.make_user(agency=desk.edition.organiser, role="bureau")
    other = worlds.make_draft(desk.edition)
    at = WEEK + timedelta(hours=1)
    batch = reminders.send_now(
        competition=desk.edition, by=bureau, at=at, agencies=[desk.agency.code, "TIDAKADA"]
    )
    assert batch.written_by == bureau
    assert [name for name, _at in told()] == ["Rina Penulis", "Bagus Pimpinan"]
    event = AuditEvent.objects.get(verb="reminder.sent")
    assert event.details == {"batch": batch.code, "agencies": [desk.agency.code], "people": 2}
    Proposal.objects.filter(pk=other.pk).update(created_at=OPENS)
    assert reminders.sweep(at=at + timedelta(minutes=1)) == 1


def test_send_now_for_what_was_sent_meanwhile_is_refused(desk):
    bureau = worlds.make_user(agency=desk.edition.organiser, role="bureau")
    Proposal.objects.filter(pk=desk.proposal.pk).update(status="withdrawn")
    with pytest.raises(Refused, match="Pilih instansi yang belum mengirim"):
        reminders.send_now(competition=desk.edition, by=bureau, at=NOW, agencies=[desk.agency.code])


def test_sweep_with_nothing_owed_asks_the_same_few_questions(desk):
    reminders.sweep(at=WEEK)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert reminders.sweep(at=WEEK + timedelta(minutes=1)) == 0
        counts.append(len(queries))
        for _number in range(3):
            worlds.make_draft(desk.edition, agency=desk.agency, by=desk.writer)
        Proposal.objects.update(created_at=WEEK)
    assert counts == [4, 4]
