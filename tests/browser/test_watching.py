"""The bureau watches a stage: figures move by themselves, the page stays; reminders and further readers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agencies.models import Mail
from competitions.models import Stage
from tests import worlds
from tests.judging.golden_stage import fill_sheet
from tests.pure.golden import CODES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HALF_A_MINUTE = 30_500


@pytest.fixture
def stage():
    """Two entries, three jurors: of the first two sheets are final and far apart, of the second none."""
    edition = worlds.make_edition()
    stage = worlds.scoring_stage(edition)
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now() + timedelta(days=5), readers=2)
    jurors = [worlds.make_juror(stage, name=name) for name in ("Ani", "Budi", "Citra")]
    for title, points in (("Antar Obat", (5, 2)), ("Rumah Baca", ())):
        entry = worlds.make_entry(edition, title=title)
        for at, juror in enumerate(jurors[:2]):
            reading = worlds.make_assignment(entry, juror)
            if points:
                fill_sheet(reading, dict.fromkeys(CODES, points[at]))
    return stage


@pytest.fixture
def desk(page, live_server, client, stage):
    client.force_login(worlds.make_user(agency=stage.competition.organiser, role="bureau"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.set_default_timeout(30_000)
    yield page
    page.goto("about:blank")  # no request of the page meets the end of the database


def test_figures_move_by_themselves_and_the_page_stays(desk, live_server, stage, violations):
    desk.clock.install()
    desk.goto(f"{live_server.url}/panitia/tahap/{stage.code}/progres/?saring=belum")
    assert violations(desk) == []
    expect(desk.locator("[data-live=angka]")).to_contain_text("2 / 4")
    desk.get_by_role("link", name="Kecualikan Ani").focus()
    fill_sheet(stage.panel.get(user__name="Budi").assignments.get(sheet=None), dict.fromkeys(CODES, 3))
    desk.clock.fast_forward(HALF_A_MINUTE)
    expect(desk.locator("[data-live=angka]")).to_contain_text("3 / 4", timeout=30_000)
    expect(desk.locator("[data-live^=lembar-]", has_text="Budi")).to_contain_text("final")
    assert desk.evaluate("document.activeElement.textContent").split() == ["Kecualikan", "Ani"]
    assert desk.url.endswith("?saring=belum")
    desk.context.clear_cookies()
    desk.clock.fast_forward(HALF_A_MINUTE)
    expect(desk.locator("[data-live-told]")).to_have_text(
        "Angka tidak diperbarui lagi. Muat ulang halaman ini."
    )
    desk.goto("about:blank")


def test_the_late_are_reminded_in_two_clicks_and_a_contested_entry_gets_a_reader(
    desk, live_server, stage, violations
):
    desk.goto(f"{live_server.url}/panitia/tahap/{stage.code}/progres/")
    desk.get_by_role("link", name="Ingatkan yang terlambat").click()
    assert violations(desk) == []
    desk.get_by_role("checkbox", name="Pilih Budi").uncheck()
    expect(desk.locator("[data-picked]")).to_have_text("1")
    desk.get_by_role("button", name="Ingatkan sekarang").click()
    desk.get_by_text("Pengingat sedang dikirim").wait_for()
    assert list(Mail.objects.values_list("to", flat=True)) == [stage.panel.get(user__name="Ani").user.email]
    desk.goto(f"{live_server.url}/panitia/tahap/{stage.code}/berselisih/")
    assert violations(desk) == []
    desk.get_by_role("link", name="Tambah 2 pembaca Antar Obat").click()
    assert violations(desk) == []
    expect(desk.get_by_role("checkbox", name="Citra")).to_be_checked()
    desk.get_by_role("button", name="Tugaskan").click()
    desk.get_by_text("Citra ditugaskan membaca “Antar Obat”.").wait_for()
    desk.goto(f"{live_server.url}/panitia/tahap/{stage.code}/pemeriksaan/")
    assert violations(desk) == []
