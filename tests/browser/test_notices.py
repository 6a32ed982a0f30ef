"""An officer who comes once a week learns what is open; the bureau has read every letter before it left."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from agencies.models import Mail, Notice
from agencies.services import mailing
from competitions.models import Competition, Question
from proposals.models import Answer
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()


@pytest.fixture
def edition():
    made = worlds.make_edition(closes_at=NOW + timedelta(days=5))
    Competition.objects.filter(pk=made.pk).update(holds_mail=True)
    return made


@pytest.fixture
def draft(edition):
    """Whole but for its second question."""
    agency = worlds.make_agency(name="Dinas Kesehatan")
    writer = worlds.make_user(agency=agency, name="Rina Penulis")
    made = worlds.make_draft(edition, agency=agency, by=writer, title="Antar Obat")
    Answer.objects.filter(proposal=made, question__code="kebaruan").delete()
    return made


def sign_in(page, live_server, client, person):
    client.force_login(person)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.clear_cookies()
    page.context.add_cookies([session])


def test_a_reminder_is_read_by_the_bureau_and_leads_the_officer_to_the_field(
    page, live_server, client, edition, draft, violations
):
    bureau = worlds.make_user(agency=edition.organiser, role="bureau", name="Panitia Satu")
    sign_in(page, live_server, client, bureau)
    page.goto(f"{live_server.url}/panitia/edisi/{edition.slug}/pengingat/")
    assert violations(page) == []
    page.locator("summary", has_text="Lihat suratnya").click()
    assert page.get_by_text("Yth. Rina Penulis,").is_visible()
    page.get_by_role("checkbox", name="Pilih Dinas Kesehatan").check()
    page.get_by_role("button", name="Tulis pengingat untuk dibaca").click()
    assert page.get_by_text("1 surat menunggu Anda baca. Belum ada yang dikirim.").is_visible()
    assert page.get_by_text("[Yang belum beres dan tautan").is_visible()
    assert violations(page) == []
    assert Mail.objects.get().status == "held"
    page.get_by_role("button", name="Kirim sekarang").click()
    page.get_by_text("Surat-surat ini sedang dikirim.").wait_for()
    mailing.deliver_all(mail_ids=list(Mail.objects.values_list("pk", flat=True)), at=NOW)
    page.get_by_text("1 dari 1").wait_for()  # the page asks again by itself
    assert [letter.to for letter in outbox.outbox] == [[draft.created_by.email]]

    sign_in(page, live_server, client, draft.created_by)
    page.goto(f"{live_server.url}/")
    assert page.get_by_role("link", name="Pemberitahuan 1 belum dibaca").is_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Pengingat, 4 hari lagi").click()
    page.wait_for_load_state()
    question = Question.objects.get(code="kebaruan", section__competition=edition)
    assert page.url == f"{live_server.url}/proposal/{draft.code}/isi/#id_q_{question.pk}"
    assert page.locator(f"#id_q_{question.pk}").is_visible()
    page.wait_for_function(
        "id => { const box = document.getElementById(id).getBoundingClientRect();"
        " return box.top >= 0 && box.top < innerHeight }",
        arg=f"id_q_{question.pk}",
    )
    assert Notice.objects.get().read_at is not None
    page.goto(f"{live_server.url}/pemberitahuan/")
    assert page.get_by_role("link", name="Pemberitahuan", exact=True).first.is_visible()
    assert page.get_by_text("Belum dibaca", exact=True).count() == 0
    assert violations(page) == []


def test_a_cancelled_batch_leaves_no_letter_and_says_why(page, live_server, client, edition, draft):
    bureau = worlds.make_user(agency=edition.organiser, role="bureau")
    sign_in(page, live_server, client, bureau)
    page.goto(f"{live_server.url}/panitia/edisi/{edition.slug}/pengingat/")
    page.get_by_role("checkbox", name="Pilih Dinas Kesehatan").check()
    page.get_by_role("button", name="Tulis pengingat untuk dibaca").click()
    page.get_by_role("link", name="Batalkan kiriman").click()
    page.get_by_label("Alasan").fill("Tanggalnya keliru.")
    page.get_by_role("button", name="Batalkan kiriman").click()
    assert page.get_by_text("Kiriman ini dibatalkan; suratnya tidak dikirim.").is_visible()
    assert page.get_by_text("Tanggalnya keliru.").is_visible()
    assert Mail.objects.get().status == "cancelled"


def test_an_officer_switches_reminders_off_and_keeps_the_notice(page, live_server, client, draft):
    sign_in(page, live_server, client, draft.created_by)
    page.goto(f"{live_server.url}/akun/saya/#surat")
    page.get_by_label("Pengingat tenggat").uncheck()
    page.get_by_role("button", name="Simpan pilihan surat").click()
    assert page.get_by_text("Pilihan surat Anda disimpan.").is_visible()
    assert not page.get_by_label("Pengingat tenggat").is_checked()
    draft.created_by.refresh_from_db()
    assert draft.created_by.unmailed == ["reminder"]
