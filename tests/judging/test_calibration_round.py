"""A calibration round: set up before the first live sheet, scored alone, revealed, and counted nowhere."""

import json

import pytest

from agencies.models import AuditEvent, Mail
from competitions import ledger as chain
from competitions.models import LedgerEvent, Rubric
from competitions.services.ledger import stored_rows
from judging.models import Anchor, AnchorSheet, Calibration
from judging.reads import calibration_round as reads
from judging.services import (
    calibration_anchors,
    calibration_round,
    calibration_sheets,
    panel,
    scoring_sheets,
)
from judging.services.scoring_sheets import Mark, Note
from kipp.lib.errors import Refused, Stale
from tests import worlds
from tests.judging.calibrating import AT, REFERENCE, make_anchor, open_for, score_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return worlds.scoring_stage(worlds.make_edition())


@pytest.fixture
def bureau(stage):
    return stage.competition.announced_by


@pytest.fixture
def juror(stage):
    return worlds.make_juror(stage, name="Juri Satu")


def test_set_up_holds_back_live_entries_until_the_round_is_revealed(stage, bureau, juror):
    reading = worlds.make_assignment(worlds.make_entry(stage.competition), juror)

    def open_live():
        return scoring_sheets.open_sheet(assignment=reading, by=juror.user, at=AT, no_conflict=True)

    calibration_round.set_up(stage=stage, by=bureau, at=AT)
    with pytest.raises(Refused, match="sedang menyiapkan kalibrasi"):
        open_live()
    anchors = open_for(stage, bureau)
    with pytest.raises(Refused, match="Nilai dahulu proposal kalibrasi"):
        open_live()
    score_all(juror, anchors)
    with pytest.raises(Refused, match="Nilai dahulu proposal kalibrasi"):
        open_live()
    calibration_round.reveal(stage=stage, by=bureau, at=AT)
    assert open_live().status == "draft"


def test_set_up_after_a_live_sheet_is_refused(stage, bureau, juror):
    reading = worlds.make_assignment(worlds.make_entry(stage.competition), juror)
    scoring_sheets.open_sheet(assignment=reading, by=juror.user, at=AT, no_conflict=True)
    with pytest.raises(Refused, match="sudah membuka lembar nilai"):
        calibration_round.set_up(stage=stage, by=bureau, at=AT)
    assert not Calibration.objects.exists()


def test_set_up_twice_is_done_once(stage, bureau):
    for _click in range(2):
        calibration_round.set_up(stage=stage, by=bureau, at=AT)
    assert LedgerEvent.objects.filter(kind="calibration.set_up").count() == 1


def test_drop_lets_live_entries_go_without_a_round(stage, bureau, juror):
    make_anchor(stage, bureau)
    calibration_round.drop(stage=stage, by=bureau, at=AT)
    assert (Calibration.objects.count(), Anchor.objects.count(), reads.refusal(stage)) == (0, 0, "")


def test_drop_of_an_opened_round_is_refused(stage, bureau, juror):
    open_for(stage, bureau)
    with pytest.raises(Refused, match="sudah dibuka untuk juri"):
        calibration_round.drop(stage=stage, by=bureau, at=AT)


def test_open_names_everything_that_is_missing(stage, bureau):
    anchor = calibration_anchors.write(
        stage=set_up(stage, bureau), title="A", texts={"latar": "x"}, by=bureau, at=AT
    )
    points = REFERENCE | {"kebaruan": None}
    calibration_anchors.set_reference(anchor=anchor, points=points, verdict=" ", by=bureau, at=AT)
    with pytest.raises(Refused) as refused:
        calibration_round.open_round(stage=stage, by=bureau, at=AT)
    assert refused.value.reasons == (
        "Rujukan “A” belum lengkap: Kebaruan, pertimbangan.",
        "Panel juri masih kosong. Tambahkan juri lebih dahulu.",
    )
    assert refused.value.status == 422


def set_up(stage, bureau):
    calibration_round.set_up(stage=stage, by=bureau, at=AT)
    return stage


def test_open_without_anchors_or_rubric_is_refused(stage, bureau, juror):
    set_up(stage, bureau)
    Rubric.objects.filter(stage=stage).delete()
    with pytest.raises(Refused) as refused:
        calibration_round.open_round(stage=stage, by=bureau, at=AT)
    assert [reason.split(".")[0] for reason in refused.value.reasons] == [
        "Tahap ini belum punya rubrik",
        "Belum ada proposal kalibrasi",
    ]


