"""The pages of presentations by the client: forms that keep every word, files, masks, what polls cost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from judging.models import Slot, Timetable, Turn
from judging.services import announcing
from tests import worlds
from tests.judging.presenting import AT, AULA, ONLINE, by, lay, make_stage, order, slot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage(titles="ABC")


@pytest.fixture
def bureau(client, stage):
    client.force_login(by(stage))
    return client


@pytest.fixture
def announced(stage):
    timetable = lay(stage, AULA, ONLINE)
    return announcing.announce(timetable=timetable, by=by(stage), at=AT, revision=timetable.revision)


def board(stage, page=""):
    return f"/panitia/tahap/{stage.code}/jadwal/{page}"


SETTINGS = {
    "revision": "0",
    "starts_at": "2026-03-10T09:00",
    "minutes_present": "10",
    "minutes_ask": "15",
    "minutes_between": "5",
    "room_1": "Aula",
    "link_1": "",
    "room_2": "",
    "link_2": "",
}


def test_settings_lay_a_timetable_on_the_editions_clock(bureau, stage):
    answer = bureau.post(board(stage, "atur/"), SETTINGS)
    assert (answer.status_code, answer["Location"]) == (302, board(stage))
    timetable = Timetable.objects.get()
    assert f"{timetable.starts_at:%Y-%m-%d %H:%M%z}" == "2026-03-10 02:00+0000"
    assert order(timetable) == {0: ["A", "B", "C"]}
    page = bureau.get(board(stage)).content.decode()
    assert "09.00–09.25 WIB" in page
    assert "Belum diumumkan" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes_present": "0"}, "lebih besar dari"),
        ({"room_1": ""}, "tidak boleh kosong"),
        ({"room_2": "aula"}, "Beri setiap ruang nama yang berbeda."),
        ({"link_1": "javascript:alert(1)"}, "URL"),
    ],
)
def test_settings_that_are_wrong_keep_every_word(bureau, stage, changes, sentence):
    answer = bureau.post(board(stage, "atur/"), SETTINGS | {"room_2": "Pendopo"} | changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="2026-03-10T09:00"' in page
    assert sentence in page
    assert not Timetable.objects.exists()


def test_move_buttons_work_without_a_script(bureau, stage):
    timetable = lay(stage)
    slot = slot_of(timetable, "C")
    said = {"revision": timetable.revision, "ruang": "1", "urutan": "2"}
    answer = bureau.post(board(stage, f"pindah/{slot.code}/"), said)
    assert answer["Location"] == board(stage) + f"#giliran-{slot.code}"
    assert order(timetable) == {0: ["A", "C", "B"]}
    assert bureau.post(board(stage, f"pindah/{slot.code}/"), said).status_code == 409


def test_break_page_inserts_behind_the_chosen_turn_and_keeps_words_when_wrong(bureau, stage):
    timetable = lay(stage)
    said = {"revision": timetable.revision, "after": slot_of(timetable, "A").code, "label": "Salat"}
    answer = bureau.post(board(stage, "jeda/"), said)
    assert answer.status_code == 422
    assert 'value="Salat"' in answer.content.decode()
    bureau.post(board(stage, "jeda/"), said | {"minutes": "20"})
    assert order(timetable) == {0: ["A", "Salat", "B", "C"]}
    rest = Slot.objects.get(label="Salat")
    timetable.refresh_from_db()
    bureau.post(board(stage, f"jeda/{rest.code}/hapus/"), {"revision": timetable.revision})
    assert order(timetable) == {0: ["A", "B", "C"]}


def test_break_at_the_beginning_of_a_room_and_over_night(bureau, stage):
    timetable = lay(stage)
    said = {"revision": timetable.revision, "after": "awal-0", "label": "Registrasi"}
    bureau.post(board(stage, "jeda/"), said | {"resumes_at": "2026-03-11T08:30"})
    assert order(timetable)[0][0] == "Registrasi"
    assert "Rabu, 11 Maret 2026 pukul 08.30 WIB" in bureau.get(board(stage)).content.decode()


def test_draw_and_announce_from_the_board(bureau, stage):
    timetable = lay(stage)
    bureau.post(board(stage, "undi/"), {"revision": timetable.revision, "seed": "7-3-9"})
    timetable.refresh_from_db()
    page = bureau.get(board(stage)).content.decode()
    assert "<strong>7-3-9</strong>" in page
    bureau.post(board(stage, "umumkan/"), {"revision": timetable.revision})
    timetable.refresh_from_db()
    assert timetable.published_by == by(stage)


def day(stage, page=""):
    return f"/panitia/tahap/{stage.code}/hari-h/{page}"


def test_day_leads_a_room_and_records_arrival_in_two_taps(bureau, stage, announced):
    slot = slot_of(announced, "A")
    turn = {"slot": slot.code, "revision": "0", "phase": "waiting", "ruang": "1"}
    assert bureau.post(day(stage, "giliran/"), turn)["Location"] == day(stage) + "?ruang=1"
    bureau.post(day(stage, f"{slot.code}/datang/"), {"pimpinan": "tidak"})
    bureau.post(day(stage, f"{slot.code}/datang/"), {"pendamping": "5"})
    slot.refresh_from_db()
    assert (slot.head_came, slot.companions) == (False, 5)
    assert "5 pendamping, lebih dari 3 yang diizinkan." in bureau.get(day(stage)).content.decode()


def test_day_records_a_no_show_with_its_reason_and_keeps_the_words(bureau, stage, announced):
    slot = slot_of(announced, "A")
    Turn.objects.filter(room=0).update(slot=slot)
    answer = bureau.post(day(stage, f"{slot.code}/tidak-datang/"), {"keterangan": " "})
    assert answer.status_code == 422
    assert "Tulis keterangan mengapa pengusulnya tidak hadir." in answer.content.decode()
    long = "x" * 301
    answer = bureau.post(day(stage, f"{slot.code}/tidak-datang/"), {"keterangan": long})
    assert (answer.status_code, long in answer.content.decode()) == (422, True)
    bureau.post(day(stage, f"{slot.code}/tidak-datang/"), {"keterangan": "Banjir."})
    slot.entry.refresh_from_db()
    assert (slot.entry.attendance, slot.entry.attendance_note) == ("absent", "Banjir.")


def test_screen_of_a_blind_stage_shows_no_agency_even_to_the_bureau(bureau, stage, announced):
    type(stage).objects.filter(pk=stage.pk).update(is_blind=True)
    Turn.objects.filter(room=0).update(slot=slot_of(announced, "A"), phase="presenting")
    page = bureau.get(f"/tahap/{stage.code}/layar/").content.decode()
    assert '<h2 class="live-title">A</h2>' in page
    assert "Dinas" not in re.search(r'<section class="live".*?</section>', page, re.DOTALL)[0]


def test_poll_is_answered_not_modified_until_a_turn_changes(bureau, stage, announced):
    address = f"/tahap/{stage.code}/giliran.json"
    first = bureau.get(address)
    assert first.json() == {"rooms": {"0": announced.revision, "1": announced.revision}}
    again = bureau.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Turn.objects.filter(room=1).update(revision=1)
    changed = bureau.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.json()["rooms"]["1"] == announced.revision + 1


def test_calendar_file_holds_all_one_room_or_own(client, stage, announced):
    juror = worlds.make_juror(stage)
    worlds.make_assignment(slot_of(announced, "B").entry, juror)
    client.force_login(juror.user)
    address = f"/tahap/{stage.code}/jadwal.ics"

    def titles(query: str) -> list[str]:
        body = client.get(address + query).content.decode()
        return re.findall(r"SUMMARY:(.*)\r\n", body)

    assert titles("") == ["1. A (Dinas A)", "2. C (Dinas C)", "1. B (Dinas B)"]
    assert titles("?ruang=2") == titles("?saya=1") == ["1. B (Dinas B)"]
    uid = f"UID:{slot_of(announced, 'B').code.lower()}@"
    assert uid in client.get(address).content.decode()


def test_calendar_and_screen_wait_for_the_statement_of_integrity(client, stage, announced):
    juror = worlds.make_juror(stage)
    stage.competition.integrity_text = "Saya jujur."
    stage.competition.save(update_fields=["integrity_text"])
    client.force_login(juror.user)
    for page in ("jadwal.ics", "layar/"):
        assert client.get(f"/tahap/{stage.code}/{page}")["Location"] == "/jadwal/"
    page = client.get("/jadwal/").content.decode()
    assert "Tandatangani pernyataan integritas" in page
    assert "Dinas A" not in page


def test_entrant_reads_the_own_turn_and_saves_it(client, stage, announced):
    proposal = slot_of(announced, "B").entry.proposal
    client.force_login(proposal.created_by)
    page = client.get(f"/proposal/{proposal.code}/presentasi/").content.decode()
    assert "Selasa, 10 Maret 2026 pukul 09.00 WIB" in page
    assert "Ruang Daring" in page
    body = client.get(f"/proposal/{proposal.code}/presentasi.ics").content.decode()
    assert "DTSTART:20260310T020000Z\r\nDTEND:20260310T022500Z\r\nSUMMARY:Presentasi: B\r\n" in body


def test_entrant_has_the_turn_among_the_duties_until_it_is_over(client, stage, announced):
    proposal = slot_of(announced, "B").entry.proposal
    client.force_login(proposal.created_by)
    assert "Presentasikan “B”" not in client.get("/").content.decode()
    Slot.objects.filter(entry__proposal=proposal).update(announced_end=timezone.now() + timedelta(days=1))
    assert "Presentasikan “B” di Ruang Daring" in client.get("/").content.decode()


def test_strip_is_silent_for_those_who_judge_nothing(client, stage, announced):
    client.force_login(worlds.make_user())
    assert client.get("/jadwal/sekarang/").status_code == 204
