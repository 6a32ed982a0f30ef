"""The screening desk in a real browser: by keyboard alone, by two people, many at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.models import Finding, Proposal, Screening
from proposals.services import screening
from proposals.services.screening import Found
from tests import worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = timezone.now()
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def edition():
    edition = worlds.make_edition(opens_at=NOW - timedelta(days=30), closes_at=NOW - timedelta(days=1))
    for position, (code, kind) in enumerate([("umur", "age"), ("surat", ""), ("isi", "")], 1):
        edition.checklist.create(
            position=position, code=code, question=f"Butir {code}", reason=f"Kurang {code}", check_kind=kind
        )
    edition.reason_texts.create(position=1, text="Belum ditandatangani.")
    edition.reason_texts.create(position=2, text="Tidak menjawab pertanyaan.")
    return edition


@pytest.fixture
def proposals(edition):
    return [worlds.make_submitted(edition, title=f"Inovasi {letter}") for letter in "ABC"]


@pytest.fixture
def officer(edition):
    return worlds.make_user(agency=edition.organiser, role="bureau", name="Pertama")


@pytest.fixture
def sit(page, live_server, client):
    """Somebody sits down at the desk."""

    def sit_down(user):
        client.force_login(user)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.clear_cookies()
        page.context.add_cookies([session])
        return page

    return sit_down


def address(live_server, edition, proposal=None):
    return f"{live_server.url}/panitia/edisi/{edition.slug}/seleksi/{proposal.code + '/' if proposal else ''}"


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def found(proposal):
    rows = Finding.objects.filter(screening__version__proposal=proposal).order_by("item__position")
    return list(rows.values_list("is_met", "note"))


def test_keyboard_alone_passes_one_rejects_the_next_and_walks_on(
    sit, officer, edition, proposals, live_server
):
    page = sit(officer)
    page.goto(address(live_server, edition, proposals[0]))
    press(page, "Enter", "y", "y", "Enter", "Enter")
    page.wait_for_url(address(live_server, edition, proposals[1]))
    press(page, "j", "j", "t", "1", "n")
    page.keyboard.type(" Halaman 2, y dan t.")
    press(page, "Enter", "Enter", "t", "2", "Enter", "Enter")
    page.wait_for_url(address(live_server, edition, proposals[2]))
    assert found(proposals[0]) == [(True, ""), (True, ""), (True, "")]
    assert found(proposals[1]) == [
        (True, ""),
        (False, "Belum ditandatangani. Halaman 2, y dan t."),
        (False, "Tidak menjawab pertanyaan."),
    ]
    assert list(Proposal.objects.order_by("pk").values_list("status", flat=True)) == [
        "passed",
        "rejected",
        "submitted",
    ]


def test_keys_show_themselves_and_sleep_while_typing(sit, officer, edition, proposals, live_server):
    page = sit(officer)
    page.goto(address(live_server, edition, proposals[0]))
    press(page, "?")
    assert page.is_visible("#pintasan")
    press(page, "t", "Escape")
    assert not page.is_visible("#pintasan")
    page.click("#id_note")
    page.keyboard.type("jkytn12?[]")
    assert page.input_value("#id_note") == "jkytn12?[]"
    assert page.locator("input[value=tidak]:checked").count() == 0
    press(page, "Escape", "]")
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_url(address(live_server, edition, proposals[1]))


def test_sentence_goes_by_one_click_to_the_remark_being_written(
    sit, officer, edition, proposals, live_server
):
    page = sit(officer)
    page.goto(address(live_server, edition, proposals[0]))
    page.click("#id_note_surat")
    page.click("[data-sentence] >> nth=1")
    assert page.input_value("#id_note_surat") == "Tidak menjawab pertanyaan."
    assert page.evaluate("document.activeElement.id") == "id_note_surat"
    page.keyboard.type(" Lihat bagian 3.")
    assert page.input_value("#id_note_surat") == "Tidak menjawab pertanyaan. Lihat bagian 3."


def test_focus_goes_through_the_lines_then_to_the_buttons(sit, officer, edition, proposals, live_server):
    page = sit(officer)
    page.goto(address(live_server, edition, proposals[0]))
    page.focus("#id_met_umur_0")
    seen = []
    for _step in range(18):
        seen.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 13)"
            )
        )
        press(page, "Tab")
    assert [name for name in seen if name.startswith(("id_note", "Simpan", "Tidak lolosk", "Loloskan"))] == [
        "id_note_umur",
        "id_note_surat",
        "id_note_isi",
        "id_note",
        "Simpan dulu",
        "Tidak loloska",
        "Loloskan & be",
    ]


def test_two_people_propose_send_back_and_confirm(sit, officer, edition, proposals, live_server):
    edition.screened_by_two = True
    edition.save()
    second = worlds.make_user(agency=edition.organiser, role="bureau", name="Kedua")
    page = sit(officer)
    page.goto(address(live_server, edition, proposals[0]))
    press(page, "Enter", "y", "y", "Enter", "Enter")
    page.wait_for_url(address(live_server, edition, proposals[1]))
    page.goto(address(live_server, edition, proposals[0]))
    assert page.is_visible("text=Anda yang mengusulkan")
    assert page.locator("[data-finish=sahkan]").count() == 0

    sit(second)
    page.goto(f"{address(live_server, edition)}?status=kedua")
    page.click("main tbody a >> text=Inovasi A")
    page.click("summary >> text=Kembalikan kepada pengusul")
    page.fill("#id_second_note", "Lihat tanggal suratnya.")
    page.click("button >> text=Kembalikan usulan")
    page.wait_for_url(address(live_server, edition, proposals[1]))

    sit(officer)
    page.goto(address(live_server, edition, proposals[0]))
    assert page.is_visible("text=Lihat tanggal suratnya.")
    press(page, "Enter", "Enter")
    page.wait_for_url(address(live_server, edition, proposals[1]))

    sit(second)
    page.goto(address(live_server, edition, proposals[0]))
    press(page, "Enter", "Enter")
    page.wait_for_url(address(live_server, edition, proposals[1]))
    decided = Screening.objects.exclude(outcome="").get()
    assert (decided.outcome, decided.proposed_by, decided.decided_by) == ("passed", officer, second)


def prepare(proposals, officer):
    for proposal in proposals:
        screening.save_findings(
            version=proposal.versions.get(),
            by=officer,
            at=NOW,
            revision=0,
            findings={code: Found(True) for code in ("umur", "surat", "isi")},
        )


@pytest.mark.parametrize("has_script", [True, False])
def test_selection_is_counted_listed_and_passed(
    browser, client, officer, edition, proposals, live_server, has_script
):
    prepare(proposals[:2], officer)
    client.force_login(officer)
    context = browser.new_context(java_script_enabled=has_script, locale="id-ID")
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    page = context.new_page()
    page.goto(address(live_server, edition))
    assert page.is_visible(".bulk-bar") is not has_script
    if has_script:
        page.check("[data-pick-all]")
        assert page.inner_text("[data-picked]") == "3"
    else:
        for box in page.locator("input[name=pilih]").all():
            box.check()
    page.click("button[value=lolos]")
    assert page.inner_text("h1") == "Loloskan 2 proposal?"
    assert "Belum diperiksa: Butir surat; Butir isi." in page.inner_text("main")
    page.click("button >> text=Ya, loloskan 2 proposal")
    assert page.inner_text("h1") == "2 proposal diloloskan"
    context.close()
    assert list(Proposal.objects.order_by("pk").values_list("status", flat=True)) == [
        "passed",
        "passed",
        "submitted",
    ]


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(sit, officer, edition, proposals, live_server, violations, size, scheme):
    prepare(proposals[:1], officer)
    page = sit(officer)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    for path in ("", f"{proposals[0].code}/", f"{proposals[0].code}/riwayat/", "kalimat/", "surat/"):
        page.goto(address(live_server, edition) + path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.goto(address(live_server, edition))
    page.locator("input[name=pilih]").first.check()
    assert violations(page) == []
    page.click("button[value=tidak]")
    assert violations(page) == []
