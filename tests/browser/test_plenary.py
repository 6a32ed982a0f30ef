"""A plenary in two browsers: the secretary at the projector, a juror who confirms on a phone."""

import pytest
from playwright.sync_api import expect

from judging.models import Plenary
from tests.browser.desk import TIMEOUT
from tests.browser.test_presentations import sign_in
from tests.judging.golden_stage import titled
from tests.judging.sitting import closed_stage, secretary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage():
    return closed_stage()[0]


@pytest.fixture
def desk(page, live_server, stage):
    sign_in(page.context, live_server, secretary(stage))
    page.set_default_timeout(TIMEOUT)
    return page


@pytest.fixture
def phone(browser, live_server, stage):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
    sign_in(context, live_server, stage.panel.get(user__name="Juri 2").user)
    found = context.new_page()
    found.set_default_timeout(TIMEOUT)
    yield found
    context.close()


def test_secretary_writes_and_a_juror_confirms_on_a_phone(desk, phone, live_server, stage, violations):
    desk.goto(f"{live_server.url}/panitia/tahap/{stage.code}/pleno/")
    desk.get_by_role("link", name="Buka sidang pleno").click()
    desk.get_by_label("Tempat").fill("Aula")
    desk.get_by_role("button", name="Buka sidang pleno").click()
    desk.get_by_label("Nama, baris baru").first.fill("Dra. Ketua")
    desk.get_by_label("Peran, baris baru").first.select_option(label="Pimpinan sidang")
    for box in desk.get_by_role("checkbox").all()[:6]:
        box.check()
    assert violations(desk) == []
    desk.get_by_role("button", name="Simpan").click()
    expect(desk.locator("main")).to_contain_text("6 dari 6 orang hadir")
    desk.get_by_role("link", name="Putuskan A", exact=True).click()
    desk.get_by_label("Pindah peringkat").check()
    desk.get_by_label("Peringkat yang diputuskan").fill("3")
    desk.get_by_label("Alasan atau catatan").fill("Dampak A lebih luas.")
    assert violations(desk) == []
    desk.get_by_role("button", name="Catat keputusan").click()
    expect(desk.locator("#keputusan ~ .table-frame")).to_contain_text("Dampak A lebih luas.")
    assert violations(desk) == []
    desk.get_by_role("button", name="Minta pengesahan").click()
    expect(desk.locator("h1")).to_contain_text("Berita acara sidang pleno 1")

    phone.goto(f"{live_server.url}/")
    phone.get_by_role("link", name="Baca dan sahkan sidang pleno 1").click()
    expect(phone.locator("main")).to_contain_text("Dampak A lebih luas.")
    wide = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (wide, violations(phone)) == (0, [])
    phone.get_by_label("Saya sudah membaca seluruh naskah ini").check()
    phone.get_by_role("button", name="Sahkan sidang pleno").click()
    expect(phone.locator("main")).to_contain_text("Disahkan Juri 2")
    decided = Plenary.objects.get().decisions.get()
    assert (decided.entry.proposal, decided.place) == (titled(stage, "A"), 3)
