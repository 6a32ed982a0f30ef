"""The pages on which a juror leaves: what is asked, what is shown before, and what stands afterwards."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from judging.models import Assignment, AssignmentPlan, PanelMember, ScoreSheet, Substitution
from judging.services import planning
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return worlds.scoring_stage(worlds.make_edition())


@pytest.fixture
def bureau(client, stage):
    client.force_login(worlds.make_user(agency=stage.competition.organiser, role="bureau"))
    return client


@pytest.fixture
def reading(stage):
    """Ayu has opened one of her two readings; Budi has nothing to do."""
    ayu = worlds.make_juror(stage, name="Ayu")
    worlds.make_juror(stage, name="Budi")
    worlds.make_assignment(worlds.make_entry(stage.competition, title="Tape Pasar"), ayu)
    row = worlds.make_assignment(worlds.make_entry(stage.competition, title="Lady Song"), ayu)
    ScoreSheet.objects.create(assignment=row, rubric=stage.rubrics.get(), opened_at=AT, saved_at=AT)
    return row


def address(name, *args):
    return reverse(f"judging:{name}", args=args)


def test_panel_member_offers_removing_before_and_leaving_after_the_first_sheet(bureau, stage):
    member = worlds.make_juror(stage)
    page, leave = (
        address("panel_member", stage.code, member.code),
        address("panel_leave", stage.code, member.code),
    )
    assert "Keluarkan dari panel" in bureau.get(page).content.decode()
    row = worlds.make_assignment(worlds.make_entry(stage.competition), member)
    ScoreSheet.objects.create(assignment=row, rubric=stage.rubrics.get(), opened_at=AT, saved_at=AT)
    html = bureau.get(page).content.decode()
    assert ("Keluarkan dari panel" in html, leave in html) == (False, True)


def test_leave_without_a_reason_keeps_what_was_chosen(bureau, stage, reading):
    budi = PanelMember.objects.get(user__name="Budi")
    said = {"reason": "", "letter_number": "094/1", "coming": budi.pk}
    answer = bureau.post(address("panel_leave", stage.code, reading.member.code), said)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="094/1"' in html
    assert f'<option value="{budi.pk}" selected>' in html
    assert AssignmentPlan.objects.count() == 0


def test_leaving_is_shown_as_a_plan_and_then_applied(bureau, stage, reading):
    member = reading.member
    budi = PanelMember.objects.get(user__name="Budi")
    said = {"reason": "Dirawat", "letter_number": "", "coming": budi.pk}
    shown = bureau.post(address("panel_leave", stage.code, member.code), said).url
    plan = AssignmentPlan.objects.get()
    assert shown == address("plan", stage.code, plan.code)
    planning.make(plan_id=plan.pk, at=timezone.now())
    html = bureau.get(shown).content.decode()
    for words in ("Ayu berhenti sebagai juri", "Dirawat", "Tape Pasar", "Lady Song", "Terapkan pergantian"):
        assert words in html
    bureau.post(address("plan_apply", stage.code, plan.code))
    assert Substitution.objects.get().coming == budi
    assert Assignment.objects.filter(member=budi).count() == 2
    assert "Digantikan Budi." in bureau.get(address("panel_member", stage.code, member.code)).content.decode()
    assert "sudah keluar" in bureau.get(address("panel", stage.code)).content.decode()
    assert "Batalkan rencana ini" not in bureau.get(shown).content.decode()
    entry = bureau.get(address("assignment_entry", stage.code, reading.entry.code)).content.decode()
    assert "Juri meninggalkan panel" in entry


def test_seat_after_scoring_has_begun_asks_for_the_reason_once(bureau, stage, reading):
    citra = worlds.make_user(name="Citra")
    page = address("panel_add", stage.code)
    assert bureau.get(page, {"cari": "Citra"}).content.decode().count('id="alasan"') == 1
    seat = address("panel_seat", stage.code, citra.code)
    assert bureau.post(seat).status_code == 422
    assert bureau.post(seat, {"reason": "Menggantikan Ayu"}).status_code == 302
    assert PanelMember.objects.filter(user=citra).exists()
