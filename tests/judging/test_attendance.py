"""Absence is recorded and is not a zero: what it takes away, what it leaves as it was, how it is undone."""

import json
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.models import LedgerEvent
from judging.models import Assignment, Document, ProposalResult, ScoreSheet
from judging.reads import attendance as reads
from judging.reads import closing as closing_reads
from judging.reads import published, release_draft
from judging.reads.ranking import ranking
from judging.services import attendance, closing, publishing, scoring_sheets
from judging.services.assignments import assign
from kipp.lib.errors import Refused
from kipp.management.commands.export_ranking import exported
from kipp.verification import chains, contents
from kipp.verification import releases as release_checks
from proposals.enums import Attendance
from proposals.models import Entry
from tests import worlds
from tests.judging.golden_stage import close_stage, fill_sheet

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/9/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")
WHY = "Tidak datang tanpa kabar."


@pytest.fixture
def stage():
    """Three entries read by two jurors: A and B are final, C has an unopened and a begun sheet."""
    edition = worlds.make_edition()
    stage = worlds.scoring_stage(edition)
    stage.readers = 2
    stage.save(update_fields=["readers"])
    edition.awards.create(position=1, name="Juara I", first_place=1, last_place=1)
    edition.awards.create(position=2, name="Juara II", first_place=2, last_place=2)
    jurors = [worlds.make_juror(stage, name=f"Juri {n}") for n in (1, 2)]
    for title, points in (("A", 5), ("B", 3), ("C", None)):
        entry = worlds.make_entry(edition, title=title)
        for juror in jurors:
            reading = worlds.make_assignment(entry, juror)
            if points:
                fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, points))
            elif juror is jurors[0]:
                fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, 2), is_final=False)
    return stage


def entry_of(stage, title) -> Entry:
    return Entry.objects.get(stage=stage, proposal__title=title)


def mark(entry, said, note=""):
    by = entry.stage.competition.announced_by
    return attendance.record(entry=entry, by=by, at=AT, attendance=said, note=note)


def publish(stage, **changes):
    return publishing.publish(stage=stage, by=stage.competition.announced_by, at=AT, letter=LETTER, **changes)


def test_record_present_writes_who_and_when(stage):
    entry = mark(entry_of(stage, "A"), Attendance.PRESENT, "tidak dipakai")
    entry.refresh_from_db()
    assert (entry.attendance, entry.attendance_note, entry.attendance_at) == ("present", "", AT)
    assert entry.attendance_by == stage.competition.announced_by
    assert reads.tally(stage) == reads.Tally(expected=3, present=1, absent=0)


def test_record_absent_tells_ledger_and_audit_without_the_note(stage):
    entry = mark(entry_of(stage, "C"), Attendance.ABSENT, f"  {WHY} ")
    assert Entry.objects.get(pk=entry.pk).attendance_note == WHY
    event = LedgerEvent.objects.get(kind="attendance.recorded")
    told = json.loads(event.payload)
    assert (event.subject, told["attendance"], told["was"]) == (f"entry:{entry.code}", "absent", "")
    audit = AuditEvent.objects.get(verb="attendance.recorded")
    assert (audit.subject, audit.details) == (f"entry:{entry.code}", {"now": "absent", "was": ""})
    assert WHY not in event.payload


def test_record_twice_is_written_once(stage):
    for _click in range(2):
        mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    assert LedgerEvent.objects.filter(kind="attendance.recorded").count() == 1


def test_record_absent_without_a_note_is_refused(stage):
    with pytest.raises(Refused) as refused:
        mark(entry_of(stage, "C"), Attendance.ABSENT, "   ")
    assert refused.value.status == 422
    assert entry_of(stage, "C").attendance == ""


def test_record_absent_after_a_final_sheet_is_refused_with_a_way_out(stage):
    entry = entry_of(stage, "A")
    with pytest.raises(Refused, match=r"2 lembar nilai final.*buka kembali di halaman Kemajuan"):
        mark(entry, Attendance.ABSENT, WHY)
    by = stage.competition.announced_by
    for sheet in ScoreSheet.objects.filter(assignment__entry=entry):
        scoring_sheets.reopen(sheet=sheet, by=by, at=AT, reason="Salah catat kehadiran.")
    assert mark(entry, Attendance.ABSENT, WHY).attendance == "absent"


def test_record_after_the_close_is_refused(stage):
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    close_stage(stage, AT)
    with pytest.raises(Refused, match="sudah ditutup"):
        mark(entry_of(stage, "C"), Attendance.PRESENT)


def test_record_is_corrected_and_taken_back(stage):
    entry = entry_of(stage, "C")
    for said, note in (("absent", WHY), ("present", ""), ("", "")):
        mark(entry, said, note)
    entry.refresh_from_db()
    assert (entry.attendance, entry.attendance_note, entry.attendance_at, entry.attendance_by) == (
        "",
        "",
        None,
        None,
    )
    told = LedgerEvent.objects.filter(kind="attendance.recorded").order_by("seq")
    assert [json.loads(text)["attendance"] for text in told.values_list("payload", flat=True)] == [
        "absent",
        "present",
        "",
    ]


def test_absent_entry_holds_no_close_back(stage):
    assert [blocker.page for blocker in closing_reads.close_blockers(stage, timezone.now())] == ["waivers"]
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    assert closing_reads.close_blockers(stage, timezone.now()) == []
    done = closing_reads.coverage(stage)
    assert (done.entries, done.standing, done.final, done.thin_entries, done.absent) == (3, 4, 4, 0, 1)


