"""Every kind of question in a browser: saved by itself, kept when the tab dies, the same after a reload."""

import re

import pytest
from playwright.sync_api import expect

from competitions.models import Question
from proposals.models import Answer
from tests import worlds
from tests.browser.writer import SOON, open_page, sign_in, state, unit, wait_until_saved
from tests.proposals.kinds import ANSWERS, ask_every_kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposal():
    return worlds.make_draft(worlds.make_edition())


@pytest.fixture
def asked(proposal):
    return ask_every_kind(proposal.competition)


@pytest.fixture
def desk(page, live_server, proposal, asked):
    sign_in(page.context, live_server, proposal.created_by)
    open_page(page, live_server, proposal)
    return page


def fill_all(desk, asked):
    """Like a person: by the words beside each control."""

    def of(code):
        return unit(desk, asked[code])

    of("nama").get_by_role("textbox").fill(ANSWERS["nama"])
    of("sudah").get_by_label("Ya").check()
    of("bidang").get_by_label("Tata kelola").check()
    of("kota").get_by_role("combobox").select_option("Kota C")
    for goal in ("SDG 16", "SDG 3"):
        of("sdg").get_by_label(goal, exact=True).check()
    of("biaya").get_by_role("textbox").fill(ANSWERS["biaya"])
    of("tanggal").locator("input[type=date]").fill(ANSWERS["tanggal"])
    of("situs").get_by_role("textbox").fill(ANSWERS["situs"])
    for row, line in enumerate(ANSWERS["hasil"].split("\n"), 1):
        for column, cell in zip(("Ukuran", "Sebelum", "Sesudah"), line.split("\t"), strict=True):
            of("hasil").get_by_label(f"{column}, baris {row}").fill(cell)


def values(desk, asked):
    """What each field reads, as the page's own script reads it."""
    script = """async (names) => {
      const { Unit } = await import("/static/js/units.js");
      return names.map((name) => {
        const root = document.querySelector(`[data-unit=${name}]`);
        return new Unit(root, name, "", root.querySelector("[data-revision]")).text();
      });
    }"""
    names = [f"q_{question.pk}" for question in asked.values()]
    return dict(zip(asked, desk.evaluate(script, names), strict=True))


def stored(proposal, asked):
    held = dict(Answer.objects.filter(proposal=proposal).values_list("question_id", "text"))
    return {code: held.get(question.pk) for code, question in asked.items()}


def test_every_kind_is_saved_by_itself_and_reloads_equal(desk, proposal, asked, violations):
    assert violations(desk) == []
    fill_all(desk, asked)
    desk.get_by_label("Judul inovasi").focus()
    wait_until_saved(desk)
    assert stored(proposal, asked) == ANSWERS
    desk.reload()
    expect(state(desk)).to_contain_text("Semua tersimpan.")
    assert values(desk, asked) == ANSWERS
    revisions = set(Answer.objects.filter(question__in=asked.values()).values_list("revision", flat=True))
    desk.wait_for_timeout(2500)
    assert revisions == set(
        Answer.objects.filter(question__in=asked.values()).values_list("revision", flat=True)
    )


def test_every_kind_survives_a_killed_browser(desk, proposal, asked, live_server, silent_console):
    desk.context.set_offline(True)
    fill_all(desk, asked)
    expect(state(desk)).to_contain_text("sambungan terputus", timeout=SOON)
    context = desk.context
    desk.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    open_page(again, live_server, proposal)
    expect(state(again)).to_have_text(re.compile("Tersimpan|Semua tersimpan"), timeout=2 * SOON)
    assert values(again, asked) == ANSWERS
    assert stored(proposal, asked) == ANSWERS
    assert again.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    silent_console.clear()


def test_table_grows_by_its_button_and_by_enter(desk, proposal, asked):
    table = unit(desk, asked["hasil"])
    table.get_by_role("button", name="Tambah baris").click()
    table.get_by_label("Ukuran, baris 4").fill("Baris keempat")
    table.get_by_label("Ukuran, baris 4").press("Enter")
    desk.keyboard.type("Baris kelima")
    desk.get_by_label("Judul inovasi").focus()
    wait_until_saved(desk)
    assert stored(proposal, asked)["hasil"] == "Baris keempat\t\t\nBaris kelima\t\t"


def test_question_is_asked_only_while_another_answer_wants_it(desk, proposal, asked, live_server):
    Question.objects.filter(pk=asked["nama"].pk).update(shown_when=asked["sdg"], shown_value="SDG 3")
    Question.objects.filter(pk=asked["situs"].pk).update(shown_when=asked["bidang"], shown_value="Lainnya")
    open_page(desk, live_server, proposal)
    name, site = unit(desk, asked["nama"]), unit(desk, asked["situs"])
    expect(name).to_be_hidden()
    expect(site).to_be_hidden()
    unit(desk, asked["sdg"]).get_by_label("SDG 3", exact=True).check()
    unit(desk, asked["bidang"]).get_by_label("Lainnya").check()
    name.get_by_role("textbox").fill("Tetap tersimpan")
    expect(site).to_be_visible()
    unit(desk, asked["sdg"]).get_by_label("SDG 3", exact=True).uncheck()
    expect(name).to_be_hidden()
    wait_until_saved(desk)
    assert stored(proposal, asked)["nama"] == "Tetap tersimpan"


def test_what_is_wrong_is_said_beside_the_field_after_saving(desk, proposal, asked):
    cost = unit(desk, asked["biaya"])
    cost.get_by_role("textbox").fill("kira-kira sejuta")
    cost.get_by_role("textbox").blur()
    expect(cost.locator("[data-fault]")).to_contain_text("Tulis angka saja", timeout=SOON)
    cost.get_by_role("textbox").fill("1.000")
    cost.get_by_role("textbox").blur()
    expect(cost.locator("[data-fault]")).to_be_hidden(timeout=SOON)


def test_another_track_brings_its_own_chapters_and_loses_nothing(desk, proposal, asked, live_server):
    edition = proposal.competition
    own = edition.tracks.create(position=2, name="Replikasi", minimum_months=0)
    edition.sections.filter(code="lengkap").update(track=edition.tracks.get(name="Umum"))
    theirs = edition.sections.create(position=8, code="replikasi", title="Bagian replikasi", track=own)
    Question.objects.create(
        section=theirs, position=1, code="asal", label="Inovasi asal", kind="short", is_required=False
    )
    open_page(desk, live_server, proposal)
    unit(desk, asked["nama"]).get_by_role("textbox").fill("Belum sempat tersimpan")
    desk.get_by_label("Jalur").select_option("Replikasi")
    expect(desk.get_by_label("Inovasi asal")).to_be_visible(timeout=SOON)
    expect(unit(desk, asked["nama"])).to_have_count(0)
    desk.get_by_label("Jalur").select_option("Umum")
    expect(unit(desk, asked["nama"]).get_by_role("textbox")).to_have_value(
        "Belum sempat tersimpan", timeout=SOON
    )
