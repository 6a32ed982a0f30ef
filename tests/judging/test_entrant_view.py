"""What an agency reads of its own result is what the rules of the stage let it read, and no more."""

import json
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from judging.models import ScoreSheet
from judging.reads import published
from judging.services import publishing
from tests.judging.golden_stage import close_stage, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")
NOTE, REMARK = "Buktinya kurang rinci.", "Lanjutkan ke daerah lain."


def publish(entrants_see):
    stage = golden_stage()
    stage.entrants_see = entrants_see
    stage.save(update_fields=["entrants_see"])
    sheet = ScoreSheet.objects.filter(assignment__entry__proposal=titled(stage, "E")).first()
    ScoreSheet.objects.filter(pk=sheet.pk).update(comment=REMARK)
    sheet.scores.update(comment=NOTE)
    by = stage.competition.announced_by
    return publishing.publish(stage=close_stage(stage, AT), by=by, at=AT, letter=LETTER)


@pytest.mark.parametrize(
    ("entrants_see", "criteria", "sheets", "notes"),
    [("total", 0, 0, False), ("rows", 5, 3, False), ("comments", 5, 3, True)],
)
def test_report_holds_what_entrants_may_see(entrants_see, criteria, sheets, notes):
    release = publish(entrants_see)
    report = published.report(release, titled(release.stage, "E").code)
    assert (len(report.criteria), len(report.sheets), report.has_comments) == (criteria, sheets, notes)
    assert (str(report.total), report.place) == ("85.0000", 1)


@pytest.mark.parametrize(
    ("entrants_see", "seen"),
    [("total", (False, False)), ("rows", (True, False)), ("comments", (True, True))],
)
def test_page_and_paper_show_the_same(client, entrants_see, seen):
    release = publish(entrants_see)
    proposal = titled(release.stage, "E")
    client.force_login(proposal.created_by)
    page = client.get(reverse("judging:proposal_result", args=[proposal.code])).content.decode()
    context = {
        "release": release,
        "competition": release.stage.competition,
        "report": published.report(release, proposal.code),
        "result": published.result(release),
    }
    paper = render_to_string("documents/report.html", context)
    for text in (page, paper):
        assert ("Transferabilitas" in text, NOTE in text) == seen
        assert (REMARK in text) is seen[1]


def test_release_of_before_the_rule_shows_everything():
    release = publish("comments")
    body = json.loads(release.payload)
    del body["rules"]["entrants_see"]
    release.payload = json.dumps(body)
    assert published.report(release, titled(release.stage, "E").code).has_comments
