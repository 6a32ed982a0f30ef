"""The assignment sent out as a spreadsheet and taken back: what is made, taken away, and refused by row."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from judging.models import Apart, Assignment, AssignmentPlan, PanelMember, ScoreSheet
from judging.reads import assignment_sheet, plans
from judging.services import assigning_plan, assignments, conflicts, planning
from kipp.lib.errors import Refused
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    stage = worlds.scoring_stage(worlds.make_edition())
    stage.readers = 2
    stage.save()
    return stage


@pytest.fixture
def bureau(stage):
    return stage.competition.announced_by


@pytest.fixture
def entries(stage):
    return [worlds.make_entry(stage.competition, title=f"Inovasi {letter}") for letter in "ABC"]


@pytest.fixture
def jurors(stage):
    return [worlds.make_juror(stage, name=f"Juri {n}", email=f"juri{n}@kampus.ac.id") for n in range(1, 5)]


def sheet(*rows, heading=("kode", "judul", "juri 1", "juri 2", "juri 3")):
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode()


def row(entry, *jurors):
    return [entry.proposal.code, "", *(juror.user.email for juror in jurors)]


def uploaded(stage, bureau, *rows):
    plan = assigning_plan.request_sheet(
        stage=stage, by=bureau, at=AT, file_name="bagi.csv", data=sheet(*rows)
    )
    planning.make(plan_id=plan.pk, at=AT)
    return AssignmentPlan.objects.get(pk=plan.pk)


def faults(plan):
    return [(fault.line, fault.sentence) for fault in assignment_sheet.spoken(plan.result["faults"])]


def held(entry):
    return set(Assignment.objects.filter(entry=entry, recused_at=None).values_list("member", flat=True))


def test_apply_makes_each_row_so_and_leaves_other_entries_alone(stage, bureau, entries, jurors):
    a, b, c = entries
    one, two, three, four = jurors
    kept = assignments.assign(entry=a, member=one, by=bureau, at=AT)
    assignments.assign(entry=a, member=two, by=bureau, at=AT)
    assignments.assign(entry=c, member=four, by=bureau, at=AT)
    plan = uploaded(stage, bureau, row(b, two, three), row(a, one, three))
    assert plan.result["removed"] == [[a.pk, two.pk]]
    assert faults(plan) == []
    assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert [held(entry) for entry in entries] == [{one.pk, three.pk}, {two.pk, three.pk}, {four.pk}]
    assert Assignment.objects.get(entry=a, member=one).pk == kept.pk
    order = Assignment.objects.filter(member=three).in_reading_order()
    assert list(order.values_list("entry", flat=True)) == [b.pk, a.pk]


def test_undo_gives_back_what_the_sheet_took_away(stage, bureau, entries, jurors):
    assignments.assign(entry=entries[0], member=jurors[1], by=bureau, at=AT)
    plan = assigning_plan.apply(plan=uploaded(stage, bureau, row(entries[0], jurors[0])), by=bureau, at=LATER)
    assert held(entries[0]) == {jurors[0].pk}
    assigning_plan.undo(plan=plan, by=bureau, at=LATER)
    assert held(entries[0]) == {jurors[1].pk}


def test_download_sent_back_unchanged_changes_nothing(client, stage, bureau, entries, jurors):
    for entry in entries:
        assignments.assign(entry=entry, member=jurors[0], by=bureau, at=AT)
    assignments.assign(entry=entries[1], member=jurors[1], by=bureau, at=AT)
    client.force_login(bureau)
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse("judging:assignment_sheet", args=[stage.code, kind]))
        plan = assigning_plan.request_sheet(
            stage=stage, by=bureau, at=AT, file_name=f"x.{kind}", data=answer.content
        )
        planning.make(plan_id=plan.pk, at=AT)
        plan.refresh_from_db()
        assert (plan.result["pairs"], plan.result["removed"], faults(plan)) == ([], [], [])
        assert len(plan.asked["lines"]) == 3


def test_download_names_the_readers_of_every_entry(client, stage, bureau, entries, jurors):
    assignments.assign(entry=entries[1], member=jurors[2], by=bureau, at=AT)
    client.force_login(bureau)
    answer = client.get(reverse("judging:assignment_sheet", args=[stage.code, "xlsx"]))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == ("kode", "judul", "instansi", "juri 1", "juri 2")
    second = entries[1].proposal
    assert [cell or "" for cell in rows[2]] == [
        second.code,
        "Inovasi B",
        second.agency.name,
        "juri3@kampus.ac.id",
        "",
    ]
    assert client.get(reverse("judging:assignment_sheet", args=[stage.code, "pdf"])).status_code == 404


def test_judge_names_every_row_that_cannot_be(stage, bureau, entries, jurors):
    a, b, c = entries
    one, two, three, four = jurors
    conflicts.pin(proposal=a.proposal, user=one.user, by=bureau, at=AT, reason="Klien")
    Apart.objects.create(first=two, second=three, reason="Suami istri", stated_at=AT, stated_by=bureau)
    PanelMember.objects.filter(pk=four.pk).update(left_at=AT, left_by=bureau, left_reason="Pindah")
    type(c.proposal).objects.filter(pk=c.proposal_id).update(status="disqualified")
    plan = uploaded(
        stage,
        bureau,
        row(a, one),
        ["", "", two.user.email],
        ["SALAH", "", two.user.email],
        [b.proposal.code, "", "juri9@kampus.ac.id"],
        row(b, two),
        row(c, two),
        [a.proposal.code.lower(), "", two.user.email],
    )
    assert faults(plan) == [
        (2, "Juri 1 tidak boleh membaca proposal ini. Panitia menetapkan benturan kepentingan."),
        (3, "Kode proposal kosong."),
        (4, "Proposal dengan kode “SALAH” tidak ada di tahap ini."),
        (
            5,
            "Tidak ada juri dengan alamat “juri9@kampus.ac.id” di panel ini."
            " Maksud Anda “juri1@kampus.ac.id” atau “juri2@kampus.ac.id”?",
        ),
        (6, "Proposal ini sudah ada di baris 5."),
        (7, "Proposal ini tidak dinilai: didiskualifikasi atau tidak hadir."),
        (8, "Proposal ini sudah ada di baris 2."),
    ]
    assert plan.result["pairs"] == []
    apart = uploaded(stage, bureau, row(a, two, three), row(b, four, two, two))
    assert faults(apart) == [
        (2, "Juri 2 dan Juri 3 tidak membaca proposal yang sama."),
        (3, "Juri 4 sudah keluar dari panel, atau akunnya dinonaktifkan."),
        (3, "Juri 2 tertulis dua kali di baris ini."),
    ]


def test_judge_over_the_cap_names_the_last_rows(stage, bureau, entries, jurors):
    PanelMember.objects.filter(pk=jurors[0].pk).update(load_cap=2)
    plan = uploaded(stage, bureau, *(row(entry, jurors[0]) for entry in entries))
    assert faults(plan) == [(4, "Juri 1 akan membaca 3 proposal; batasnya 2.")]


def test_judge_opened_or_recused_readings_stay_as_they_are(stage, bureau, entries, jurors):
    opened = assignments.assign(entry=entries[0], member=jurors[0], by=bureau, at=AT)
    ScoreSheet.objects.create(assignment=opened, rubric=stage.rubrics.get(), opened_at=AT, saved_at=AT)
    ended = assignments.assign(entry=entries[1], member=jurors[0], by=bureau, at=AT)
    Assignment.objects.filter(pk=ended.pk).update(recused_at=AT, ended_as="abstained")
    plan = uploaded(stage, bureau, row(entries[0], jurors[1]), row(entries[1], jurors[0]))
    assert faults(plan) == [
        (2, "Juri 1 sudah membuka lembar nilainya, jadi tetap tertulis di baris ini."),
        (3, "Bacaan Juri 1 untuk proposal ini sudah berakhir; lihat halaman proposalnya."),
    ]


def test_apply_with_a_wrong_row_is_refused(stage, bureau, entries, jurors):
    plan = uploaded(stage, bureau, row(entries[0], jurors[0]), ["SALAH", "", jurors[0].user.email])
    assert not plans.preview(plan).is_appliable
    with pytest.raises(Refused, match="baris yang salah"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert Assignment.objects.count() == 0


def test_apply_after_a_conflict_came_up_is_refused(stage, bureau, entries, jurors):
    plan = uploaded(stage, bureau, row(entries[0], jurors[0]))
    conflicts.pin(proposal=entries[0].proposal, user=jurors[0].user, by=bureau, at=AT, reason="Klien")
    with pytest.raises(Refused, match="Susun rencana baru"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert Assignment.objects.count() == 0


def test_apply_after_a_reading_to_take_away_was_opened_is_refused(stage, bureau, entries, jurors):
    reading = assignments.assign(entry=entries[0], member=jurors[0], by=bureau, at=AT)
    plan = uploaded(stage, bureau, row(entries[0], jurors[1]))
    ScoreSheet.objects.create(assignment=reading, rubric=stage.rubrics.get(), opened_at=AT, saved_at=AT)
    with pytest.raises(Refused, match="sudah membuka lembar"):
        assigning_plan.apply(plan=plan, by=bureau, at=LATER)
    assert held(entries[0]) == {jurors[0].pk}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"nama,juri 1\nA,b@c.id\n", "Kolom “nama” tidak dikenal"),
        (b"kode,judul\nA,B\n", "Baris pertama memuat judul kolom"),
        (b"kode,kode,juri\nA,B,c@d.id\n", "Baris pertama memuat judul kolom"),
        (b"kode,juri 1\n", "Berkas hanya berisi judul kolom"),
    ],
)
def test_upload_that_cannot_be_understood_says_so_beside_the_field(client, stage, bureau, data, sentence):
    client.force_login(bureau)
    answer = client.post(
        reverse("judging:assignment_upload", args=[stage.code]),
        {"file": SimpleUploadedFile("bagi.csv", data)},
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert AssignmentPlan.objects.count() == 0


def test_upload_leads_to_the_plan_that_names_the_wrong_rows(client, stage, bureau, entries, jurors):
    client.force_login(bureau)
    data = sheet(["SALAH", "", "juri1@kampus.ac.id; juri2@kampus.ac.id"])
    url = reverse("judging:assignment_upload", args=[stage.code])
    answer = client.post(url, {"file": SimpleUploadedFile("bagi.csv", data)})
    plan = AssignmentPlan.objects.get()
    assert answer.url == reverse("judging:plan", args=[stage.code, plan.code])
    assert plan.asked["lines"] == [[2, "SALAH", ["juri1@kampus.ac.id", "juri2@kampus.ac.id"], False]]
    planning.make(plan_id=plan.pk, at=AT)
    html = client.get(answer.url).content.decode()
    assert "1 baris salah" in html
    assert "SALAH” tidak ada di tahap ini" in html
    assert "dari berkas bagi.csv" in html
    assert "Terapkan" not in html


def test_judge_costs_the_same_for_one_row_and_three(stage, bureau, entries, jurors):
    counts = []
    for rows in (1, 3):
        data = sheet(*(row(entry, *jurors[:2]) for entry in entries[:rows]))
        plan = assigning_plan.request_sheet(stage=stage, by=bureau, at=AT, file_name="x.csv", data=data)
        with CaptureQueriesContext(connection) as queries:
            planning.make(plan_id=plan.pk, at=AT)
        counts.append(len(queries))
    assert counts[0] == counts[1]
