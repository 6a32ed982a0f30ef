"""Ending a stage: sheets that will not come, and a close that is undone before it matters."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.models import Stage
from judging.models import Waiver
from judging.reads import closing as reads
from judging.services import closing, publishing
from kipp.lib.errors import Refused
from proposals.models import Entry
from tests import worlds
from tests.judging.golden_stage import close_stage, fill_sheet, golden_stage, titled
from tests.judging.test_publishing import LETTER

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def late_juror(stage, *, entries=3):
    """Somebody who was given entries of the golden stage and has opened one of them."""
    member = worlds.make_juror(stage, name="Juri Sakit")
    found = stage.entries.order_by("pk")[:entries]
    readings = [worlds.make_assignment(entry, member) for entry in found]
    fill_sheet(readings[0], dict.fromkeys(worlds.CRITERIA, 1), is_final=False)
    return readings


def waive_many(stage, readings, **changes):
    wanted = {"stage": stage, "assignments": readings, "by": stage.competition.announced_by, "at": AT}
    return closing.waive_many(**{**wanted, "reason": "Juri sakit", **changes})


def test_waive_many_lets_the_stage_close_and_leaves_every_total_as_it_was():
    stage = golden_stage()
    readings = late_juror(stage)
    with pytest.raises(Refused, match="3 lembar nilai belum final"):
        close_stage(stage, AT)
    waive_many(stage, readings)
    release = publishing.publish(
        stage=close_stage(stage, AT), by=stage.competition.announced_by, at=AT, letter=LETTER
    )
    totals = {row.proposal.title: str(row.total) for row in release.results.select_related("proposal")}
    assert totals == {
        "E": "85.0000",
        "C": "84.6667",
        "A": "57.6667",
        "B": "57.6667",
        "F": "54.6667",
        "D": "48.6667",
    }


def test_waive_many_writes_one_event_a_sheet_with_the_one_reason():
    stage = golden_stage()
    readings = late_juror(stage)
    waive_many(stage, readings)
    events = stage.competition.ledger.filter(kind="waiver.recorded").order_by("seq")
    assert [event.subject for event in events] == [f"assignment:{each.code}" for each in readings]
    assert {event.payload for event in events} == {'{"reason":"Juri sakit"}'}


def test_waive_many_with_one_final_sheet_waives_none():
    stage = golden_stage()
    final = stage.entries.first().assignments.first()
    with pytest.raises(Refused, match="sudah final"):
        waive_many(stage, [*late_juror(stage), final])
    assert Waiver.objects.count() == 0


def test_waive_many_twice_is_refused_the_second_time():
    stage = golden_stage()
    readings = late_juror(stage)
    waive_many(stage, readings)
    with pytest.raises(Refused, match="tidak ditunggu"):
        waive_many(stage, readings)
    assert Waiver.objects.count() == 3


def test_waive_many_of_another_stage_is_refused():
    readings = late_juror(golden_stage())
    with pytest.raises(Refused, match="tidak ditunggu"):
        waive_many(golden_stage(), readings)


def test_waivers_page_ticks_all_of_one_juror_and_none_of_everybody(client):
    stage = golden_stage()
    readings = late_juror(stage)
    client.force_login(stage.competition.announced_by)
    url = reverse("judging:waivers", args=[stage.code])
    everybody = client.get(url).content.decode()
    mine = client.get(url, {"juri": readings[0].member.code}).content.decode()
    assert (everybody.count('name="pilih"'), everybody.count(" checked")) == (3, 0)
    assert (mine.count('name="pilih"'), mine.count(" checked")) == (3, 3)


def test_waivers_page_without_a_reason_keeps_the_choice_and_answers_422(client):
    stage = golden_stage()
    readings = late_juror(stage)
    client.force_login(stage.competition.announced_by)
    url = reverse("judging:waivers", args=[stage.code])
    answer = client.post(url, {"pilih": [readings[1].code], "reason": ""})
    assert answer.status_code == 422
    assert f'value="{readings[1].code}" checked' in answer.content.decode()
    assert client.post(url, {"pilih": [readings[1].code], "reason": "Sakit"}).status_code == 302
    assert list(Waiver.objects.values_list("assignment__code", "reason")) == [(readings[1].code, "Sakit")]


def test_reopen_an_announced_selection_by_its_address_is_refused(client):
    stage = golden_stage()
    by = stage.competition.announced_by
    selection = stage.competition.stages.get(kind="screening")
    selection.closed_at = selection.published_at = AT
    selection.closed_by = selection.published_by = by
    selection.save()
    client.force_login(by)
    answer = client.post(reverse("judging:reopen", args=[selection.code]), {"reason": "Salah"})
    assert answer.status_code == 409
    selection.refresh_from_db()
    assert (selection.closed_at, selection.published_at) == (AT, AT)


def published_with_a_final() -> tuple[Stage, Stage]:
    stage = golden_stage()
    stage.cut_kind, stage.cut_count = "top_n", 2
    stage.save()
    final = Stage.objects.create(competition=stage.competition, position=3, name="Presentasi", kind="scoring")
    worlds.make_rubric(final, weights=(20, 20, 20, 20, 20))
    by = stage.competition.announced_by
    publishing.publish(stage=close_stage(stage, AT), by=by, at=AT, letter=LETTER)
    return stage, final


def test_reopen_is_refused_once_a_juror_of_the_next_stage_has_begun():
    stage, final = published_with_a_final()
    by = stage.competition.announced_by
    reading = worlds.make_assignment(final.entries.first(), worlds.make_juror(final))
    closing.reopen(stage=stage, by=by, at=AT, reason="Belum ada yang menilai")
    closing.close(stage=stage, by=by, at=AT)
    fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, 3), is_final=False)
    with pytest.raises(Refused, match="sudah menilai di tahap berikutnya"):
        closing.reopen(stage=stage, by=by, at=AT, reason="Terlambat")


def test_reopen_does_not_mind_the_sheets_of_another_track():
    stage, _final = published_with_a_final()
    other = Stage.objects.create(competition=stage.competition, position=4, name="Jalur lain", kind="scoring")
    worlds.make_rubric(other, weights=(20, 20, 20, 20, 20))
    proposal = worlds.make_submitted(stage.competition, status="passed", title="Lain")
    version = proposal.versions.get()
    entry = Entry.objects.create(stage=other, proposal=proposal, version=version, admitted_at=timezone.now())
    fill_sheet(worlds.make_assignment(entry, worlds.make_juror(other)), dict.fromkeys(worlds.CRITERIA, 3))
    assert reads.reopen_blockers(Stage.objects.get(pk=stage.pk)) == []


def test_reopen_page_says_why_not_and_offers_no_form(client):
    stage, final = published_with_a_final()
    client.force_login(stage.competition.announced_by)
    url = reverse("judging:reopen", args=[stage.code])
    assert 'name="reason"' in client.get(url).content.decode()
    reading = worlds.make_assignment(final.entries.first(), worlds.make_juror(final))
    fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, 3))
    page = client.get(url).content.decode()
    assert "sudah menilai di tahap berikutnya" in page
    assert 'name="reason"' not in page
    assert titled(stage, "E").entries.count() == 2