def test_open_locks_the_rubric_seals_the_reference_and_writes_to_the_panel(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    assert stage.rubrics.get().locked_at == AT
    event = LedgerEvent.objects.get(kind="calibration.opened")
    told = json.loads(event.payload)["anchors"][0]
    assert (told["anchor"], told["reference"]) == (anchor.code, REFERENCE)
    assert anchor.verdict not in event.payload
    assert list(Mail.objects.values_list("to", flat=True)) == [juror.user.email]


def test_reference_does_not_change_once_the_round_is_open(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    for act in (
        lambda: calibration_anchors.set_reference(anchor=anchor, points={}, verdict="", by=bureau, at=AT),
        lambda: calibration_anchors.reword(anchor=anchor, title="B", texts={}, by=bureau, at=AT),
        lambda: calibration_anchors.remove(anchor=anchor, by=bureau, at=AT),
        lambda: calibration_anchors.write(stage=stage, title="B", texts={"latar": "x"}, by=bureau, at=AT),
    ):
        with pytest.raises(Refused, match="tidak berubah lagi"):
            act()
    anchor.refresh_from_db()
    assert (anchor.title, anchor.reference) == ("Antrean daring", REFERENCE)


def test_reference_off_the_scale_is_refused(stage, bureau):
    anchor = make_anchor(stage, bureau)
    with pytest.raises(Refused, match="Nilai Kebaruan harus antara 1 dan 5"):
        calibration_anchors.set_reference(
            anchor=anchor, points=REFERENCE | {"kebaruan": 6}, verdict="x", by=bureau, at=AT
        )


def test_reveal_names_who_is_late_and_asks_for_a_reason(stage, bureau, juror):
    late = worlds.make_juror(stage, name="Juri Lambat")
    score_all(juror, open_for(stage, bureau))
    with pytest.raises(Refused) as refused:
        calibration_round.reveal(stage=stage, by=bureau, at=AT)
    assert (refused.value.status, refused.value.reasons) == (422, ("Juri Lambat",))
    calibration_round.reveal(stage=stage, by=bureau, at=AT, reason="Sakit.")
    told = json.loads(LedgerEvent.objects.get(kind="calibration.revealed").payload)
    assert told == {"without": [late.user.code], "reason": "Sakit."}
    assert AuditEvent.objects.get(verb="calibration.revealed").details == told
    assert reads.refusal(stage) == ""


def test_reveal_waits_for_nobody_who_left_the_panel(stage, bureau, juror):
    gone = worlds.make_juror(stage, name="Juri Pergi")
    gone.left_at, gone.left_by, gone.left_reason = AT, bureau, "Pindah tugas."
    gone.save()
    score_all(juror, open_for(stage, bureau))
    assert calibration_round.reveal(stage=stage, by=bureau, at=AT).revealed_at == AT


def test_reveal_twice_is_done_once(stage, bureau, juror):
    score_all(juror, open_for(stage, bureau))
    for _click in range(2):
        calibration_round.reveal(stage=stage, by=bureau, at=AT)
    assert LedgerEvent.objects.filter(kind="calibration.revealed").count() == 1


def test_reveal_before_opening_is_refused(stage, bureau, juror):
    set_up(stage, bureau)
    with pytest.raises(Refused, match="belum dibuka"):
        calibration_round.reveal(stage=stage, by=bureau, at=AT)


def save(anchor, member, code="kebaruan", *, points, revision=0, at=AT):
    criterion = anchor.calibration.stage.rubrics.get().criteria.get(code=code)
    return calibration_sheets.save_points(
        anchor=anchor,
        member=member,
        criterion=criterion,
        by=member.user,
        at=at,
        points=points,
        revision=revision,
    )


def test_save_points_twice_is_done_once_and_a_second_window_is_stale(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    first, again = save(anchor, juror, points=4), save(anchor, juror, points=4)
    assert (first.revision, again.revision) == (5, 5)
    with pytest.raises(Stale) as stale:
        save(anchor, juror, points=2, revision=0)
    assert (stale.value.current.points, stale.value.current.revision) == (4, 5)
    assert save(anchor, juror, points=2, revision=5).points == 2
    assert AnchorSheet.objects.get().points == {"kebaruan": 2}


def test_save_points_outside_the_scale_or_by_another_is_refused(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    other = worlds.make_juror(worlds.scoring_stage(worlds.make_edition()))
    with pytest.raises(Refused, match="antara 1 dan 5"):
        save(anchor, juror, points=6)
    criterion = stage.rubrics.get().criteria.first()
    with pytest.raises(Refused, match="Hanya juri tahap ini"):
        calibration_sheets.save_points(
            anchor=anchor, member=juror, criterion=criterion, by=other.user, at=AT, points=3, revision=0
        )
    assert not AnchorSheet.objects.exists()


def test_save_note_at_an_old_revision_is_stale(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    words = {"anchor": anchor, "member": juror, "by": juror.user, "at": AT}
    assert calibration_sheets.save_note(comment="Ragu.", revision=0, **words).revision == 1
    with pytest.raises(Stale):
        calibration_sheets.save_note(comment="Yakin.", revision=0, **words)
    assert AnchorSheet.objects.get().comment == "Ragu."


def test_finalise_with_a_missing_criterion_names_it(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    save(anchor, juror, points=4)
    seen = dict.fromkeys(worlds.CRITERIA, None) | {"kebaruan": 4}
    with pytest.raises(Refused) as refused:
        calibration_sheets.finalise(anchor=anchor, member=juror, by=juror.user, at=AT, seen=seen)
    assert refused.value.reasons[0] == "Signifikansi belum dinilai."
    assert (len(refused.value.reasons), AnchorSheet.objects.get().finalised_at) == (4, None)


def test_finalise_other_points_than_were_seen_is_stale(stage, bureau, juror):
    [anchor] = open_for(stage, bureau)
    marks = [Mark(row.pk, 3, "", 0) for row in stage.rubrics.get().criteria.all()]
    act = {"anchor": anchor, "member": juror, "by": juror.user, "at": AT}
    calibration_sheets.save_form(marks=marks, note=Note("", 0), **act)
    with pytest.raises(Stale):
        calibration_sheets.finalise(seen=dict.fromkeys(worlds.CRITERIA, 4), **act)


def test_finalise_is_one_event_of_the_ledger_and_the_end_of_changes(stage, bureau, juror):
    anchors = open_for(stage, bureau)
    score_all(juror, anchors, points=(4, 3, 2, 5, 1))
    event = LedgerEvent.objects.get(kind="calibration.scored")
    assert event.subject == f"anchor:{anchors[0].code}"
    assert json.loads(event.payload)["points"] == dict(zip(worlds.CRITERIA, (4, 3, 2, 5, 1), strict=True))
    with pytest.raises(Refused, match="sudah final"):
        save(anchors[0], juror, points=1, revision=5)
    assert chain.walk(stored_rows(stage.competition)).problem is None


def test_save_after_the_reveal_is_refused(stage, bureau, juror):
    anchors = open_for(stage, bureau)
    calibration_round.reveal(stage=stage, by=bureau, at=AT, reason="Waktu habis.")
    with pytest.raises(Refused, match="sudah selesai"):
        save(anchors[0], juror, points=1)


def test_save_without_the_signed_statement_is_refused(stage, bureau, juror):
    anchors = open_for(stage, bureau)
    stage.competition.integrity_text = "Saya jujur."
    stage.competition.save(update_fields=["integrity_text"])
    anchors[0].refresh_from_db()
    with pytest.raises(Refused, match="pernyataan integritas"):
        save(anchors[0], juror, points=1)


def test_turns_tell_a_juror_what_comes_next(stage, bureau, juror):
    def told():
        return [
            (turn.number, turn.count, turn.done, bool(turn.next_code)) for turn in reads.turns_of(juror.user)
        ]

    assert told() == []
    set_up(stage, bureau)
    assert told() == [(0, 0, 0, False)]
    anchors = open_for(stage, bureau, count=3)
    assert told() == [(1, 3, 0, True)]
    score_all(juror, anchors[:1])
    assert told() == [(2, 3, 1, True)]
    assert reads.turns_of(juror.user)[0].next_code == anchors[1].code
    score_all(juror, anchors[1:])
    assert told() == [(3, 3, 3, False)]
    calibration_round.reveal(stage=stage, by=bureau, at=AT)
    assert [turn.is_waiting for turn in reads.turns_of(juror.user)] == [False]


def test_turns_are_not_multiplied_by_the_panel(stage, bureau, juror):
    others = [worlds.make_juror(stage) for _ in range(3)]
    anchors = open_for(stage, bureau, count=2)
    for member in others:
        score_all(member, anchors)
    [turn] = reads.turns_of(juror.user)
    assert (turn.done, turn.count) == (0, 2)


def test_remove_a_juror_who_has_calibrated_is_refused(stage, bureau, juror):
    score_all(juror, open_for(stage, bureau))
    with pytest.raises(Refused, match="riwayat itu harus tetap ada"):
        panel.remove(member=juror, by=bureau, at=AT)
