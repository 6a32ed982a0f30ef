"""Jurors see one another's scores when the rules say so, and never before their own sheet is final."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from competitions.models import Stage
from judging.models import Assignment, ScoreSheet
from judging.reads import peers
from judging.reads import sheet as reads
from judging.services import scoring_sheets
from tests import worlds
from tests.judging.golden_stage import fill_sheet

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECRET = "Datanya hanya satu tahun."


@pytest.fixture
def entry():
    return worlds.make_entry(worlds.make_edition())


@pytest.fixture
def own(entry):
    return worlds.make_assignment(entry, worlds.make_juror(entry.stage))


def allow(entry, peers_see):
    Stage.objects.filter(pk=entry.stage_id).update(peers_see=peers_see)


def score(reading, points, *, is_final=True, note=""):
    sheet = fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, points), is_final=is_final)
    sheet.scores.filter(criterion__code="kebaruan").update(comment=note)
    return sheet


def another(entry, points, **fields):
    reading = worlds.make_assignment(entry, worlds.make_juror(entry.stage))
    score(reading, points, **fields)
    return reading


def seen(assignment):
    assignment = Assignment.objects.select_related("sheet", "entry__stage").get(pk=assignment.pk)
    sheet = reads.sheet_of(assignment)
    return peers.of(assignment, reads.scores_of(sheet) if sheet else [])


@pytest.mark.parametrize("peers_see", ["nothing", "totals", "sheets"])
def test_peers_before_the_own_sheet_is_final_are_nobody(entry, own, peers_see):
    allow(entry, peers_see)
    another(entry, 5, note=SECRET)
    assert seen(own) is None
    score(own, 3, is_final=False)
    assert seen(own) is None


def test_peers_where_the_rules_say_nothing_are_nobody(entry, own):
    another(entry, 5)
    score(own, 3)
    assert seen(own) is None


def test_peers_totals_show_no_row_and_no_note(entry, own):
    allow(entry, "totals")
    another(entry, 5, note=SECRET)
    score(own, 3)
    found = seen(own)
    assert [(peer.total, peer.points, peer.notes, peer.comment) for peer in found.peers] == [
        ("100.00", {}, [], "")
    ]
    assert found.rows == []


def test_peers_sheets_show_every_row_beside_the_own(entry, own):
    allow(entry, "sheets")
    another(entry, 5, note=SECRET)
    score(own, 3)
    found = seen(own)
    assert found.rows[0] == ("Kebaruan", [3, 5])
    assert found.peers[0].notes == [("Kebaruan", SECRET)]


def test_peers_who_are_not_final_keep_their_letter_and_stay_hidden(entry, own):
    allow(entry, "totals")
    readings = sorted((another(entry, points, is_final=False) for points in (1, 5)), key=lambda r: r.code)
    score(own, 3)
    assert seen(own).peers == []
    ScoreSheet.objects.filter(assignment=readings[1]).update(status="final", finalised_at=AT)
    assert [peer.letter for peer in seen(own).peers] == ["B"]


def test_peers_who_stepped_back_are_not_among_them(entry, own):
    allow(entry, "totals")
    reading = another(entry, 5)
    Assignment.objects.filter(pk=reading.pk).update(recused_at=AT, ended_as="recused")
    score(own, 3)
    assert seen(own).peers == []


def test_peers_vanish_when_the_own_sheet_is_given_back(entry, own, client):
    allow(entry, "sheets")
    another(entry, 5, note=SECRET)
    sheet = score(own, 3)
    client.force_login(own.member.user)
    address = reverse("judging:sheet", args=[own.code])
    assert SECRET in client.get(address).content.decode()
    scoring_sheets.reopen(sheet=sheet, by=entry.stage.competition.announced_by, at=AT, reason="Salah ketik.")
    assert SECRET not in client.get(address).content.decode()
    assert seen(own) is None


def test_page_names_no_other_juror(entry, own, client):
    allow(entry, "sheets")
    other = another(entry, 5)
    score(own, 3)
    client.force_login(own.member.user)
    content = client.get(reverse("judging:sheet", args=[own.code])).content.decode()
    assert ("Juri A" in content, other.member.user.name in content) == (True, False)
