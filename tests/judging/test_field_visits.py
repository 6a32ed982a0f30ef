"""A visit is planned, changed, called off, answered and closed; everybody concerned is told."""

import json
from datetime import timedelta

import pytest

from agencies.models import Mail, Notice
from competitions.models import LedgerEvent
from judging.enums import MinutesKind
from judging.models import FieldVisit, Minutes, Score, ScoreSheet
from judging.reads import field as reads
from judging.services import conflicts, field_visits, minutes
from judging.services.field_visits import Plan
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.golden_stage import fill_sheet
from tests.judging.visiting_field import (
    AT,
    NINE,
    PLACE,
    by,
    claim,
    finish,
    jurors,
    make_entry,
    make_stage,
    observe,
    plan,
    seen_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage()


@pytest.fixture
def entry(stage):
    return make_entry(stage)


@pytest.fixture
def pair(stage):
    return jurors(stage, "Juri Satu", "Juri Dua")


def kinds() -> list[str]:
    rows = LedgerEvent.objects.filter(kind__startswith="visit.").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def titles(user) -> list[str]:
    return list(Notice.objects.filter(user=user, kind="field").order_by("pk").values_list("title", flat=True))


def answer(visit, *, has_objection=False, remark="", at=NINE):
    visit.refresh_from_db()
    staff = visit.entry.proposal.created_by
    said = {"revision": visit.revision, "has_objection": has_objection, "remark": remark}
    return field_visits.answer(visit=visit, by=staff, at=at, **said)


def close(visit, reason=""):
    visit.refresh_from_db()
    act = {"by": by(visit.entry.stage), "at": NINE, "revision": visit.revision}
    return field_visits.close(visit=visit, unsigned_reason=reason, **act)


def change(visit, users, *, when=NINE, place=PLACE):
    visit.refresh_from_db()
    act = {"by": by(visit.entry.stage), "at": AT, "revision": visit.revision}
    return field_visits.change(visit=visit, wanted=Plan(when, place, users), **act)


def test_plan_tells_visitors_and_the_agency_when_and_where(entry, pair):
    visit = plan(entry, pair)
    assert [visitor.user for visitor in visit.visitors.all()] == [pair[1], pair[0]]  # by name
    assert kinds() == ["visit.planned"]
    for person in [*pair, entry.proposal.created_by]:
        assert titles(person) == ["Verifikasi lapangan: Antre Cepat"]
    letter = Mail.objects.get(to=entry.proposal.created_by.email)
    assert "Selasa, 10 Maret 2026 pukul 09.00 WIB" in letter.body
    assert PLACE in letter.body


def test_plan_refuses_one_visitor(entry, pair):
    with pytest.raises(Refused, match="sedikitnya dua petugas"):
        plan(entry, pair[:1])
    assert not FieldVisit.objects.exists()


def test_plan_refuses_the_same_person_twice(entry, pair):
    with pytest.raises(Refused, match="sedikitnya dua petugas"):
        plan(entry, [pair[0], pair[0]])


def test_plan_refuses_who_is_in_conflict_and_says_why(stage, entry, pair):
    employed = worlds.make_juror(stage, name="Juri Tiga", employer=entry.proposal.agency).user
    conflicts.pin(proposal=entry.proposal, user=pair[1], by=by(stage), at=AT, reason="Ipar.")
    with pytest.raises(Refused) as refused:
        plan(entry, [employed, pair[1]])
    assert sorted(refused.value.reasons) == [
        "Juri Dua: Panitia menetapkan benturan kepentingan.",
        "Juri Tiga: Juri bekerja atau berperan di instansi pengusul atau induknya.",
    ]


def test_plan_takes_an_official_and_refuses_a_stranger(stage, entry, pair):
    stranger = worlds.make_user(name="Orang Luar")
    with pytest.raises(Refused) as refused:
        plan(entry, [pair[0], stranger])
    assert refused.value.reasons == ("Orang Luar bukan juri tahap ini dan bukan panitia.",)
    official = worlds.make_user(agency=stage.competition.organiser, role="bureau")
    assert plan(entry, [pair[0], official]).visitors.count() == 2


def test_plan_refuses_an_auditor_of_the_organiser(stage, entry, pair):
    auditor = worlds.make_user(agency=stage.competition.organiser, role="auditor", name="Pengawas")
    with pytest.raises(Refused, match="Pilih petugas lain"):
        plan(entry, [pair[0], auditor])


def test_plan_refuses_a_juror_who_has_not_signed(stage, entry, pair):
    stage.competition.integrity_text = "Saya menilai dengan jujur."
    stage.competition.save()
    official = worlds.make_user(agency=stage.competition.organiser, role="bureau")
    with pytest.raises(Refused) as refused:
        plan(entry, [pair[0], official])
    assert refused.value.reasons == ("Juri Satu: Belum menandatangani pernyataan integritas edisi ini.",)


def test_plan_in_a_blind_stage_waits_for_the_jurors_own_sheet(entry, pair):
    stage = entry.stage
    stage.is_blind = True
    stage.save()
    reading = worlds.make_assignment(entry, stage.panel.get(user=pair[0]))
    with pytest.raises(Refused) as refused:
        plan(entry, pair)
    assert refused.value.reasons == (
        "Juri Satu: Lembar nilainya untuk proposal ini belum final, dan nama instansi disembunyikan darinya.",
    )
    fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, 3))
    assert plan(entry, pair).visitors.count() == 2


