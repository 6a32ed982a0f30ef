"""Two people at two devices in one proposal, and a session that ends: nothing is overwritten or lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from proposals.models import Answer, AnswerVersion, Proposal
from proposals.services import writing
from tests import worlds
from tests.browser.writer import (
    SOON,
    box,
    open_page,
    second_device,
    sign_in,
    state,
    text_of,
    unit,
    wait_for_a_beat,
    wait_until_saved,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposal():
    return worlds.make_draft(worlds.make_edition())


@pytest.fixture
def question(proposal):
    return proposal.answers.order_by("question__section__position").first().question


@pytest.fixture
def colleague(proposal):
    return worlds.make_user(agency=proposal.agency, name="Siti Aminah")


@pytest.fixture
def desk(page, live_server, proposal):
    sign_in(page.context, live_server, proposal.created_by)
    open_page(page, live_server, proposal)
    return page


def save_elsewhere(proposal, question, text, by):
    writing.save_answer(
        proposal=Proposal.objects.for_page().get(pk=proposal.pk),
        question_id=question.pk,
        by=by,
        at=timezone.now(),
        revision=Answer.objects.get(proposal=proposal, question=question).revision,
        text=text,
    )


# --- Who is here --------------------------------------------------------------------------------------


def test_presence_of_a_colleague_is_told_beside_the_field_and_on_top(
    desk, browser, live_server, proposal, question, colleague, silent_console
):
    with second_device(browser, live_server, colleague, proposal, heard=silent_console) as other:
        with other.expect_response("**/isi/hadir/"):
            box(other, question).focus()
        wait_for_a_beat(desk)
        expect(desk.locator("#company")).to_have_text("Siti Aminah sedang menulis di “Uraikan latar”.")
        expect(unit(desk, question).locator(".here")).to_have_text("Siti Aminah sedang menulis di sini")
        other.goto("about:blank")
        other.wait_for_timeout(300)
    wait_for_a_beat(desk)
    expect(desk.locator("#company")).to_be_hidden()
    expect(unit(desk, question).locator(".here")).to_have_count(0)


def test_untouched_field_is_refreshed_in_place_with_a_quiet_note(desk, proposal, question, colleague):
    save_elsewhere(proposal, question, "Tulisan Siti", colleague)
    wait_for_a_beat(desk)
    expect(box(desk, question)).to_have_value("Tulisan Siti")
    expect(unit(desk, question).locator(".unit-note")).to_contain_text("Siti Aminah")
    box(desk, question).fill("Tulisan Siti, saya sambung.")
    box(desk, question).blur()
    wait_until_saved(desk)
    assert text_of(proposal, question) == "Tulisan Siti, saya sambung."


def test_touched_field_meets_the_newer_text_at_once(desk, proposal, question, colleague, silent_console):
    desk.context.set_offline(True)
    box(desk, question).fill("Tulisan saya")
    box(desk, question).blur()
    expect(state(desk)).to_contain_text("sambungan terputus", timeout=SOON)
    save_elsewhere(proposal, question, "Tulisan Siti", colleague)
    desk.context.set_offline(False)
    expect(unit(desk, question).locator(".theirs")).to_contain_text("Siti Aminah menyimpan isian ini pukul")
    expect(state(desk)).to_contain_text("pilih tulisan yang dipakai")
    assert text_of(proposal, question) == "Tulisan Siti"
    silent_console.clear()


def test_identity_changed_by_a_colleague_arrives_by_itself(desk, proposal, colleague):
    writing.save_header(
        proposal=Proposal.objects.for_page().get(pk=proposal.pk),
        by=colleague,
        at=timezone.now(),
        revision=0,
        changes={"video_url": "https://contoh.go.id/video"},
    )
    wait_for_a_beat(desk)
    expect(desk.get_by_label("Tautan video")).to_have_value("https://contoh.go.id/video")
    desk.get_by_label("Judul inovasi").fill("Judul sesudahnya")
    desk.get_by_label("Judul inovasi").blur()
    wait_until_saved(desk)
    row = Proposal.objects.get(pk=proposal.pk)
    assert (row.title, row.video_url) == ("Judul sesudahnya", "https://contoh.go.id/video")


# --- Two texts ----------------------------------------------------------------------------------------


def conflict(desk, proposal, question, colleague):
    save_elsewhere(proposal, question, "Pendahuluan. Siti menulis ini.", colleague)
    box(desk, question).fill("Pendahuluan. Saya menulis itu.")
    box(desk, question).blur()
    chooser = unit(desk, question).locator(".theirs")
    expect(chooser.locator("del").first).to_contain_text("Siti")
    expect(chooser.locator("ins").first).to_contain_text("Saya")
    assert text_of(proposal, question) == "Pendahuluan. Siti menulis ini."
    return chooser


def kept():
    return set(AnswerVersion.objects.values_list("text", flat=True))


def test_conflict_mine_is_saved_and_theirs_stays_in_the_history(
    desk, proposal, question, colleague, silent_console
):
    chooser = conflict(desk, proposal, question, colleague)
    chooser.get_by_role("button", name="Pakai tulisan saya").click()
    wait_until_saved(desk)
    assert text_of(proposal, question) == "Pendahuluan. Saya menulis itu."
    assert "Pendahuluan. Siti menulis ini." in kept()
    silent_console.clear()


def test_conflict_theirs_stands_and_mine_stays_in_the_history(
    desk, proposal, question, colleague, silent_console
):
    chooser = conflict(desk, proposal, question, colleague)
    chooser.get_by_role("button", name="Pakai yang tersimpan").click()
    expect(chooser).to_have_count(0)
    expect(box(desk, question)).to_have_value("Pendahuluan. Siti menulis ini.")
    expect(unit(desk, question)).to_contain_text("Tulisan Anda disimpan di riwayat isian.")
    assert text_of(proposal, question) == "Pendahuluan. Siti menulis ini."
    assert "Pendahuluan. Saya menulis itu." in kept()
    silent_console.clear()


def test_conflict_merged_by_hand_holds_both(desk, proposal, question, colleague, silent_console, violations):
    chooser = conflict(desk, proposal, question, colleague)
    assert violations(desk) == []
    chooser.get_by_role("button", name="Gabungkan", exact=True).click()
    merged = chooser.get_by_label("Gabungan kedua tulisan")
    expect(merged).to_have_value(re.compile("Siti menulis ini.*Saya menulis itu"))
    merged.fill("Pendahuluan. Siti menulis ini, saya menulis itu.")
    chooser.get_by_role("button", name="Pakai gabungan ini").click()
    wait_until_saved(desk)
    assert text_of(proposal, question) == "Pendahuluan. Siti menulis ini, saya menulis itu."
    assert "Pendahuluan. Siti menulis ini." in kept()
    silent_console.clear()


def test_two_devices_in_one_field_overwrite_nothing_silently(
    desk, browser, live_server, proposal, question, colleague, silent_console
):
    """Both type at once; whoever is second is asked, and whatever was saved can be found again."""
    with second_device(browser, live_server, colleague, proposal, heard=silent_console) as other:
        box(desk, question).fill("Dari laptop Rina.")
        box(other, question).fill("Dari ponsel Siti.")
        box(desk, question).blur()
        box(other, question).blur()
        asked = [page for page in (desk, other) if page.locator(".theirs").count() or _is_asked(page)]
        assert len(asked) == 1
        asked[0].get_by_role("button", name="Gabungkan", exact=True).click()
        asked[0].get_by_role("button", name="Pakai gabungan ini").click()
        wait_until_saved(asked[0])
    merged = text_of(proposal, question)
    assert ("Dari laptop Rina." in merged, "Dari ponsel Siti." in merged) == (True, True)
    silent_console.clear()


def _is_asked(page):
    expect(state(page)).to_have_text(re.compile("Tersimpan|pilih tulisan"), timeout=SOON)
    return "pilih tulisan" in state(page).inner_text()


# --- A session that ends ------------------------------------------------------------------------------


def end_session():
    Session.objects.all().delete()


def test_expired_session_signs_in_again_in_place_and_keeps_every_character(
    desk, proposal, question, silent_console, violations
):
    end_session()
    box(desk, question).press_sequentially("Sesi habis di tengah kalimat")
    expect(desk.get_by_role("button", name="Masuk lagi di sini")).to_be_visible(timeout=SOON)
    expect(state(desk)).to_contain_text("sesi Anda berakhir")
    box(desk, question).press_sequentially(" dan saya terus menulis.")
    desk.get_by_role("button", name="Masuk lagi di sini").click()
    assert violations(desk) == []
    sign_in_dialog = desk.get_by_role("dialog", name="Masuk lagi")
    expect(sign_in_dialog.get_by_label("Alamat email")).to_have_value(proposal.created_by.email)
    sign_in_dialog.get_by_label("Kata sandi").fill("salah sekali")
    sign_in_dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(sign_in_dialog.get_by_role("alert")).to_contain_text("kata sandi")
    sign_in_dialog.get_by_label("Kata sandi").fill(worlds.PASSWORD)
    sign_in_dialog.get_by_role("button", name="Masuk", exact=True).click()
    wait_until_saved(desk)
    expect(sign_in_dialog).to_be_hidden()
    expect(desk.get_by_role("button", name="Masuk lagi di sini")).to_be_hidden()
    written = "Sesi habis di tengah kalimat dan saya terus menulis."
    assert written in text_of(proposal, question)
    assert box(desk, question).input_value() == text_of(proposal, question)
    silent_console.clear()


def test_somebody_else_who_signed_in_never_sends_these_words(
    desk, live_server, proposal, question, colleague, silent_console
):
    sign_in(desk.context, live_server, colleague)
    box(desk, question).fill("Tulisan Rina di komputer bersama.")
    box(desk, question).blur()
    expect(desk.locator("#signed-out")).to_contain_text("Di peramban ini Siti Aminah yang masuk, bukan Anda.")
    assert text_of(proposal, question) == "Jawaban untuk latar."
    sign_in(desk.context, live_server, proposal.created_by)
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_until_saved(desk)
    answer = Answer.objects.get(proposal=proposal, question=question)
    assert (answer.text, answer.saved_by) == ("Tulisan Rina di komputer bersama.", proposal.created_by)
    silent_console.clear()


def test_history_page_brings_an_earlier_text_back(desk, proposal, question, violations):
    box(desk, question).fill("Saya menghapus semuanya.")
    box(desk, question).blur()
    wait_until_saved(desk)
    desk.reload()
    desk.get_by_role("link", name=re.compile("^Riwayat isian.*Uraikan latar")).click()
    desk.locator(".history a").first.click()
    assert violations(desk) == []
    desk.get_by_role("button", name="Pakai lagi tulisan ini").click()
    expect(desk.get_by_text("Isian lama dipakai lagi.")).to_be_visible()
    assert text_of(proposal, question) == "Jawaban untuk latar."
