"""What earlier stages give to a result: only what they published, and never what was corrected unnoticed.

The golden desk weighs 70 and the presentation 30; the figures are those of `golden_stage.two_stages`.
"""

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from competitions.models import Stage
from judging.models import ResultRelease, Score
from judging.reads import board, carried, lists, shortlist, standings
from judging.reads.duties import duties
from judging.services import closing, publishing
from kipp.lib.errors import Refused
from proposals.models import Entry
from tests import worlds
from tests.judging.golden_stage import fill_sheet, titled, two_stages

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")


def publish(stage, **changes):
    wanted = {"stage": stage, "by": stage.competition.announced_by, "at": AT, "letter": LETTER, **changes}
    return publishing.publish(**wanted)


def correct(stage):
    return publish(stage, at=LATER, reason="Salah ketik", expected_number=2)


def totals(stage):
    (ranked,) = lists.ranked(standings.table(stage))
    return {row.code: row.total for row in ranked.standings}


def test_earlier_totals_are_those_published_whatever_the_sheets_say_now():
    desk, last = two_stages(AT)
    code = titled(desk, "C").code
    Score.objects.filter(sheet__assignment__entry__stage=desk).update(points=1)
    # 70 % of 254/3 and 30 % of 60.
    assert totals(last)[code] == Fraction(7 * 254, 30) + 18


def test_entry_that_the_desk_never_scored_has_no_final_score_and_no_place():
    desk, last = two_stages(AT)
    stranger = worlds.make_submitted(desk.competition, status="passed", title="Z")
    entry = Entry.objects.create(
        stage=last, proposal=stranger, version=stranger.versions.get(), admitted_at=AT
    )
    fill_sheet(worlds.make_assignment(entry, last.panel.get()), dict.fromkeys(worlds.CRITERIA, 5))
    (ranked,) = lists.ranked(standings.table(last))
    (row,) = [row for row in ranked.standings if row.code == stranger.code]
    assert (row.total, row.place, ranked.own[stranger.code]) == (None, None, 100)


def test_publish_before_an_earlier_part_is_refused_and_leads_there(client):
    desk, last = two_stages(AT)
    Stage.objects.filter(pk=desk.pk).update(published_at=None, published_by=None)
    with pytest.raises(Refused) as caught:
        publish(last)
    sentence = "Terbitkan Penilaian Proposal lebih dahulu: nilainya 70 % dari nilai akhir."
    assert caught.value.reasons == (sentence,)
    client.force_login(last.competition.announced_by)
    page = client.get(reverse("judging:publish", args=[last.code])).content.decode()
    assert f'<a href="{reverse("judging:publish", args=[desk.code])}">{sentence}</a>' in page


def test_publish_earlier_stage_needs_no_other():
    desk, _last = two_stages(AT)
    assert carried.weighed_before(desk) == []
    assert correct(desk).number == 2


def result_step(stage):
    edition = stage.competition
    (step,) = [step for step in board.steps(edition, LATER) if step.label == f"Hasil {stage.name}"]
    return step.state, step.note


def told(stage):
    return [duty.title for duty in duties(stage.competition.announced_by, LATER) if "koreksi" in duty.title]


def test_correction_of_an_earlier_stage_is_said_until_the_result_is_corrected(client):
    desk, last = two_stages(AT)
    publish(last)
    assert (carried.corrected_under(last), result_step(last), told(last)) == ([], ("done", "Diterbitkan"), [])
    correct(desk)
    assert carried.corrected_under(last) == [desk]
    assert result_step(last) == ("current", "Terbitkan koreksi: nilai Penilaian Proposal sudah dikoreksi")
    assert told(last) == ["Terbitkan koreksi Presentasi: nilai Penilaian Proposal sudah dikoreksi"]
    client.force_login(last.competition.announced_by)
    note = "Hasil ini dihitung sebelum nilai Penilaian Proposal dikoreksi."
    pages = [reverse(name, args=[last.code]) for name in ("judging:publish", "judging:ranking")]
    public = reverse("judging:public_results", args=[last.competition.slug])
    assert [note in client.get(page).content.decode() for page in pages] == [True, True]
    assert f"Presentasi: hasil {note[6:]} Rilis koreksinya menyusul." in client.get(public).content.decode()
    release = correct(last)
    assert json.loads(release.payload)["carried"]["stages"][0]["number"] == 2
    assert (carried.corrected_under(last), result_step(last), told(last)) == ([], ("done", "Diterbitkan"), [])
    assert [note in client.get(page).content.decode() for page in pages] == [False, False]
    assert "dihitung sebelum nilai" not in client.get(public).content.decode()


def test_correction_of_the_last_stage_itself_asks_for_nothing():
    _desk, last = two_stages(AT)
    publish(last)
    correct(last)
    assert carried.corrected_under(last) == []


def test_stage_that_decides_alone_takes_nothing_and_asks_nothing(django_assert_num_queries):
    desk, last = two_stages(AT)
    Stage.objects.filter(pk=desk.pk).update(weight=0)
    Stage.objects.filter(pk=last.pk).update(weight=100)
    last = Stage.objects.select_related("competition").get(pk=last.pk)
    stages = list(last.competition.stages.filter(kind="scoring"))
    with django_assert_num_queries(0):
        assert (carried.carried(last), carried.corrected_since(stages)) == (carried.NOTHING, {})
    body = json.loads(publish(last).payload)
    assert "carried" not in body
    assert [row["total"] for row in body["lists"][0]["standings"]] == ["100.0000", "60.0000", "40.0000"]


def test_stage_before_the_last_carries_nothing_into_its_own_list():
    """Three stages of 70, 20 and 10: the middle one ranks by its own totals."""
    desk, middle = two_stages(AT)
    Stage.objects.filter(pk=middle.pk).update(weight=20)
    Stage.objects.create(
        competition=desk.competition, position=9, name="Lapangan", kind="scoring", weight=10, readers=1
    )
    middle.refresh_from_db()
    assert carried.weighed_before(middle) == []
    assert sorted(totals(middle).values()) == [40, 60, 100]


def test_grey_zone_is_worked_out_for_one_panel_only():
    desk, last = two_stages(AT)
    tables = [standings.table(stage) for stage in (desk, last)]
    assert [shortlist.spread_of(table) is None for table in tables] == [False, True]


def test_reopen_an_earlier_stage_whose_entries_were_scored_later_is_refused():
    desk, _last = two_stages(AT)
    with pytest.raises(Refused, match="Juri sudah menilai di tahap berikutnya"):
        closing.reopen(stage=desk, by=desk.competition.announced_by, at=LATER, reason="Salah")
    assert ResultRelease.objects.get(stage=desk).number == 1
