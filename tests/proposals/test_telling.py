"""What the people of a proposal learn as it is handed over, given back, sent and given up."""

from datetime import timedelta

import pytest

from agencies.models import Mail, MailBatch, Notice
from competitions.models import Competition
from proposals.services import submission
from tests import worlds
from tests.proposals.worlds import NOW, make_desk

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)

RECEIPT = """\
Yth. Bagus Pimpinan,

Bagian Organisasi menerima proposal “Antar Obat” dari Dinas Kesehatan untuk KIPP Kota Uji \
pada Rabu, 25 November 2026 pukul 23.59 WIB, menurut waktu server.

Nomor tanda terima: {code}/1
Dikirim oleh: Rina Penulis
Sidik isi (SHA-256): {sha256}

Sampai Senin, 30 November 2026 pukul 23.59 WIB Anda masih dapat menarik kembali proposal ini, \
memperbaikinya, lalu mengirimnya lagi.

Tanda terima dan PDF-nya:
http://127.0.0.1:8000/proposal/{code}/tanda-terima/

Portal KIPP
http://127.0.0.1:8000
"""

HANDED_OVER = """\
Yth. Bagus Pimpinan,

Rina Penulis menyerahkan proposal “Antar Obat” untuk KIPP Kota Uji kepada Anda. \
Proposal baru terkirim setelah Anda menyetujuinya.

Baca, lalu setujui atau kembalikan:
http://127.0.0.1:8000/proposal/{code}/

Portal KIPP
http://127.0.0.1:8000
"""

GIVEN_BACK = """\
Yth. Rina Penulis,

Bagus Pimpinan mengembalikan proposal “Antar Obat” untuk KIPP Kota Uji kepada penulisnya. \
Proposal belum terkirim.

Catatannya:
Sebut jumlah pasiennya.

Lanjutkan di sini:
http://127.0.0.1:8000/proposal/{code}/

Portal KIPP
http://127.0.0.1:8000
"""


@pytest.fixture
def desk():
    made = make_desk(draft={"title": "Antar Obat"}, needs_head_approval=True)
    Competition.objects.filter(pk=made.edition.pk).update(name="KIPP Kota Uji")
    for agency, name in ((made.agency, "Dinas Kesehatan"), (made.edition.organiser, "Bagian Organisasi")):
        agency.name = name
        agency.save()
    return made


def send(desk, by=None, at=NOW):
    return submission.submit(proposal=desk.proposal, by=by or desk.writer, at=at, revision=desk.revision(at))


def kinds(**found):
    return list(Notice.objects.filter(**found).order_by("pk").values_list("kind", "user__name"))


def test_submit_sends_the_receipt_to_the_agency(desk):
    version = send(desk)
    assert kinds() == [("receipt", "Rina Penulis"), ("receipt", "Bagus Pimpinan")]
    letter = Mail.objects.get(to=desk.head.email)
    assert letter.subject == "Proposal diterima: Antar Obat"
    assert letter.body == RECEIPT.format(code=desk.proposal.code, sha256=version.sha256)


def test_submit_twice_sends_one_receipt(desk):
    send(desk)
    submission.submit(proposal=desk.proposal, by=desk.head, at=LATER, revision="")
    assert Mail.objects.count() == 2


def test_submit_by_somebody_else_tells_them_too(desk):
    admin = worlds.make_user(name="Dewi Admin", is_superuser=True)
    send(desk, by=admin)
    assert ("receipt", "Dewi Admin") in kinds()


def test_receipts_leave_at_once_and_gather_in_one_batch(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(holds_mail=True)
    send(desk)
    submission.take_back(proposal=desk.proposal, by=desk.writer, at=NOW)
    send(desk, at=LATER)
    batch = MailBatch.objects.get()
    assert (batch.purpose, batch.held_at, batch.letters.count()) == ("receipt", None, 4)
    assert set(batch.letters.values_list("status", flat=True)) == {"queued"}


def test_hand_over_tells_the_heads(desk):
    submission.hand_over(proposal=desk.proposal, by=desk.writer, at=NOW, revision=desk.revision())
    assert kinds() == [("approval", "Bagus Pimpinan")]
    letter = Mail.objects.get()
    assert (letter.subject, letter.batch) == ("Menunggu persetujuan Anda: Antar Obat", None)
    assert letter.body == HANDED_OVER.format(code=desk.proposal.code)


def test_give_back_tells_the_writers_and_settles_the_heads_notice(desk):
    submission.hand_over(proposal=desk.proposal, by=desk.writer, at=NOW, revision=desk.revision())
    submission.give_back(proposal=desk.proposal, by=desk.head, at=LATER, note="Sebut jumlah pasiennya.")
    assert kinds(read_at=None) == [("approval", "Rina Penulis")]
    letter = Mail.objects.get(to=desk.writer.email)
    assert letter.body == GIVEN_BACK.format(code=desk.proposal.code)
    assert Mail.objects.get(to=desk.head.email).status == "cancelled"


def test_approve_leaves_only_the_receipt_unread(desk):
    submission.hand_over(proposal=desk.proposal, by=desk.writer, at=NOW, revision=desk.revision())
    send(desk, by=desk.head, at=LATER)
    assert {kind for kind, _name in kinds(read_at=None)} == {"receipt"}


def test_withdraw_settles_what_was_asked(desk):
    submission.hand_over(proposal=desk.proposal, by=desk.writer, at=NOW, revision=desk.revision())
    submission.give_back(proposal=desk.proposal, by=desk.head, at=NOW, note="Belum.")
    submission.withdraw(proposal=desk.proposal, by=desk.writer, at=LATER, reason="Batal.")
    assert kinds(read_at=None) == []