def test_plan_refuses_a_second_visit_under_way_a_closed_stage_and_the_past(stage, entry, pair):
    with pytest.raises(Refused, match="sudah lewat"):
        plan(entry, pair, when=AT)
    plan(entry, pair)
    with pytest.raises(Refused, match="sudah direncanakan"):
        plan(entry, pair)
    other = worlds.make_entry(stage.competition)
    stage.closed_at, stage.closed_by = AT, by(stage)
    stage.save()
    with pytest.raises(Refused, match="sudah ditutup"):
        plan(other, pair)


def test_change_tells_the_new_the_former_and_once_only(stage, entry, pair):
    (third,) = jurors(stage, "Juri Tiga")
    visit = plan(entry, pair)
    later = NINE + timedelta(days=1)
    change(visit, [pair[0], third], when=later)
    change(visit, [pair[0], third], when=later)
    assert kinds() == ["visit.planned", "visit.changed"]
    moved = "Verifikasi lapangan berubah: Antre Cepat"
    assert titles(pair[1])[1:] == [moved]
    assert titles(third) == [moved]
    assert titles(entry.proposal.created_by)[1:] == [moved]


def test_change_of_people_alone_does_not_trouble_the_agency(stage, entry, pair):
    (third,) = jurors(stage, "Juri Tiga")
    visit = plan(entry, pair)
    change(visit, [*pair, third])
    assert len(titles(entry.proposal.created_by)) == 1


def test_change_keeps_who_has_noted_a_finding(stage, entry, pair):
    (third,) = jurors(stage, "Juri Tiga")
    visit = plan(entry, pair)
    observe(claim(visit, "Waktu tunggu 15 menit.")[0], pair[1])
    with pytest.raises(Refused, match="Juri Dua sudah mencatat temuan"):
        change(visit, [pair[0], third])


def test_change_read_at_an_older_revision_is_refused(entry, pair):
    visit = plan(entry, pair)
    stale = visit.revision
    change(visit, pair, place="Kantor Kelurahan")
    wanted = Plan(NINE, "Balai Desa", pair)
    with pytest.raises(Refused, match="baru saja diubah"):
        field_visits.change(visit=visit, by=by(entry.stage), at=AT, revision=stale, wanted=wanted)
    visit.refresh_from_db()
    assert visit.place == "Kantor Kelurahan"


def test_cancel_needs_a_reason_that_everybody_reads(entry, pair):
    visit = plan(entry, pair)
    with pytest.raises(Refused, match="alasan"):
        field_visits.cancel(visit=visit, by=by(entry.stage), at=AT, reason=" ")
    field_visits.cancel(visit=visit, by=by(entry.stage), at=AT, reason="Jalan terendam.")
    cancelled = "Verifikasi lapangan dibatalkan: Antre Cepat"
    assert [titles(person)[1:] for person in [*pair, entry.proposal.created_by]] == [[cancelled]] * 3
    assert Mail.objects.filter(subject=cancelled, body__contains="Jalan terendam.").count() == 3
    assert plan(entry, pair).pk != visit.pk


def test_answer_waits_for_everybody_and_an_objection_needs_words(entry, pair):
    visit = plan(entry, pair)
    (only,) = claim(visit, "Waktu tunggu 15 menit.")
    observe(only, pair[0])
    finish(visit, pair[0])
    with pytest.raises(Refused, match="belum selesai"):
        answer(visit)
    observe(only, pair[1])
    finish(visit, *pair)
    with pytest.raises(Refused, match="tidak disetujui"):
        answer(visit, has_objection=True, remark=" ")
    answered = answer(visit, has_objection=True, remark="Alat sedang diservis.")
    assert (answered.has_objection, answered.agreed_by) == (True, entry.proposal.created_by)


