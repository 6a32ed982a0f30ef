"""Closing and publishing a stage: the numbers are those of the golden competition, known by hand."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from competitions import ledger as chain
from competitions.models import Award, Stage
from competitions.services import ledger
from judging.enums import EndedAs
from judging.models import Assignment, Document, ProposalResult, ResultRelease
from judging.reads import closing as closing_reads
from judging.reads import lists, published, standings
from judging.services import closing, publishing
from kipp.lib import canonical
from kipp.lib.errors import Refused
from kipp.lib.frozen import FrozenError
from tests import worlds
from tests.judging.golden_stage import close_stage, fill_sheet, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")


def publish(stage: Stage, **changes):
    wanted = {"stage": stage, "by": stage.competition.announced_by, "at": AT, "letter": LETTER, **changes}
    return publishing.publish(**wanted)


def test_publish_golden_competition_gives_the_totals_known_by_hand():
    stage = close_stage(golden_stage(), AT)
    release = publish(stage)
    rows = list(
        ProposalResult.objects.filter(release=release).values_list("place", "proposal__title", "total")
    )
    assert rows == [
        (1, "E", Decimal("85.0000")),
        (2, "C", Decimal("84.6667")),
        (3, "A", Decimal("57.6667")),
        (4, "B", Decimal("57.6667")),
        (5, "F", Decimal("54.6667")),
        (6, "D", Decimal("48.6667")),
    ]


def test_publish_tie_names_the_rung_that_decided():
    release = publish(close_stage(golden_stage(), AT))
    row = json.loads(release.payload)["lists"][0]["standings"][3]
    above = titled(release.stage, "A").code
    assert row["decided_by"] == {
        "rung": "kebaruan",
        "above": above,
        "value_above": "3.6667",
        "value_below": "3.0000",
    }


def test_publish_payload_hashes_to_its_name_and_covers_the_annex():
    release = publish(close_stage(golden_stage(), AT))
    body = json.loads(release.payload)
    assert canonical.sha256(release.payload) == release.sha256
    assert canonical.dumps(body) == release.payload
    assert body["annex_sha256"] == canonical.sha256(release.annex)
    assert (body["ledger"]["seq"], body["ledger"]["hash"]) == (release.ledger_seq, release.ledger_hash)


def test_publish_payload_names_no_juror_and_no_comment():
    stage = golden_stage()
    sheet = Assignment.objects.filter(entry__stage=stage).first().sheet
    sheet.comment = "Catatan rahasia"
    sheet.save(update_fields=["comment"])
    release = publish(close_stage(stage, AT))
    jurors = [member.user for member in stage.panel.all()]
    for secret in ["Catatan rahasia", *[u.name for u in jurors], *[u.code for u in jurors]]:
        assert secret not in release.payload
    assert "Catatan rahasia" in release.annex


def test_publish_last_stage_gives_awards_by_place():
    stage = golden_stage()
    Award.objects.create(
        competition=stage.competition, position=1, name="Juara I", first_place=1, last_place=1
    )
    Award.objects.create(
        competition=stage.competition, position=2, name="Juara II", first_place=2, last_place=2
    )
    publish(close_stage(stage, AT))
    assert ProposalResult.objects.get(proposal=titled(stage, "E")).award == "Juara I"
    statuses = {t: titled(stage, t).status for t in "ECABFD"}
    assert statuses == {
        "E": "awarded",
        "C": "awarded",
        "A": "not_awarded",
        "B": "not_awarded",
        "F": "not_awarded",
        "D": "not_awarded",
    }


def test_publish_with_a_later_stage_admits_those_inside_the_cut():
    stage = golden_stage()
    stage.cut_kind, stage.cut_count, stage.tie_ladder = "top_n", 3, []
    stage.save()
    final = Stage.objects.create(competition=stage.competition, position=3, name="Presentasi", kind="scoring")
    publish(close_stage(stage, AT))
    # A and B share the third place without a ladder: both go on.
    assert sorted(final.entries.values_list("proposal__title", flat=True)) == ["A", "B", "C", "E"]
    assert titled(stage, "A").status == "passed"
    assert titled(stage, "F").status == "not_awarded"


def test_publish_queues_the_ranking_and_one_report_for_each_entry():
    release = publish(close_stage(golden_stage(), AT))
    kinds = sorted(Document.objects.filter(release=release).values_list("kind", flat=True))
    assert kinds == ["ranking", *["report"] * 6]


def test_publish_open_stage_is_refused():
    with pytest.raises(Refused, match="Tutup tahap penilaian"):
        publish(golden_stage())
    assert ResultRelease.objects.count() == 0


def test_publish_clicked_twice_gives_the_first_release():
    stage = close_stage(golden_stage(), AT)
    first = publish(stage)
    assert publish(stage, at=AT + timedelta(seconds=1)) == first
    assert (ResultRelease.objects.count(), Document.objects.filter(release=first).count()) == (1, 7)


@pytest.mark.parametrize("change", ["letter", "by"])
def test_publish_from_a_stale_page_is_refused_and_changes_nothing(change):
    stage = close_stage(golden_stage(), AT)
    publish(stage)
    other = {"letter": replace(LETTER, number="060/999/2026"), "by": worlds.make_user()}
    with pytest.raises(Refused, match="sudah diterbitkan"):
        publish(stage, **{change: other[change]})
    assert ResultRelease.objects.count() == 1


def test_publish_page_answers_a_second_click_like_the_first_and_a_stale_tab_409(client):
    stage = close_stage(golden_stage(), AT)
    client.force_login(stage.competition.announced_by)
    url = reverse("judging:publish", args=[stage.code])
    sent = {"letter_number": "060/1/2026", "letter_on": "2026-03-10", "signer": "Drs. Budi"}
    sent |= {"signer_post": "Sekretaris Daerah", "expected_number": "1"}
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    stale = client.post(url, sent | {"letter_number": "060/2/2026"})
    assert stale.status_code == 409
    assert "sudah diterbitkan" in stale.content.decode()
    assert ResultRelease.objects.count() == 1


def test_close_clicked_twice_is_done_once_and_by_another_is_refused():
    stage = close_stage(golden_stage(), AT)
    again = closing.close(stage=stage, by=stage.closed_by, at=AT + timedelta(minutes=1))
    assert again.closed_at == AT
    with pytest.raises(Refused, match="sudah ditutup"):
        closing.close(stage=stage, by=worlds.make_user(), at=AT)
    assert stage.competition.ledger.filter(kind="stage.closed").count() == 1


def test_publish_correction_supersedes_and_keeps_the_letters():
    stage = close_stage(golden_stage(), AT)
    first = publish(stage)
    with pytest.raises(Refused, match="alasan"):
        publish(stage, expected_number=2)
    second = publish(stage, expected_number=2, reason="Nomor surat keliru")
    assert (second.number, second.supersedes) == (2, first)
    assert list(ResultRelease.objects.current()) == [second]
    assert json.loads(second.annex)["jurors"] == json.loads(first.annex)["jurors"]


def test_waived_and_recused_sheets_never_count():
    stage = golden_stage()
    lowest = Assignment.objects.get(entry__proposal__title="B", member__user__name="Juri 4")
    lowest.recused_at, lowest.ended_as = AT, EndedAs.CONFLICT
    lowest.save(update_fields=["recused_at", "ended_as"])
    release = publish(close_stage(stage, AT))
    # B keeps two sheets. Juror 1: 20+16+12+10+12 = 70; juror 2: 20+12+6+20+9 = 67; (70 + 67) / 2 = 68.5.
    assert ProposalResult.objects.get(release=release, proposal__title="B").total == Decimal("68.5000")


def test_close_with_a_draft_sheet_is_refused_until_it_is_waived():
    stage = golden_stage()
    entry = worlds.make_entry(stage.competition, title="G")
    late = worlds.make_assignment(entry, worlds.make_juror(stage))
    fill_sheet(
        late,
        dict.fromkeys(worlds.CRITERIA, 5),
        is_final=False,
    )
    by = stage.competition.announced_by
    with pytest.raises(Refused, match="1 lembar nilai belum final"):
        closing.close(stage=stage, by=by, at=AT)
    closing.waive(assignment=late, by=by, at=AT, reason="Juri sakit")
    with pytest.raises(Refused, match="1 proposal tidak mempunyai juri"):
        closing.close(stage=stage, by=by, at=AT)


def test_waive_without_a_reason_is_refused():
    stage = golden_stage(is_final=False)
    with pytest.raises(Refused) as caught:
        closing.waive(
            assignment=Assignment.objects.first(), by=stage.competition.announced_by, at=AT, reason="  "
        )
    assert caught.value.status == 422


def test_waive_final_sheet_is_refused():
    stage = golden_stage()
    with pytest.raises(Refused, match="sudah final"):
        closing.waive(
            assignment=Assignment.objects.first(), by=stage.competition.announced_by, at=AT, reason="Sakit"
        )


def test_reopen_published_stage_keeps_the_release_until_a_correction():
    stage = close_stage(golden_stage(), AT)
    first = publish(stage)
    by = stage.competition.announced_by
    closing.reopen(stage=stage, by=by, at=AT, reason="Salah baca satu lembar")
    assert list(ResultRelease.objects.current()) == [first]
    with pytest.raises(Refused, match="Tutup tahap"):
        publish(stage, expected_number=2, reason="Koreksi")
    closing.close(stage=stage, by=by, at=AT)
    assert publish(stage, expected_number=2, reason="Koreksi").number == 2


def test_acts_are_links_of_an_intact_chain():
    stage = close_stage(golden_stage(), AT)
    release = publish(stage)
    kinds = list(stage.competition.ledger.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["stage.closed", "release.published"]
    report = chain.walk(ledger.stored_rows(stage.competition), (release.ledger_seq, release.ledger_hash))
    assert (report.is_intact, report.checked) == (True, 2)


def test_release_is_frozen_in_python_and_in_the_database():
    release = publish(close_stage(golden_stage(), AT))
    with pytest.raises(FrozenError):
        release.save()
    with pytest.raises(FrozenError):
        ResultRelease.objects.update(payload="{}")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE judging_resultrelease SET payload = '{}'")


def test_report_compares_with_the_median_of_the_category():
    stage = close_stage(golden_stage(), AT)
    release = publish(stage)
    report = published.report(release, titled(stage, "A").code)
    # One category: totals 85, 84.67, 57.67, 57.67, 54.67, 48.67; the median is 57.67.
    assert (report.place, report.list_size, report.median_total) == (3, 6, Decimal("57.6667"))
    assert report.criteria[0].name == "Kebaruan"
    # Means of kebaruan: A 11/3, B 3, C 14/3, D 8/3, E 13/3, F 8/3; the median is (3 + 11/3) / 2 = 10/3.
    assert (report.criteria[0].mean, report.criteria[0].median) == (Decimal("3.6667"), Decimal("3.3333"))


def test_standings_cost_the_same_queries_for_one_and_six_entries(django_assert_num_queries):
    stage = golden_stage()
    with django_assert_num_queries(5):
        lists.ranked(standings.table(stage))
    small = worlds.scoring_stage(worlds.make_edition())
    worlds.make_entry(small.competition)
    with django_assert_num_queries(5):
        lists.ranked(standings.table(small))


def test_coverage_counts_sheets_and_thin_entries():
    stage = golden_stage(is_final=False)
    entry = worlds.make_entry(stage.competition, title="G")
    worlds.make_assignment(entry, stage.panel.first())
    done = closing_reads.coverage(stage)
    assert (done.entries, done.standing, done.final, done.thin_entries) == (7, 19, 0, 1)