def test_absent_entry_without_jurors_holds_no_close_back(stage):
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    ScoreSheet.objects.filter(assignment__entry__proposal__title="C").first().scores.all().delete()
    ScoreSheet.objects.filter(assignment__entry__proposal__title="C").delete()
    Assignment.objects.filter(entry__proposal__title="C").delete()
    assert closing_reads.close_blockers(stage, timezone.now()) == []


def test_juror_neither_opens_nor_finalises_an_absent_entry(stage):
    entry = entry_of(stage, "C")
    mark(entry, Attendance.ABSENT, WHY)
    begun, unopened = Assignment.objects.filter(entry=entry).order_by("pk")
    sheet = begun.sheet
    with pytest.raises(Refused, match="tercatat tidak hadir"):
        scoring_sheets.finalise(sheet=sheet, by=begun.member.user, at=AT, revision=0)
    with pytest.raises(Refused, match="tercatat tidak hadir"):
        scoring_sheets.open_sheet(assignment=unopened, by=unopened.member.user, at=AT, no_conflict=True)
    assert set(Assignment.objects.filter(entry=entry).standing()) == set()


def test_assign_an_absent_entry_is_refused(stage):
    entry = entry_of(stage, "C")
    mark(entry, Attendance.ABSENT, WHY)
    third = worlds.make_juror(stage, name="Juri 3")
    with pytest.raises(Refused, match="tercatat tidak hadir"):
        assign(entry=entry, member=third, by=stage.competition.announced_by, at=AT)


def test_ranking_has_the_absent_apart(stage):
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    table = ranking(stage)
    assert [(row.place, row.title, row.total) for row in table.rows] == [
        (1, "A", "100.00"),
        (2, "B", "60.00"),
    ]
    assert [facts.title for facts in table.absent] == ["C"]
    again = ranking(stage)  # from the cache
    assert [facts.title for facts in again.absent] == ["C"]


def test_publish_says_absent_without_any_figure(stage):
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    release = publish(close_stage(stage, AT))
    body = json.loads(release.payload)
    (ranked,) = body["lists"]
    proposal = entry_of(stage, "C").proposal
    assert [row["title"] for row in ranked["standings"]] == ["A", "B"]
    assert ranked["absent"] == [
        {
            "code": proposal.code,
            "title": "C",
            "agency": proposal.agency.name,
            "category": "Kesehatan",
            "group": "Perangkat Daerah",
        }
    ]
    assert (body["medians"]["Kesehatan"]["entries"], body["medians"]["Kesehatan"]["total"]) == (2, "80.0000")
    assert WHY not in release.payload + release.annex
    assert set(ProposalResult.objects.values_list("proposal__title", "award")) == {
        ("A", "Juara I"),
        ("B", "Juara II"),
    }
    assert proposal.status == "not_awarded"
    assert not Document.objects.filter(proposal=proposal).exists()
    result = published.result(release)
    assert (result.entry_count, result.absent_count) == (2, 1)


def test_publish_without_anybody_absent_says_nothing_of_it(stage):
    for reading in Assignment.objects.filter(entry__proposal__title="C"):
        closing.waive(assignment=reading, by=stage.competition.announced_by, at=AT, reason="Uji.")
    fill_sheet(
        worlds.make_assignment(entry_of(stage, "C"), worlds.make_juror(stage)),
        dict.fromkeys(worlds.CRITERIA, 1),
    )
    release = publish(close_stage(stage, AT))
    assert "absent" not in release.payload


def test_draft_of_a_list_in_which_everybody_is_absent(stage):
    stage.ranked_by = "category"
    stage.save(update_fields=["ranked_by"])
    entry = entry_of(stage, "C")
    entry.proposal.category = stage.competition.categories.get(name="Pendidikan")
    entry.proposal.save(update_fields=["category"])
    mark(entry, Attendance.ABSENT, WHY)
    draft = release_draft.draft(stage, salt="x")
    assert [
        (one["name"], len(one["standings"]), len(one.get("absent", []))) for one in draft.body["lists"]
    ] == [
        ("Kesehatan", 2, 0),
        ("Pendidikan", 0, 1),
    ]


def test_verify_agrees_with_a_release_that_has_an_absent_entry(stage):
    """No scores come from the verbs here, so only the release and the attendance are held to account."""
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    publish(close_stage(stage, AT))
    edition = stage.competition
    part, said = chains.check(edition, None)
    assert part.is_good
    assert release_checks.check(edition, said).problem == ""


@pytest.mark.parametrize(
    "change", [{"attendance": "present"}, {"attendance_note": "Diubah di belakang portal."}]
)
def test_verify_notices_attendance_that_was_changed_by_hand(stage, change):
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    _part, said = chains.check(stage.competition, None)
    assert list(filter(None, contents._attendances(stage.competition, said))) == []
    Entry.objects.filter(proposal__title="C").update(**change)
    (found,) = filter(None, contents._attendances(stage.competition, said))
    assert "kehadiran" in found


def test_export_names_the_absent_apart(stage):
    mark(entry_of(stage, "C"), Attendance.ABSENT, WHY)
    (ranked,) = exported(stage.competition)["stages"][0]["lists"]
    assert [row["place"] for row in ranked["standings"]] == [1, 2]
    assert ranked["absent"] == [entry_of(stage, "C").proposal.code]
