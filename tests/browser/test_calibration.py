"""Two jurors and the bureau: anchors by keys and Enter, alone, then the panel beside the reference."""

import pytest

from judging.models import AnchorSheet, ScoreSheet
from tests import worlds
from tests.judging.calibrating import open_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def stage():
    return worlds.scoring_stage(worlds.make_edition(weights=(25, 20, 15, 25, 15)))


@pytest.fixture
def bureau(stage):
    return stage.competition.announced_by


@pytest.fixture
def members(stage):
    return [worlds.make_juror(stage, name=name) for name in ("Juri Satu", "Juri Dua")]


@pytest.fixture
def become(page, live_server, client):
    """The one browser signs in as somebody else."""

    def sign_in(user):
        client.force_login(user)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([session])
        return page

    return sign_in


def calibrate(page, live_server, sequences) -> None:
    page.goto(f"{live_server.url}/juri/")
    page.click("text=Mulai kalibrasi")
    for keys in sequences:
        page.wait_for_selector(".criterion.is-current", state="attached")
        for key in keys:
            page.keyboard.press(key)
        before = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)


def test_two_jurors_calibrate_by_keys_and_read_the_panel_after_the_reveal(
    become, live_server, stage, bureau, members
):
    reading = worlds.make_assignment(worlds.make_entry(stage.competition), members[0])
    open_for(stage, bureau, count=2)
    for member, sequences in zip(members, (("52333", "44444"), ("32333", "44445")), strict=True):
        page = become(member.user)
        calibrate(page, live_server, sequences)
        assert page.inner_text("h2 >> nth=0").startswith("Kalibrasi")
        assert page.is_visible("text=Kalibrasi Anda selesai")
    assert AnchorSheet.objects.filter(finalised_at__isnull=False).count() == 4
    page = become(bureau)
    page.goto(f"{live_server.url}/panitia/tahap/{stage.code}/kalibrasi/")
    page.click("text=Tunjukkan hasil …")
    page.click("text=Tunjukkan hasil kepada juri")
    page.wait_for_selector(".verdict")
    assert page.locator(".verdict").count() == 2
    page = become(members[0].user)
    page.goto(f"{live_server.url}/juri/")
    page.click("text=Lihat hasil kalibrasi panel")
    assert "Anda 2 di atas rujukan; panel memberi 3 sampai 5." in page.inner_text(".verdict >> nth=0")
    assert "Juri Dua" not in page.content()
    page.goto(f"{live_server.url}/juri/{reading.code}/")
    page.click("button[name=no_conflict]")
    page.wait_for_selector("#lembar")
    assert ScoreSheet.objects.get().assignment == reading


def test_points_of_an_anchor_save_themselves_and_outlive_a_reload(
    become, live_server, stage, bureau, members
):
    [anchor] = open_for(stage, bureau)
    page = become(members[0].user)
    page.goto(f"{live_server.url}/juri/kalibrasi/{anchor.code}/")
    page.keyboard.press("5")
    page.fill("#note", "Bukti dampaknya tipis.")
    page.click("h1")
    page.wait_for_function(
        "() => document.querySelector('[data-save-text]').textContent.startsWith('Tersimpan')"
    )
    page.reload()
    assert page.is_checked("fieldset >> nth=0 >> input[value='5']")
    assert page.input_value("#note") == "Bukti dampaknya tipis."
    assert page.locator("fieldset textarea").count() == 0
    assert AnchorSheet.objects.get().points == {"kebaruan": 5}


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_calibration_are_accessible(
    become, live_server, stage, bureau, members, violations, size, scheme
):
    [anchor] = open_for(stage, bureau)
    page = become(members[0].user)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/juri/")
    assert violations(page) == []
    calibrate(page, live_server, ["52333"])
    page.goto(f"{live_server.url}/juri/kalibrasi/{anchor.code}/")
    assert violations(page) == []
    page = become(bureau)
    rounds = f"{live_server.url}/panitia/tahap/{stage.code}/kalibrasi/"
    for address in (rounds, f"{rounds}tunjukkan/", f"{rounds}ambil/", f"{rounds}tulis/"):
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.goto(f"{rounds}tunjukkan/")
    page.fill("textarea[name=reason]", "Sakit.")
    page.click("text=Tunjukkan hasil kepada juri")
    page.wait_for_selector(".verdict")
    assert violations(page) == []
    page = become(members[0].user)
    page.goto(f"{live_server.url}/juri/tahap/{stage.code}/kalibrasi/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
