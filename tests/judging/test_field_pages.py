"""The pages of a visit: the bureau's way from a plan to minutes, the agency's answer, the juror's reading."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from judging import documents
from judging.enums import MinutesKind
from judging.models import FieldVisit, Minutes, MinutesPaper, Score
from judging.reads import duties
from judging.services import field_visits, minutes
from tests import worlds
from tests.judging.golden_stage import fill_sheet
from tests.judging.visiting_field import (
    NINE,
    by,
    claim,
    finish,
    jurors,
    make_entry,
    make_stage,
    observe,
    plan,
)
from tests.judging.visiting_field import seen_visit as seen

pytestmark = pytest.mark.django_db
POINTS = dict.fromkeys(worlds.CRITERIA, 3)


@pytest.fixture
def stage():
    return make_stage()


@pytest.fixture
def entry(stage):
    return make_entry(stage)


@pytest.fixture
def pair(stage):
    return jurors(stage, "Juri Satu", "Juri Dua")


@pytest.fixture
def bureau(stage):
    return worlds.make_user(agency=stage.competition.organiser, role="bureau", name="Panitia")


@pytest.fixture
def staff(entry):
    return entry.proposal.created_by


def page(name, *codes):
    return reverse(f"judging:{name}", args=codes)


def close(visit, reason="Diam."):
    visit.refresh_from_db()
    act = {"by": by(visit.entry.stage), "at": NINE, "revision": visit.revision}
    return field_visits.close(visit=visit, unsigned_reason=reason, **act)


def asked(user) -> list[tuple[str, str]]:
    return [(duty.title, duty.url) for duty in duties.duties(user, timezone.now())]


def test_bureau_plans_by_search_and_is_led_to_the_claims(client, stage, entry, pair, bureau):
    client.force_login(bureau)
    found = client.get(page("field_choose", stage.code), {"cari": "puskesmas"})
    assert list(found.context["page_obj"]) == [entry]
    assert not client.get(page("field_choose", stage.code), {"cari": "tidak ada"}).context["page_obj"]
    when = timezone.localtime() + timedelta(days=3)
    sent = {
        "revision": "0",
        "planned_at": f"{when:%Y-%m-%dT%H:%M}",
        "place": "Jalan Melati 1",
        "petugas": [pair[0].code],
    }
    address = page("field_plan", stage.code, entry.code)
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Jalan Melati 1" in refused.content.decode()
    sent["petugas"] = [user.code for user in pair]
    planned = client.post(address, sent)
    visit = FieldVisit.objects.get()
    assert planned.url == page("field_visit", stage.code, visit.code)
    assert client.get(planned.url).context["blockers"] == [
        "Belum ada klaim yang diperiksa.",
        "Baru 0 petugas yang selesai; sedikitnya 2.",
    ]
    (row,) = client.get(page("field_choose", stage.code)).context["page_obj"]
    assert row.is_visited


def test_bureau_cannot_tick_who_is_in_conflict(client, stage, entry, pair, bureau):
    worlds.make_juror(stage, name="Juri Kantor", employer=entry.proposal.agency)
    client.force_login(bureau)
    shown = client.get(page("field_plan", stage.code, entry.code)).context["form"].rows
    assert [(one.user.name, bool(one.refusals)) for one, _ticked in shown] == [
        ("Juri Dua", False),
        ("Juri Satu", False),
        (by(stage).name, False),
        ("Panitia", False),
        ("Juri Kantor", True),
    ]


def test_claims_are_ticked_or_quoted_and_what_is_not_there_is_refused_with_its_words(
    client, stage, entry, pair, bureau
):
    visit = plan(entry, pair)
    client.force_login(bureau)
    address = page("field_claims", stage.code, visit.code)
    refused = client.post(address, {"j1": "Jawaban untuk latar.\nKami yang terbaik."})
    assert refused.status_code == 422
    assert "“Kami yang terbaik.” tidak ada di jawaban ini." in refused.content.decode()
    assert "Kami yang terbaik.</textarea>" in refused.content.decode()
    taken = client.post(address, {"j1": "jawaban untuk  latar.", "pilih": ["j9-1"]})
    assert taken.status_code == 422  # nobody suggested that
    assert client.post(address, {"j1": "Jawaban untuk latar."}).status_code == 302
    assert list(visit.claims.values_list("source", "text")) == [
        ("Latar: Uraikan latar", "Jawaban untuk latar.")
    ]


def test_agency_names_who_receives_and_reads_nothing_before_all_have_finished(client, entry, pair, staff):
    visit = plan(entry, pair)
    observe(claim(visit, "Ada 3 loket.")[0], pair[0], "refuted", "Hanya ada satu.")
    client.force_login(staff)
    address = page("visit", visit.code)
    assert asked(staff)[0] == ("Sebutkan siapa yang menerima petugas verifikasi “Antre Cepat”", address)
    shown = client.get(address).content.decode()
    assert "Hanya ada satu." not in shown
    assert "Ada 3 loket." not in shown
    assert client.post(page("visit_host", visit.code), {"host_name": "dr. Ani"}).status_code == 422
    said = {"host_name": "dr. Ani", "host_post": "Kepala Puskesmas"}
    assert client.post(page("visit_host", visit.code), said).status_code == 302
    visit.refresh_from_db()
    assert (visit.host_name, visit.host_post) == ("dr. Ani", "Kepala Puskesmas")
    assert asked(staff)[0] == ("Terima petugas verifikasi untuk “Antre Cepat”", address)


def test_agency_reads_and_objects_in_words(client, entry, pair, staff):
    visit = seen(entry, pair)
    client.force_login(staff)
    address = page("visit_answer", visit.code)
    assert asked(staff) == [("Tanggapi temuan lapangan untuk “Antre Cepat”", page("visit", visit.code))]
    assert "Register menunjukkan 25 pasien." in client.get(page("visit", visit.code)).content.decode()
    revision = str(visit.revision)
    empty = client.post(address, {"revision": revision, "sikap": "keberatan", "remark": " "})
    assert empty.status_code == 422
    said = {"revision": revision, "sikap": "keberatan", "remark": "Register bulan itu hilang."}
    assert client.post(address, said).status_code == 302
    again = client.post(address, said | {"remark": "Lain lagi."})
    assert again.status_code == 409
    assert "Lain lagi." in again.content.decode()
    visit.refresh_from_db()
    assert (visit.has_objection, visit.remark) == (True, "Register bulan itu hilang.")


def test_agency_of_another_town_meets_a_page_that_is_not_there(client, entry, pair):
    visit = plan(entry, pair)
    client.force_login(worlds.make_user(agency=worlds.make_agency()))
    assert client.get(page("visit", visit.code)).status_code == 404
    assert (
        client.post(page("visit_answer", visit.code), {"sikap": "setuju", "revision": "1"}).status_code == 404
    )


def test_official_who_goes_along_does_not_see_the_others_findings(client, stage, entry, pair, bureau):
    visit = plan(entry, [pair[0], bureau])
    observe(claim(visit, "Ada 3 loket.")[0], pair[0], "refuted", "Hanya ada satu.")
    client.force_login(bureau)
    address = page("field_visit", stage.code, visit.code)
    assert "Hanya ada satu." not in client.get(address).content.decode()
    client.force_login(by(stage))
    assert "Hanya ada satu." in client.get(address).content.decode()


def test_bureau_closes_with_a_reason_and_the_paper_has_both_sides(client, stage, entry, pair, bureau):
    visit = seen(entry, pair)
    client.force_login(bureau)
    address = page("field_close", stage.code, visit.code)
    assert client.post(address, {"revision": visit.revision}).status_code == 422
    stale = client.post(address, {"revision": 0, "unsigned_reason": "Tidak menjawab."})
    assert (stale.status_code, "Tidak menjawab." in stale.content.decode()) == (409, True)
    said = {"revision": visit.revision, "unsigned_reason": "Tidak menjawab."}
    assert client.post(address, said).status_code == 302
    made = Minutes.objects.get(kind=MinutesKind.FIELD)
    assert made.visit.code == visit.code
    assert minutes.render(paper_id=made.paper.pk, at=NINE)
    shown = client.get(page("field_visit", stage.code, visit.code)).content.decode()
    assert "Unduh PDF untuk ditandatangani" in shown
    client.force_login(entry.proposal.created_by)
    paper = client.get(page("visit_paper", visit.code))
    assert b"".join(paper)[:5] == b"%PDF-"


def test_minutes_print_the_same_bytes(entry, pair):
    closed = close(seen(entry, pair))
    paper = MinutesPaper.objects.get(minutes=closed.minutes)
    assert documents.minutes_pdf(paper) == documents.minutes_pdf(paper)


def test_calendar_moves_with_the_visit_and_keeps_its_uid(client, entry, pair):
    visit = plan(entry, pair)
    client.force_login(pair[0])
    body = client.get(page("visit_ics", visit.code)).content.decode()
    assert f"UID:{visit.code.lower()}@" in body
    assert "DTSTART:20260310T020000Z" in body
    assert f"SEQUENCE:{visit.revision}" in body
    field_visits.cancel(visit=visit, by=by(entry.stage), at=NINE, reason="Banjir.")
    assert client.get(page("visit_ics", visit.code)).status_code == 409


def test_juror_reads_counts_on_the_sheet_and_the_findings_behind(client, stage, entry, pair):
    reading = worlds.make_assignment(entry, stage.panel.get(user=pair[0]))
    fill_sheet(reading, POINTS, is_final=False)
    visit = seen(entry, pair)
    client.force_login(pair[0])
    sheet, behind = page("sheet", reading.code), page("sheet_findings", reading.code)
    assert client.get(sheet).context["tallies"] == []
    assert "25 pasien" not in client.get(behind).content.decode()  # no minutes yet
    close(visit)
    (tally,) = client.get(sheet).context["tallies"]
    assert (tally.number, tally.counts) == (1, [("Sesuai", 3), ("Sebagian sesuai", 1)])
    assert "25 pasien" in client.get(behind).content.decode()


def test_juror_of_a_blind_stage_reads_findings_after_the_own_sheet(client, stage, entry, pair):
    third = worlds.make_juror(stage, name="Juri Tiga")
    close(seen(entry, pair))
    stage.is_blind = True
    stage.save()
    reading = worlds.make_assignment(entry, third)
    sheet = fill_sheet(reading, POINTS, is_final=False)
    client.force_login(third.user)
    behind = page("sheet_findings", reading.code)
    assert client.get(behind).status_code == 409
    assert client.get(page("sheet", reading.code)).context["is_withheld"]
    sheet.status, sheet.finalised_at = "final", NINE
    sheet.save()
    assert client.get(behind).status_code == 200


def test_a_score_changes_on_the_sheet_alone_and_the_reason_names_the_minutes(
    client, stage, entry, pair, bureau
):
    reading = worlds.make_assignment(entry, stage.panel.get(user=pair[0]))
    fill_sheet(reading, POINTS)
    before = list(Score.objects.order_by("pk").values_list("points", flat=True))
    closed = close(seen(entry, pair))
    client.force_login(bureau)
    visit_page = client.get(page("field_visit", stage.code, closed.code))
    way = f"{page('sheet_reopen', stage.code, reading.code)}?kunjungan={closed.code}"
    assert way in visit_page.content.decode()
    assert client.get(way).context["form"].initial == {"reason": "Temuan lapangan, berita acara nomor 1"}
    foreign = f"{page('sheet_reopen', stage.code, reading.code)}?kunjungan=TIDAKADA"
    assert client.get(foreign).context["form"].initial == {"reason": ""}
    assert list(Score.objects.order_by("pk").values_list("points", flat=True)) == before


def test_duties_of_visitor_and_bureau(stage, entry, pair, bureau):
    visit = plan(entry, pair)
    empty = ("Ambil klaim untuk 1 kunjungan pada Penilaian Proposal", page("field_visits", stage.code))
    assert empty in asked(bureau)
    go = (f"Periksa “Antre Cepat” di {visit.place}", page("field_phone", visit.code))
    assert asked(pair[0]) == [go]
    for user in pair:
        observe(claim(visit, "Ada 3 loket.")[0], user)
    finish(visit, *pair)
    assert asked(pair[0]) == []
    visit.refresh_from_db()
    said = {"revision": visit.revision, "has_objection": False, "remark": ""}
    field_visits.answer(visit=visit, by=entry.proposal.created_by, at=NINE, **said)
    ready = "Tutup 1 kunjungan pada Penilaian Proposal: instansi sudah menanggapi"
    assert (ready, page("field_visits", stage.code)) in asked(bureau)


def test_proposal_page_lists_its_visits_for_the_agency(client, entry, pair, staff):
    visit = plan(entry, pair)
    client.force_login(staff)
    shown = client.get(reverse("proposals:detail", args=[entry.proposal.code])).content.decode()
    assert page("visit", visit.code) in shown
