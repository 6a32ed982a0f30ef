"""Somebody writes a proposal: saved by itself, counted as on the server, kept when the line breaks."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from competitions.models import AttachmentSlot, Competition
from proposals.models import Answer, Proposal
from proposals.services import writing
from proposals.words import count_words
from tests import worlds
from tests.browser.writer import box, state, text_of, wait_until_saved
from tests.proposals import paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRICKY = "Undang-undang — 1. Rp1.000.000,00 • “baik”\u00a0sekali 87% \u200b✓ dan/atau\ntiga"


@pytest.fixture
def proposal(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    edition = worlds.make_edition()
    AttachmentSlot.objects.create(
        competition=edition, position=1, code="implementasi", title="Surat pernyataan implementasi"
    )
    return worlds.make_draft(edition)


@pytest.fixture
def question(proposal):
    return proposal.answers.order_by("question__section__position").first().question


@pytest.fixture
def desk(page, live_server, client, proposal):
    client.force_login(proposal.created_by)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.goto(live_server.url + reverse("proposals:edit", args=[proposal.code]))
    return page


def test_autosave_keeps_words_within_five_seconds_and_over_a_reload(desk, proposal, question):
    box(desk, question).fill("Antrean turun dari dua jam menjadi sepuluh menit.")
    expect(state(desk)).to_contain_text("Belum tersimpan")
    desk.wait_for_timeout(5000)
    assert text_of(proposal, question) == "Antrean turun dari dua jam menjadi sepuluh menit."
    wait_until_saved(desk)
    desk.reload()
    expect(box(desk, question)).to_have_value("Antrean turun dari dua jam menjadi sepuluh menit.")
    expect(state(desk)).to_contain_text("Semua tersimpan.")


def test_autosave_on_leaving_a_field_is_at_once(desk, proposal, question):
    title = desk.get_by_label("Judul inovasi")
    title.fill("Judul dari peramban")
    title.blur()
    wait_until_saved(desk)
    assert Proposal.objects.get(pk=proposal.pk).title == "Judul dari peramban"


def test_counter_equals_the_server_and_turns_before_the_limit(desk, proposal, question):
    counter = desk.locator(f"#id_q_{question.pk}_counter")
    box(desk, question).fill(TRICKY)
    expect(counter.locator("[data-counter-value]")).to_have_text(str(count_words(TRICKY)))
    for count, kind in ((44, "counter-ok"), (45, "counter-near"), (50, "counter-near"), (51, "counter-over")):
        box(desk, question).fill("kata " * count)
        expect(counter).to_have_class(re.compile(kind))
    box(desk, question).blur()
    wait_until_saved(desk)
    assert Answer.objects.get(proposal=proposal, question=question).words == 51
    expect(desk.locator("#progress")).to_contain_text("lebih 1 kata dari batas 50 kata")


def test_offline_text_is_kept_restored_and_sent(desk, proposal, question, silent_console):
    desk.context.set_offline(True)
    box(desk, question).fill("Ditulis saat listrik padam.")
    box(desk, question).blur()
    expect(state(desk)).to_contain_text("Belum tersimpan: sambungan terputus")
    assert text_of(proposal, question) == "Jawaban untuk latar."
    desk.context.set_offline(False)
    wait_until_saved(desk)
    assert text_of(proposal, question) == "Ditulis saat listrik padam."
    silent_console.clear()  # the browser itself tells of the broken line


def test_text_of_a_closed_window_comes_back(desk, proposal, question, silent_console):
    address = desk.url
    desk.context.set_offline(True)
    box(desk, question).fill("Belum sempat tersimpan.")
    expect(state(desk)).to_contain_text("Belum tersimpan")
    context = desk.context
    desk.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(box(again, question)).to_have_value("Belum sempat tersimpan.")
    # The closing window may have sent it with its last breath: then there is nothing left to send.
    settled = re.compile(r"^\s*(Tersimpan \d\d\.\d\d WIB|Semua tersimpan\.)\s*$")
    expect(state(again)).to_have_text(settled, timeout=8000)
    assert text_of(proposal, question) == "Belum sempat tersimpan."
    assert again.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    silent_console.clear()


def test_two_fields_of_the_identity_from_two_windows_both_stay(desk, proposal, silent_console):
    writing.save_header(
        proposal=Proposal.objects.for_page().get(pk=proposal.pk),
        by=proposal.created_by,
        at=timezone.now(),
        revision=0,
        changes={"video_url": "https://contoh.go.id/video"},
    )
    desk.get_by_label("Judul inovasi").fill("Judul dari jendela kedua")
    desk.get_by_label("Judul inovasi").blur()
    wait_until_saved(desk)
    row = Proposal.objects.get(pk=proposal.pk)
    assert (row.title, row.video_url) == ("Judul dari jendela kedua", "https://contoh.go.id/video")
    silent_console.clear()


def test_signing_out_forgets_the_words_kept_here(desk, question, silent_console):
    desk.evaluate("localStorage.setItem('draft:a:b:q_1', '{}')")
    desk.locator(".menu > summary").first.click()
    desk.get_by_role("button", name="Keluar").click()
    desk.wait_for_url(re.compile(r"/$|/akun/"))
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []


def test_after_closing_the_page_says_so_and_keeps_the_text(desk, proposal, question, silent_console):
    Competition.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    box(desk, question).fill("Terlambat satu detik.")
    box(desk, question).blur()
    expect(state(desk)).to_contain_text("Pendaftaran sudah ditutup pada")
    expect(box(desk, question)).to_have_value("Terlambat satu detik.")
    assert text_of(proposal, question) == "Jawaban untuk latar."
    silent_console.clear()


def test_team_grows_and_a_wrong_nip_is_told_at_once(desk, proposal, silent_console):
    desk.get_by_role("button", name="Tambah orang").click()
    last = desk.locator("[data-member]").last
    last.get_by_label("Nama lengkap").fill("Budi Santosa")
    last.get_by_label("NIP").fill("123")
    desk.get_by_label("Judul inovasi").focus()
    expect(desk.get_by_text("NIP terdiri atas 18 angka.").last).to_be_visible()
    silent_console.clear()
    last.get_by_label("NIP").fill("19800101 200501 2 002")
    desk.get_by_label("Judul inovasi").focus()
    wait_until_saved(desk)
    assert [m.name for m in proposal.team.all()] == ["Siti Aminah", "Budi Santosa"]


def test_upload_shows_the_file_or_says_what_is_wrong(desk, proposal, silent_console):
    field = desk.locator("#id_file_implementasi")
    field.set_input_files({"name": "rusak.pdf", "mimeType": "application/pdf", "buffer": paper.cut_pdf()})
    expect(desk.get_by_text("Berkas PDF ini rusak.")).to_be_visible()
    silent_console.clear()
    field.set_input_files({"name": "surat.pdf", "mimeType": "application/pdf", "buffer": paper.make_pdf(2)})
    expect(desk.get_by_role("link", name="surat.pdf", exact=True)).to_be_visible()
    assert proposal.attachments.get().pages == 2


def test_writing_pages_pass_axe(desk, live_server, proposal, violations):
    assert violations(desk) == []
    for name in ("detail", "submit", "withdraw"):
        desk.goto(live_server.url + reverse(f"proposals:{name}", args=[proposal.code]))
        assert violations(desk) == []


def test_words_typed_before_the_script_arrives_are_saved(desk, proposal, question):
    """A slow line: the page is there, its script is not yet."""
    held = []
    desk.route("**/js/autosave*.js", lambda route: held.append(route))
    desk.reload(wait_until="commit")
    box(desk, question).fill("Ditulis sebelum skripnya tiba.")
    for route in held:
        route.continue_()
    wait_until_saved(desk)
    assert text_of(proposal, question) == "Ditulis sebelum skripnya tiba."


def test_reviewing_at_once_saves_first(desk, proposal, question):
    box(desk, question).fill("Langsung ditinjau.")
    desk.get_by_role("link", name="Tinjau dan kirim").first.click()
    desk.wait_for_url("**/kirim/")
    assert text_of(proposal, question) == "Langsung ditinjau."


def test_the_browser_counts_every_nasty_string_as_the_server_does(desk):
    cases = json.loads((Path(__file__).parents[1] / "pure" / "words_cases.json").read_text())
    texts = [text for text, _words in cases]
    counted = desk.evaluate("texts => texts.map((text) => countWords(text))", texts)
    assert len(cases) >= 200
    assert counted == list(map(count_words, texts)) == [words for _text, words in cases]
