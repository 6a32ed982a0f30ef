"""The pages of a calibration: what a POST may change, what is kept after an error, who reads what when."""

import pytest
from django.urls import reverse

from judging.models import Anchor, AnchorSheet, Calibration
from judging.services import calibration_round
from tests import worlds
from tests.judging.calibrating import AT, REFERENCE, make_anchor, open_for, score_all

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def stage():
    return worlds.scoring_stage(worlds.make_edition())


@pytest.fixture
def bureau(stage):
    return stage.competition.announced_by


@pytest.fixture
def member(stage):
    return worlds.make_juror(stage, name="Juri Satu")


@pytest.fixture
def office(client, bureau):
    client.force_login(bureau)
    return client


@pytest.fixture
def juror(client, member):
    client.force_login(member.user)
    return client


def page(name, stage, *more):
    return reverse(f"judging:calibration{name}", args=[stage.code, *more])


def criteria(stage) -> dict[str, int]:
    return dict(stage.rubrics.get().criteria.values_list("code", "pk"))


def test_bureau_sets_up_writes_refers_and_opens(office, stage, member):
    office.post(page("_set_up", stage))
    response = office.post(
        page("_write", stage), {"title": "Loket malam", "text_latar": "Pabrik tutup malam."}
    )
    anchor = Anchor.objects.get()
    assert response.url == page("_anchor", stage, anchor.code)
    points = {f"points_{pk}": 3 for pk in criteria(stage).values()}
    office.post(page("_anchor", stage, anchor.code), points | {"verdict": "Cukup."})
    assert "Semua siap" in office.get(page("", stage)).content.decode()
    office.post(page("_open", stage))
    assert Calibration.objects.get().opened_at is not None


def test_open_with_something_missing_answers_422_and_names_it(office, stage, member):
    office.post(page("_set_up", stage))
    response = office.post(page("_open", stage))
    assert response.status_code == 422
    assert "Belum ada proposal kalibrasi" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"title": "", "text_latar": "Sudah panjang."}, "Sudah panjang."),
        ({"title": "Judul saja"}, "Judul saja"),
    ],
)
def test_write_that_cannot_be_taken_answers_422_and_keeps_the_words(office, stage, sent, kept):
    office.post(page("_set_up", stage))
    response = office.post(page("_write", stage), sent)
    assert (response.status_code, Anchor.objects.count()) == (422, 0)
    assert kept in response.content.decode()


def test_reference_off_the_scale_answers_422_and_keeps_the_verdict(office, stage, bureau):
    anchor = make_anchor(stage, bureau)
    sent = {f"points_{pk}": 9 for pk in criteria(stage).values()} | {"verdict": "Alasan panjang."}
    response = office.post(page("_anchor", stage, anchor.code), sent)
    anchor.refresh_from_db()
    assert (response.status_code, anchor.reference) == (422, REFERENCE)
    assert "Alasan panjang." in response.content.decode()


def test_reveal_without_the_late_asks_for_a_reason(office, stage, bureau, member):
    open_for(stage, bureau)
    response = office.post(page("_reveal", stage), {"reason": " "})
    assert (response.status_code, "Juri Satu" in response.content.decode()) == (422, True)
    assert Calibration.objects.get().revealed_at is None
    office.post(page("_reveal", stage), {"reason": "Sakit."})
    assert Calibration.objects.get().revealed_at is not None


def test_juror_reads_neither_reference_nor_panel_before_the_reveal(juror, stage, bureau, member):
    [anchor] = open_for(stage, bureau)
    other = worlds.make_juror(stage, name="Juri Lain")
    score_all(other, [anchor], (5, 5, 5, 5, 5))
    score_all(member, [anchor])
    for address in (reverse("judging:anchor_sheet", args=[anchor.code]), reverse("judging:queue")):
        text = juror.get(address).content.decode()
        assert anchor.verdict not in text
        assert "Juri Lain" not in text
    assert juror.get(page("_findings", stage)).status_code == 404


def test_juror_reads_the_verdict_without_names_after_the_reveal(juror, stage, bureau, member):
    [anchor] = open_for(stage, bureau)
    for one in (member, worlds.make_juror(stage, name="Juri Lain")):
        score_all(one, [anchor])
    calibration_round.reveal(stage=stage, by=bureau, at=AT)
    text = juror.get(page("_findings", stage)).content.decode()
    assert anchor.verdict in text
    assert "Anda sama dengan rujukan; semua juri memberi 3." in text
    assert "Juri Lain" not in text
    assert juror.get(reverse("judging:anchor_sheet", args=[anchor.code])).url == page("_findings", stage)


def test_bureau_reads_names_after_the_reveal(office, stage, bureau, member):
    score_all(member, open_for(stage, bureau))
    calibration_round.reveal(stage=stage, by=bureau, at=AT)
    assert "Juri Satu" in office.get(page("", stage)).content.decode()


def test_gate_of_a_live_entry_says_what_comes_first(juror, stage, bureau, member):
    reading = worlds.make_assignment(worlds.make_entry(stage.competition), member)
    open_for(stage, bureau)
    text = juror.get(reverse("judging:sheet", args=[reading.code])).content.decode()
    assert "Nilai dahulu proposal kalibrasi" in text
    assert "no_conflict" not in text
    queue = juror.get(reverse("judging:queue")).content.decode()
    assert "Kalibrasi: 1 dari 1" in queue
    assert "Mulai menilai" not in queue


def test_autosave_answers_a_second_window_with_both_versions(juror, stage, bureau, member):
    [anchor] = open_for(stage, bureau)
    address = reverse("judging:anchor_score_save", args=[anchor.code, criteria(stage)["kebaruan"]])
    saved = juror.post(address, {"points": "4", "revision": "0"}, headers=JSON)
    assert (saved.status_code, saved.json()["revision"]) == (200, 5)
    stale = juror.post(address, {"points": "2", "revision": "0"}, headers=JSON)
    assert stale.status_code == 409
    assert stale.json()["current"] == {"points": 4, "comment": "", "revision": 5}
    assert juror.post(address, {"points": "x", "revision": "5"}, headers=JSON).status_code == 422


def test_form_without_script_saves_and_hands_in(juror, stage, bureau, member):
    anchors = open_for(stage, bureau, count=2)
    address = reverse("judging:anchor_sheet", args=[anchors[0].code])
    sent = {"note": "Ragu.", "note_revision": "0"}
    for pk in criteria(stage).values():
        sent |= {f"points_{pk}": "4", f"revision_{pk}": "0"}
    assert juror.post(address, sent | {"save": "1"}).url == address
    after = {name: "5" if name.startswith("revision_") else value for name, value in sent.items()}
    after["note_revision"] = "1"
    response = juror.post(address, after | {"finalise": "1"})
    assert response.url == reverse("judging:anchor_sheet", args=[anchors[1].code])
    sheet = AnchorSheet.objects.get()
    assert (sheet.points, sheet.comment) == (dict.fromkeys(worlds.CRITERIA, 4), "Ragu.")
    assert sheet.finalised_at is not None


def test_hand_in_that_is_incomplete_answers_422_and_keeps_the_points(juror, stage, bureau, member):
    [anchor] = open_for(stage, bureau)
    pk = criteria(stage)["kebaruan"]
    sent = {f"points_{pk}": "4", f"revision_{pk}": "0", "note": "", "note_revision": "0", "finalise": "1"}
    response = juror.post(reverse("judging:anchor_sheet", args=[anchor.code]), sent)
    assert response.status_code == 422
    assert "Signifikansi belum dinilai." in response.content.decode()
    assert AnchorSheet.objects.get().points == {"kebaruan": 4}
