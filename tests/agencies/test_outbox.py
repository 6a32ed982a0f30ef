"""The outbox as the bureau uses it: read, send, cancel, retry; and as others never see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.enums import NoticeKind
from agencies.models import Mail, MailBatch
from agencies.services import mailing, notices
from tests import worlds

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def office():
    return worlds.make_agency(kind="bagian", name="Bagian Organisasi")


@pytest.fixture
def bureau(office, client):
    person = worlds.make_user(agency=office, role="bureau", name="Panitia Satu")
    client.force_login(person)
    return person


def make_batch(office, *, letters=2, holds=True, first=1):
    batch = notices.gather(
        organiser=office,
        title="Pengingat tenggat: KIPP",
        subject="edition:kipp",
        purpose=NoticeKind.REMINDER,
        holds=holds,
        at=NOW,
    )
    mailing.queue_letters(
        letters=[
            mailing.Letter(f"orang{n}@contoh.go.id", f"Perihal {n}", f"Isi surat nomor {n}.\n")
            for n in range(first, first + letters)
        ],
        at=NOW,
        batch=batch,
    )
    return batch


def page(name, batch):
    return reverse(f"agencies:{name}", args=[batch.code])


def read_to():
    return Mail.objects.order_by("-pk").values_list("pk", flat=True).first()


def test_batch_shows_every_letter_in_full(client, bureau, office):
    batch = make_batch(office)
    text = client.get(page("batch", batch)).content.decode()
    assert "2 surat menunggu Anda baca. Belum ada yang dikirim." in text
    assert [text.count(f"Isi surat nomor {n}.") for n in (1, 2)] == [1, 1]
    assert text.count("Kirim sekarang") == 1


def test_batch_list_says_what_waits(client, bureau, office):
    make_batch(office)
    text = client.get(reverse("agencies:batches")).content.decode()
    assert "Pengingat tenggat: KIPP" in text
    assert "Menunggu dibaca panitia" in text
    assert client.get(reverse("agencies:batches") + "?state=gone").context["object_list"].count() == 0
    assert client.get(reverse("agencies:mail")).context["waiting"] == 1


def test_release_sends_what_was_read(client, bureau, office):
    batch = make_batch(office)
    answer = client.post(page("batch_release", batch), {"read_to": read_to()})
    assert (answer.status_code, answer["Location"]) == (302, page("batch", batch))
    assert set(Mail.objects.values_list("status", flat=True)) == {"queued"}
    assert MailBatch.objects.get().released_by == bureau


@pytest.mark.parametrize("said", ["", "x", "0", None])
def test_release_without_saying_what_was_read_is_refused(client, bureau, office, said):
    batch = make_batch(office)
    answer = client.post(page("batch_release", batch), {} if said is None else {"read_to": said})
    assert answer.status_code == 409
    assert set(Mail.objects.values_list("status", flat=True)) == {"held"}


def test_release_of_letters_that_joined_meanwhile_is_refused(client, bureau, office):
    batch, seen = make_batch(office), read_to()
    assert make_batch(office, letters=1, first=3) == batch
    answer = client.post(page("batch_release", batch), {"read_to": seen})
    assert answer.status_code == 409
    assert "Ada surat baru sejak Anda membuka halaman ini." in answer.content.decode()


def test_cancel_asks_why_and_keeps_the_letters(client, bureau, office):
    batch = make_batch(office)
    assert "2 surat “Pengingat tenggat: KIPP” tidak jadi dikirim" in (
        client.get(page("batch_cancel", batch)).content.decode()
    )
    assert client.post(page("batch_cancel", batch), {"reason": " "}).status_code == 422
    assert client.post(page("batch_cancel", batch), {"reason": "Tanggalnya keliru."}).status_code == 302
    text = client.get(page("batch", batch)).content.decode()
    assert "Kiriman ini dibatalkan; suratnya tidak dikirim." in text
    assert "Tanggalnya keliru." in text
    assert "Isi surat nomor 2." in text
    assert client.post(page("batch_release", batch), {"read_to": read_to()}).status_code == 409


def test_retry_queues_only_the_failed_of_this_batch(client, bureau, office):
    batch, other = make_batch(office, holds=False), worlds.make_agency()
    stranger = mailing.queue(to="a@contoh.go.id", subject="b", body="c", at=NOW)
    Mail.objects.filter(batch=batch, to="orang1@contoh.go.id").update(status="failed", error="Ditolak.")
    Mail.objects.filter(pk=stranger.pk).update(status="failed")
    text = client.get(page("batch", batch)).content.decode()
    assert "1 surat gagal dikirim" in text
    assert "Ditolak." in text
    client.post(page("batch_retry", batch))
    assert list(Mail.objects.order_by("pk").values_list("status", flat=True)) == [
        "queued",
        "queued",
        "failed",
    ]
    assert other.pk


def test_progress_answers_a_part_of_the_page_while_letters_leave(client, bureau, office):
    batch = make_batch(office, holds=False)
    part = client.get(page("batch", batch), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 3s"' in part
    for mail in Mail.objects.all():
        mailing.deliver(mail_id=mail.pk, at=NOW + timedelta(seconds=1))
    part = client.get(page("batch", batch), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 3s"' not in part


@pytest.mark.parametrize("role", ["bureau", "publisher", "auditor"])
def test_batch_of_another_office_does_not_exist(client, office, role):
    batch = make_batch(office)
    client.force_login(worlds.make_user(agency=worlds.make_agency(kind="bagian"), role=role))
    for name in ("batch", "batch_cancel"):
        assert client.get(page(name, batch)).status_code == 404
    for name in ("batch_release", "batch_retry"):
        assert client.post(page(name, batch), {"read_to": read_to()}).status_code == 404
    listed = client.get(reverse("agencies:batches"))
    assert listed.status_code == (403 if role == "auditor" else 200)
    if role != "auditor":
        assert list(listed.context["object_list"]) == []
        assert client.get(reverse("agencies:mail")).context["object_list"].count() == 0


def test_auditor_of_the_office_does_not_read_letters(client, office):
    batch = make_batch(office)
    client.force_login(worlds.make_user(agency=office, role="auditor"))
    assert client.get(page("batch", batch)).status_code == 404


def test_batch_whose_letters_are_settled_waits_no_more(client, bureau, office):
    batch = make_batch(office)
    Mail.objects.update(status="cancelled", error="Tidak diperlukan lagi.")
    text = client.get(page("batch", batch)).content.decode()
    assert "Tidak ada lagi yang perlu dikirim." in text
    assert "Kirim sekarang" not in text
    assert client.get(reverse("agencies:mail")).context["waiting"] == 0
    assert client.get(reverse("agencies:batches") + "?state=waiting").context["object_list"].count() == 0
    assert "Baca dan kirim" not in client.get("/").content.decode()


def test_letters_outside_a_batch_show_no_words(client, bureau):
    mailing.queue(to="a@contoh.go.id", subject="Undangan", body="http://rahasia/abc", at=NOW)
    text = client.get(reverse("agencies:mail")).content.decode()
    assert "Undangan" in text
    assert "rahasia/abc" not in text


def test_letters_within_an_agency_show_not_even_their_subject(client, bureau):
    head = worlds.make_user("kepala@contoh.go.id")
    notices.tell(
        to=[head],
        kind=NoticeKind.APPROVAL,
        subject="proposal:ABC",
        url="/proposal/ABC/",
        template="handed_over",
        context={"proposal": {"title": "Rahasia Kami"}},
        at=NOW,
        key="handed over",
    )
    text = client.get(reverse("agencies:mail")).content.decode()
    assert "Persetujuan pimpinan" in text
    assert "kepala@contoh.go.id" in text
    assert "Rahasia Kami" not in text
    assert client.get(reverse("agencies:mail") + "?q=Rahasia").context["object_list"].count() == 0
    assert client.get(reverse("agencies:mail") + "?q=kepala").context["object_list"].count() == 1


def test_home_asks_the_bureau_to_read(client, bureau, office):
    batch = make_batch(office)
    assert "Baca dan kirim 2 surat: Pengingat tenggat: KIPP" in client.get("/").content.decode()
    notices.release(batch=batch, by=bureau, at=NOW)
    assert "Baca dan kirim" not in client.get("/").content.decode()
