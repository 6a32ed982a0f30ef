"""A stage in one piece: every row of its ranking, every sheet, for print and for spreadsheets."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from judging.models import Assignment
from judging.services import closing
from tests import worlds
from tests.judging.golden_stage import fill_sheet, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def read(client, name, stage):
    client.force_login(stage.competition.announced_by)
    answer = client.get(reverse(f"judging:{name}", args=[stage.code]))
    assert answer.streaming
    return b"".join(answer).decode("utf-8-sig")


def table(client, name, stage):
    return list(csv.reader(io.StringIO(read(client, name, stage))))


def test_ranking_csv_has_every_row_in_order_with_a_decimal_comma(client):
    head, *rows = table(client, "ranking_csv", golden_stage())
    assert [(row[1], row[3], row[6]) for row in rows] == [
        ("1", "E", "85,00"),
        ("2", "C", "84,67"),
        ("3", "A", "57,67"),
        ("4", "B", "57,67"),
        ("5", "F", "54,67"),
        ("6", "D", "48,67"),
    ]
    assert len(head) == len(rows[0])


def test_ranking_in_one_page_has_every_row_escaped_and_the_cut_once(client):
    stage = golden_stage()
    stage.cut_kind, stage.cut_count = "top_n", 2
    stage.save()
    proposal = titled(stage, "D")
    proposal.title = "<b>D</b>"
    proposal.save(update_fields=["title"])
    page = read(client, "ranking_all", stage)
    assert page.count('<th scope="row">') == 6
    assert page.count('class="is-below-cut"') == 1
    assert page.index("is-below-cut") < page.index(">A<") < page.index("&lt;b&gt;D&lt;/b&gt;")
    assert "<b>D</b>" not in page


def test_reviews_csv_has_every_sheet_with_its_points_and_total(client):
    stage = golden_stage()
    sheet = Assignment.objects.get(entry__proposal__title="A", member__user__name="Juri 1").sheet
    sheet.comment = "=HYPERLINK(1)"
    sheet.save(update_fields=["comment"])
    score = sheet.scores.get(criterion__code="kebaruan")
    score.comment = "Baru"
    score.save(update_fields=["comment"])
    head, *rows = table(client, "reviews_csv", stage)
    assert len(rows) == 18
    assert {len(row) for row in rows} == {len(head)}
    (row,) = (row for row in rows if (row[1], row[4]) == ("A", "Juri 1"))
    # 5 3 3 3 3 of 5 with weights 25 20 15 25 15: 25 + 12 + 9 + 15 + 9 = 70.
    assert row[5:8] == ["final", "ya", "70,00"]
    assert row[8:] == ["5", "Baru", "3", "", "3", "", "3", "", "3", "", "'=HYPERLINK(1)"]


def test_reviews_csv_of_drafts_and_waived_sheets_say_so(client):
    stage = golden_stage()
    member = worlds.make_juror(stage, name="Juri Sakit")
    reading = worlds.make_assignment(stage.entries.first(), member)
    fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, 4), is_final=False)
    closing.waive(assignment=reading, by=stage.competition.announced_by, at=AT, reason="Sakit")
    rows = table(client, "reviews_csv", stage)
    assert [row[5:8] for row in rows if row[4] == "Juri Sakit"] == [["sedang dinilai", "tidak", ""]]


@pytest.mark.parametrize(("name", "queries"), [("ranking_csv", 6), ("reviews_csv", 3)])
def test_csv_costs_the_same_queries_for_one_and_six_entries(client, name, queries, django_assert_num_queries):
    small = worlds.scoring_stage(worlds.make_edition())
    member = worlds.make_juror(small)
    entry = worlds.make_entry(small.competition)
    fill_sheet(worlds.make_assignment(entry, member), dict.fromkeys(worlds.CRITERIA, 3))
    for stage in (golden_stage(), small):
        client.force_login(stage.competition.announced_by)
        url = reverse(f"judging:{name}", args=[stage.code])
        b"".join(client.get(url))
        with django_assert_num_queries(6 + queries):  # session, person, roles, stage, extensions, look
            b"".join(client.get(url))
