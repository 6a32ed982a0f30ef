"""A visit at two desks: the bureau plans it and quotes the proposal, the agency answers on a phone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from judging.models import FieldVisit
from tests import worlds
from tests.browser.barriers import barriers_of
from tests.browser.desk import TIMEOUT
from tests.judging.visiting_field import by, finish, jurors, make_stage, observe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWER = "Dulu warga antre 3 jam. Kini petugas menyambut di pintu."


@pytest.fixture
def entry():
    edition = make_stage().competition
    draft = worlds.make_draft(edition, title="Antre Cepat")
    draft.answers.filter(question__code="latar").update(text=ANSWER)
    return worlds.admit(worlds.freeze(draft, status="passed"))


@pytest.fixture
def at_desk(browser, live_server):
    """A page of somebody who has signed in."""
    contexts = []

    def sit(user, width: int):
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="id-ID")
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([session])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(TIMEOUT)
        return page

    yield sit
    for context in contexts:
        context.close()


def plan(page, address: str, users) -> None:
    page.goto(address)
    page.get_by_label("Waktu kunjungan").fill(f"{timezone.localtime() + timedelta(days=3):%Y-%m-%dT%H:%M}")
    page.get_by_label("Tempat").fill("Jalan Melati 1")
    for user in users:
        page.get_by_role("checkbox", name=user.name).check()
    assert barriers_of(page) == []
    page.get_by_role("button", name="Rencanakan dan beri tahu").click()


def take_claims(page) -> None:
    """One is ticked, another selected in the answer."""
    page.get_by_role("link", name="Ambil klaim dari proposal").click()
    page.get_by_role("checkbox", name="Dulu warga antre 3 jam.").check()
    page.locator("summary", has_text="Latar: Uraikan latar").click()
    source = page.locator("details[open]")
    source.locator("[data-claims-text] .prose").evaluate(
        """words => {
          const from = words.firstChild.data.indexOf("Kini"), range = document.createRange();
          range.setStart(words.firstChild, from);
          range.setEnd(words.firstChild, words.firstChild.data.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    source.get_by_role("button", name="Jadikan klaim").click()
    expect(source.get_by_role("textbox")).to_have_value("Kini petugas menyambut di pintu.")
    assert barriers_of(page) == []
    page.get_by_role("button", name="Tambahkan klaim").click()
    expect(page.get_by_text("2 klaim ditambahkan.")).to_be_visible()


def test_bureau_plans_and_quotes_and_the_agency_objects_on_a_phone(live_server, at_desk, entry):
    stage, pair = entry.stage, jurors(entry.stage, "Juri Satu", "Juri Dua")
    bureau = at_desk(by(stage), 1280)
    address = f"{live_server.url}/panitia/tahap/{stage.code}/kunjungan/rencana/{entry.code}/"
    plan(bureau, address, pair)
    take_claims(bureau)
    visit = FieldVisit.objects.get()
    for claim in visit.claims.all():
        observe(claim, pair[0])
        observe(claim, pair[1], "refuted", "Pintu terkunci.")
    finish(visit, *pair)
    phone = at_desk(entry.proposal.created_by, 390)
    phone.goto(f"{live_server.url}/kunjungan/{visit.code}/")
    expect(phone.get_by_text("Pintu terkunci.").first).to_be_visible()
    assert barriers_of(phone) == []
    phone.get_by_label("Berkeberatan atas temuan tertentu").check()
    phone.get_by_role("button", name="Kirim tanggapan").click()
    expect(phone.get_by_role("alert")).to_contain_text("Tulis temuan mana yang tidak disetujui")
    phone.get_by_label("Penjelasan").fill("Hari itu libur.")
    phone.get_by_role("button", name="Kirim tanggapan").click()
    expect(phone.get_by_text("Instansi berkeberatan atas temuan")).to_be_visible()
    bureau.reload()
    expect(bureau.get_by_text("Hari itu libur.")).to_be_visible()
    bureau.get_by_role("button", name="Tutup dan buat berita acara").click()
    expect(bureau.get_by_text("Tidak ada jalan lain.")).to_be_visible()
    visit.refresh_from_db()
    assert (visit.minutes.number, visit.has_objection) == (1, True)