def test_close_names_everything_that_is_missing(entry, pair):
    visit = plan(entry, pair)
    first, _second = claim(visit, "Waktu tunggu 15 menit.", "Melayani 40 pasien sehari.")
    observe(first, pair[0])
    observe(first, pair[1])
    finish(visit, pair[0])
    with pytest.raises(Refused) as refused:
        close(visit, reason="Tidak menjawab.")
    assert refused.value.reasons == (
        "Baru 1 petugas yang selesai; sedikitnya 2.",
        "1 klaim belum diperiksa dua orang.",
    )


def test_close_without_an_answer_needs_a_reason(entry, pair):
    visit = seen_visit(entry, pair)
    with pytest.raises(Refused, match="belum menanggapi"):
        close(visit)
    assert close(visit, reason="Dua kali diminta, tidak dijawab.").unsigned_reason == (
        "Dua kali diminta, tidak dijawab."
    )


def test_close_writes_minutes_with_every_finding(entry, pair):
    visit = seen_visit(entry, pair)
    field_visits.name_host(visit=visit, by=by(entry.stage), at=AT, name="dr. Ani", post="Kepala")
    answer(visit, has_objection=True, remark="Alat diservis.")
    closed = close(visit)
    said = json.loads(closed.minutes.payload)
    assert (closed.minutes.kind, closed.minutes.number, said["replaces"]) == ("field", 1, None)
    assert said["visit"]["code"] == visit.code
    assert said["host"] == {"name": "dr. Ani", "post": "Kepala"}
    assert said["agreement"]["answer"] == "objected"
    assert [row["name"] for row in said["visitors"]] == ["Juri Dua", "Juri Satu"]
    assert said["claims"][1] == {
        "source": "Latar: Uraikan latar",
        "text": "Melayani 40 pasien sehari.",
        "observations": [
            {
                "visitor": "Juri Dua",
                "verdict": "partly",
                "note": "Register menunjukkan 25 pasien.",
                "noted_at": "2026-03-10T02:00:00+00:00",
            },
            {
                "visitor": "Juri Satu",
                "verdict": "confirmed",
                "note": "",
                "noted_at": "2026-03-10T02:00:00+00:00",
            },
        ],
        "photos": [],
    }
    assert kinds()[-1] == "visit.closed"
    with pytest.raises(Refused, match="tidak dapat diubah"):
        field_visits.cancel(visit=visit, by=by(entry.stage), at=NINE, reason="Salah.")


def test_minutes_of_visits_stand_beside_one_another(stage, entry, pair):
    close(seen_visit(entry, pair), reason="Diam.")
    close(seen_visit(worlds.make_entry(stage.competition), pair), reason="Diam.")
    rows = Minutes.objects.filter(stage=stage, kind=MinutesKind.FIELD).order_by("number")
    assert [(row.number, json.loads(row.payload)["replaces"]) for row in rows] == [(1, None), (2, None)]
    made = {"stage": stage, "kind": MinutesKind.SHORTLIST, "by": by(stage), "at": AT, "said": {}}
    first = minutes.record(**made)
    assert json.loads(minutes.record(**made).payload)["replaces"] == first.sha256


def test_no_verb_of_a_visit_writes_a_score(stage, entry, pair):
    """The sheet is the only way: every row of it stands as it stood, and so does the ledger of sheets."""
    sheet = fill_sheet(
        worlds.make_assignment(entry, stage.panel.get(user=pair[0])), dict.fromkeys(worlds.CRITERIA, 3)
    )

    def scored():
        return (
            list(Score.objects.order_by("pk").values()),
            list(ScoreSheet.objects.order_by("pk").values()),
            LedgerEvent.objects.filter(kind__startswith="sheet.").count(),
        )

    before = scored()
    assert len(before[0]) == 5, sheet
    visit = seen_visit(entry, pair)
    change(visit, pair, place="Balai Desa")
    field_visits.name_host(visit=visit, by=by(stage), at=AT, name="dr. Ani", post="Kepala")
    answer(visit)
    close(visit)
    again = plan(entry, pair)
    field_visits.cancel(visit=again, by=by(stage), at=AT, reason="Keliru.")
    assert scored() == before


def test_findings_are_hidden_from_their_own_people_until_everybody_has_finished(entry, pair):
    visit = plan(entry, pair)
    observe(claim(visit, "Waktu tunggu 15 menit.")[0], pair[0])
    finish(visit, pair[0])
    staff, bureau = entry.proposal.created_by, by(entry.stage)

    def hidden(user):
        return reads.is_hidden_from(user, reads.visits_for(user).get(pk=visit.pk))

    assert [hidden(user) for user in (*pair, staff, bureau)] == [True, True, True, False]
    finish(visit, *pair)
    assert [hidden(user) for user in (*pair, staff, bureau)] == [False] * 4
