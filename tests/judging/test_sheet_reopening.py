"""A final sheet goes back to its juror: the page, the reason, the letter, and what the juror sees."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent, Mail
from competitions.models import LedgerEvent, Stage
from judging.models import ScoreSheet
from tests import worlds
from tests.judging.golden_stage import fill_sheet

pytestmark = pytest.mark.django_db

POINTS = dict.fromkeys(worlds.CRITERIA, 4)
REASON = "Nilai Kebaruan tertukar dengan proposal lain."


@pytest.fixture
def stage():
    return worlds.scoring_stage(worlds.make_edition())


@pytest.fixture
def bureau(client, stage):
    client.force_login(worlds.make_user(agency=stage.competition.organiser, role="bureau"))
    return client


@pytest.fixture
def final(stage):
    entry = worlds.make_entry(stage.competition, title="Tape Pasar")
    assignment = worlds.make_assignment(entry, worlds.make_juror(stage, name="Ayu", email="ayu@ui.example"))
    fill_sheet(assignment, POINTS)
    return assignment


def address(name, *args):
    return reverse(f"judging:{name}", args=args)


def page_of(assignment):
    return address("sheet_reopen", assignment.entry.stage.code, assignment.code)


def test_progress_offers_reopening_of_final_readings_only(bureau, stage, final):
    unread = worlds.make_assignment(final.entry, worlds.make_juror(stage))
    html = bureau.get(address("progress", stage.code)).content.decode()
    assert (html.count("Buka kembali"), page_of(final) in html, page_of(unread) in html) == (1, True, False)


def test_progress_of_a_closed_stage_or_to_an_auditor_offers_nothing(bureau, stage, final):
    Stage.objects.filter(pk=stage.pk).update(
        closed_at=timezone.now(), closed_by=stage.competition.announced_by
    )
    assert page_of(final) not in bureau.get(address("progress", stage.code)).content.decode()
    Stage.objects.filter(pk=stage.pk).update(closed_at=None, closed_by=None)
    bureau.force_login(worlds.make_user(agency=stage.competition.organiser, role="auditor"))
    assert page_of(final) not in bureau.get(address("progress", stage.code)).content.decode()
    assert bureau.get(page_of(final)).status_code == 403


def test_reopen_gives_the_sheet_back_and_tells_the_juror(bureau, final):
    assert "Tape Pasar" in bureau.get(page_of(final)).content.decode()
    answer = bureau.post(page_of(final), {"reason": REASON})
    assert (answer.status_code, answer.url) == (302, address("progress", final.entry.stage.code))
    sheet = ScoreSheet.objects.get(assignment=final)
    assert (sheet.status, sheet.reopened_reason) == ("draft", REASON)
    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == ("ayu@ui.example", "Lembar nilai dibuka kembali: Tape Pasar")
    assert REASON in letter.body
    assert address("sheet", final.code) in letter.body
    assert LedgerEvent.objects.filter(kind="sheet.reopened").count() == 1
    assert AuditEvent.objects.filter(verb="sheet.reopened").count() == 1


def test_the_juror_sees_what_was_given_back_and_why(client, bureau, final):
    bureau.post(page_of(final), {"reason": REASON})
    client.force_login(final.member.user)
    assert "Dibuka kembali panitia" in client.get(address("queue")).content.decode()
    assert REASON in client.get(address("sheet", final.code)).content.decode()
    fill_again = {"finalise": "1"}
    assert client.post(address("sheet", final.code), fill_again).status_code == 302
    assert "Dibuka kembali panitia" not in client.get(address("queue")).content.decode()
    assert REASON not in client.get(address("sheet", final.code)).content.decode()


def test_reopen_in_a_blind_stage_names_no_agency(bureau, stage):
    Stage.objects.filter(pk=stage.pk).update(is_blind=True)
    entry = worlds.make_entry(
        stage.competition, agency=worlds.make_agency(name="Dinas Rahasia"), title="Layanan Dinas Rahasia"
    )
    assignment = worlds.make_assignment(entry, worlds.make_juror(stage))
    fill_sheet(assignment, POINTS)
    bureau.post(page_of(assignment), {"reason": REASON})
    letter = Mail.objects.get()
    assert "Dinas Rahasia" not in letter.subject + letter.body


def test_reopen_without_a_reason_is_422_and_twice_is_409(bureau, final):
    assert bureau.post(page_of(final), {"reason": " "}).status_code == 422
    bureau.post(page_of(final), {"reason": REASON})
    assert bureau.post(page_of(final), {"reason": REASON}).status_code == 409
    assert (Mail.objects.count(), LedgerEvent.objects.filter(kind="sheet.reopened").count()) == (1, 1)


def test_reopen_of_an_unopened_reading_or_a_foreign_stage_is_404(client, bureau, stage, final):
    unread = worlds.make_assignment(final.entry, worlds.make_juror(stage))
    assert bureau.get(page_of(unread)).status_code == 404
    other = worlds.make_edition()
    client.force_login(worlds.make_user(agency=other.organiser, role="bureau"))
    assert client.get(page_of(final)).status_code == 404
