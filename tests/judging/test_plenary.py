"""A plenary over a closed stage: what it may decide, who confirms it, and what becomes of the list."""

import json

import pytest
from django.db import IntegrityError, transaction

from agencies.models import AuditEvent
from judging.enums import MinutesKind
from judging.models import Minutes, Plenary, ProposalResult
from judging.reads import agenda, plenaries
from judging.reads import closing as closing_reads
from judging.reads import plenary as reads
from judging.reads import shortlist as shortlist_reads
from judging.services import closing, minutes, publishing, shortlist
from judging.services import plenary as verbs
from judging.services.plenary import Seat
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.golden_stage import close_stage, fill_sheet, golden_stage, titled
from tests.judging.sitting import AT, ask, closed_stage, confirm, entry_of, fresh, rule, secretary, sit
from tests.judging.test_shortlist import NO_LETTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    """A session in which everybody is present, its secretary and its publisher."""
    stage, _final = closed_stage()
    by = secretary(stage)
    return sit(stage, by), by, stage.competition.announced_by


def publish(stage, by):
    return publishing.publish(stage=stage, by=by, at=AT, letter=NO_LETTER)


def places(release):
    rows = ProposalResult.objects.filter(release=release).values_list("proposal__title", "place")
    return dict(rows)


def settle_the_tie(plenary, by):
    rule(plenary, "A", by, place=3, reason="Dampak A lebih luas.")


def test_open_session_invites_the_panel_and_seats_its_opener_as_secretary():
    stage, _final = closed_stage()
    by = secretary(stage)
    plenary = verbs.open_session(stage=stage, by=by, at=AT, held_at=AT, place=" Aula ")
    rows = list(plenary.attendees.values_list("name", "part", "is_present"))
    jurors = [(f"Juri {number}", "member", False) for number in "1234"]
    assert rows == [("Sekretaris", "secretary", False), *jurors]
    assert (plenary.number, plenary.place) == (1, "Aula")
    assert plenary.snapshot == shortlist_reads.shortlist(stage).snapshot


def test_open_session_of_an_open_stage_is_refused():
    stage = golden_stage()
    with pytest.raises(Refused, match="Tutup tahap penilaian"):
        verbs.open_session(stage=stage, by=secretary(stage), at=AT, held_at=AT, place="Aula")


def test_open_session_of_a_published_stage_is_refused():
    stage, _final = closed_stage()
    publish(stage, stage.competition.announced_by)
    with pytest.raises(Refused, match="buka kembali tahap"):
        verbs.open_session(stage=stage, by=secretary(stage), at=AT, held_at=AT, place="Aula")


def test_open_session_beside_another_is_refused(held):
    plenary, by, _publisher = held
    with pytest.raises(Refused, match="belum disahkan atau dihentikan"):
        verbs.open_session(stage=plenary.stage, by=by, at=AT, held_at=AT, place="Aula")


def test_describe_changes_the_chair_and_strikes_off_a_guest_but_no_juror(held):
    plenary, by, _publisher = held
    _chair, _clerk, first, *others = plenary.attendees.all()
    seats = [Seat(first.pk, "Nama Lain", "Dosen", "chair", True)]
    told = {"revision": plenary.revision, "held_at": AT, "place": "Pendopo", "seats": seats}
    verbs.describe(plenary=plenary, by=by, at=AT, **told)
    rows = dict(plenary.attendees.values_list("name", "part"))
    assert rows == {"Juri 1": "chair", "Sekretaris": "secretary"} | dict.fromkeys(
        (row.name for row in others), "member"
    )
    assert plenary.attendees.get(name="Juri 1").post == "Dosen"


def test_describe_with_two_chairs_is_refused(held):
    plenary, by, _publisher = held
    seats = [Seat(None, name, "", "chair", True) for name in "XY"]
    told = {"revision": plenary.revision, "held_at": AT, "place": "Aula", "seats": seats}
    with pytest.raises(Refused, match="dipimpin satu orang"):
        verbs.describe(plenary=plenary, by=by, at=AT, **told)


def test_every_act_at_an_old_revision_is_refused(held):
    plenary, by, _publisher = held
    entry, old = entry_of(plenary.stage, "F"), plenary.revision
    rule(plenary, "F", by, place=1)
    said = {"plenary": plenary, "by": by, "at": AT, "revision": old}
    acts = [
        lambda: verbs.rule(entry=entry, ruling="excluded", reason="X", **said),
        lambda: verbs.strike(entry=entry, **said),
        lambda: verbs.ask(**said),
        lambda: verbs.describe(held_at=AT, place="Aula", seats=[], **said),
    ]
    for act in acts:
        with pytest.raises(Refused, match="baru saja diubah") as refused:
            act()
        assert refused.value.status == 409
    assert fresh(plenary).decisions.get().place == 1


@pytest.mark.parametrize(
    ("title", "told", "sentence"),
    [
        ("F", {"place": 7}, "Peringkat 7 tidak dapat diberikan"),
        ("F", {"place": None}, "Isi peringkat"),
        ("F", {"place": 1, "reason": " "}, "Tulis alasan"),
        ("D", {"place": 4}, "Peringkat 4 tidak dapat diberikan"),  # between A and B, who share 3
    ],
)
def test_rule_that_cannot_be_carried_out_is_refused_when_it_is_typed(held, title, told, sentence):
    plenary, by, _publisher = held
    with pytest.raises(Refused, match=sentence):
        rule(plenary, title, by, **told)
    assert plenary.decisions.count() == 0


def test_rule_of_a_place_that_is_taken_names_who_cannot_have_it(held):
    plenary, by, _publisher = held
    rule(plenary, "F", by, place=1)
    with pytest.raises(Refused, match="Peringkat 1 tidak dapat diberikan kepada “D”"):
        rule(plenary, "D", by, place=1)


def test_rule_of_an_entry_of_another_stage_is_refused(held):
    plenary, by, _publisher = held
    final = plenary.stage.competition.stages.get(name="Presentasi")
    proposal = worlds.make_submitted(plenary.stage.competition, status="passed")
    other = final.entries.create(proposal=proposal, version=proposal.versions.get(), admitted_at=AT)
    told = {"ruling": "excluded", "reason": "X", "revision": plenary.revision}
    with pytest.raises(Refused, match="bukan dari tahap ini"):
        verbs.rule(plenary=plenary, entry=other, by=by, at=AT, **told)


def test_strike_that_leaves_another_ruling_in_the_air_is_refused(held):
    """D may stand at 4 because A was set apart from B; without that, 4 lies inside their place."""
    plenary, by, _publisher = held
    settle_the_tie(plenary, by)
    rule(plenary, "D", by, place=4)
    plenary = fresh(plenary)
    told = {"by": by, "at": AT, "revision": plenary.revision}
    with pytest.raises(Refused, match="Peringkat 4 tidak dapat diberikan kepada “D”"):
        verbs.strike(plenary=plenary, entry=entry_of(plenary.stage, "A"), **told)
    verbs.strike(plenary=plenary, entry=entry_of(plenary.stage, "D"), **told)
    assert [row.entry.proposal.title for row in fresh(plenary).decisions.all()] == ["A"]


def test_ask_needs_a_chair_two_people_and_the_tie_at_the_cut_decided():
    stage, _final = closed_stage()
    by = secretary(stage)
    plenary = verbs.open_session(stage=stage, by=by, at=AT, held_at=AT, place="Aula")
    with pytest.raises(Refused) as refused:
        ask(plenary, by)
    chair, two, tie = refused.value.reasons
    assert "memimpin sidang" in chair
    assert "sedikitnya dua orang" in two
    assert "2 proposal bernilai sama pada batas" in tie


def test_guests_alone_are_no_session(held):
    plenary, by, _publisher = held
    seats = [Seat(None, "Ketua", "", "chair", True)] + [Seat(None, "Tamu", "", "guest", True)] * 2
    seats += [Seat(row.pk, "", "", row.part, False) for row in plenary.attendees.exclude(user=None)]
    told = {"revision": plenary.revision, "held_at": AT, "place": "Aula", "seats": seats}
    verbs.describe(plenary=plenary, by=by, at=AT, **told)
    settle_the_tie(plenary, by)
    with pytest.raises(Refused, match="sedikitnya dua orang"):
        ask(plenary, by)


def test_all_who_tie_at_the_cut_may_go_on_when_the_session_says_so(held):
    plenary, by, publisher = held
    for title in "AB":
        rule(plenary, title, by, ruling="kept", reason="Keduanya maju.")
    confirm(ask(plenary, by), publisher)
    publish(plenary.stage, publisher)
    final = plenary.stage.competition.stages.get(name="Presentasi")
    assert sorted(final.entries.values_list("proposal__title", flat=True)) == ["A", "B", "C", "E"]


def test_confirmed_rulings_make_the_published_list(held):
    plenary, by, publisher = held
    rule(plenary, "D", by, place=1, reason="Satu-satunya yang direplikasi.")
    rule(plenary, "C", by, ruling="excluded", reason="Mengundurkan diri di depan sidang.")
    settle_the_tie(plenary, by)  # D E A | B F
    confirmed = confirm(ask(plenary, by), publisher)
    release = publish(plenary.stage, publisher)
    assert places(release) == {"D": 1, "E": 2, "A": 3, "B": 4, "F": 5}
    final = plenary.stage.competition.stages.get(name="Presentasi")
    assert sorted(final.entries.values_list("proposal__title", flat=True)) == ["A", "D", "E"]
    said = json.loads(confirmed.minutes.payload)["plenary"]
    rulings = [(row["title"], row["ruling"], row["place"], row["scored_place"]) for row in said["rulings"]]
    assert rulings == [("C", "excluded", None, 2), ("A", "moved", 3, 3), ("D", "moved", 1, 6)]
    rows = [(row["title"], row["place"], row["scored_place"]) for row in said["lists"][0]["rows"]]
    assert rows == [("D", 1, 6), ("E", 2, 1), ("A", 3, 3), ("B", 4, 3), ("F", 5, 5)]
    assert [row["is_advanced"] for row in said["lists"][0]["rows"]] == [True, True, True, False, False]
    assert (said["asked_by"], said["confirmed_by"]) == ("Sekretaris", publisher.name)
    assert [row["name"] for row in said["attendees"]][:2] == ["Dra. Ketua", "Sekretaris"]


def test_confirm_is_in_the_ledger_with_the_hash_of_its_minutes(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    confirmed = confirm(ask(plenary, by), publisher)
    events = list(confirmed.stage.competition.ledger.order_by("seq"))[-4:]
    kinds = [event.kind for event in events]
    assert kinds == ["plenary.opened", "plenary.asked", "minutes.made", "plenary.confirmed"]
    told = json.loads(events[-1].payload)
    assert told == {
        "number": 1,
        "minutes": 1,
        "sha256": confirmed.minutes.sha256,
        "asked_by": by.code,
    }
    acts = AuditEvent.objects.filter(subject=f"plenary:{plenary.code}").order_by("pk")
    assert [act.verb.removeprefix("plenary.") for act in acts] == [
        "opened",
        "described",
        "ruled",
        "asked",
        "confirmed",
    ]


def test_confirm_by_who_asked_is_refused_and_the_table_would_not_take_it(held):
    plenary, by, _publisher = held
    settle_the_tie(plenary, by)
    ask(plenary, by)
    with pytest.raises(Refused, match="orang lain yang mengesahkannya"):
        confirm(plenary, by)
    said = {"stage": plenary.stage, "kind": MinutesKind.PLENARY, "said": {"ties": None, "jurors": []}}
    told = {"confirmed_at": AT, "confirmed_by": by, "minutes": minutes.record(by=by, at=AT, **said)}
    with pytest.raises(IntegrityError, match="plenary_takes_two_people"), transaction.atomic():
        Plenary.objects.filter(pk=plenary.pk).update(**told)


def test_confirm_of_another_text_than_was_read_is_refused(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    read = ask(plenary, by).revision
    verbs.send_back(plenary=plenary, by=publisher, at=AT, reason="Salah peringkat.")
    rule(plenary, "F", by, place=1)
    ask(plenary, by)
    with pytest.raises(Refused, match="berubah sejak Anda membacanya"):
        verbs.confirm(plenary=plenary, by=publisher, at=AT, revision=read)


def test_confirm_twice_makes_one_set_of_minutes(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    ask(plenary, by)
    revision = fresh(plenary).revision
    for _time in range(2):
        verbs.confirm(plenary=plenary, by=publisher, at=AT, revision=revision)
    assert Minutes.objects.filter(kind="plenary").count() == 1


def test_nothing_is_written_while_a_confirmation_is_asked_for_or_given(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    ask(plenary, by)
    with pytest.raises(Refused, match="Pengesahan sudah diminta"):
        rule(plenary, "F", by, place=1)
    confirm(plenary, publisher)
    with pytest.raises(Refused, match="sudah disahkan"):
        rule(plenary, "F", by, place=1)
    with pytest.raises(Refused, match="sudah disahkan"):
        verbs.drop(plenary=plenary, by=by, at=AT, reason="Batal")


def test_drop_keeps_the_session_as_history_and_lets_another_be_held(held):
    plenary, by, _publisher = held
    rule(plenary, "F", by, place=1)
    with pytest.raises(Refused, match="Tulis alasan"):
        verbs.drop(plenary=plenary, by=by, at=AT, reason=" ")
    verbs.drop(plenary=plenary, by=by, at=AT, reason="Tidak kuorum.")
    again = verbs.open_session(stage=plenary.stage, by=by, at=AT, held_at=AT, place="Aula")
    assert (again.number, again.decisions.count()) == (2, 0)


def test_a_further_session_over_the_same_ranking_begins_with_what_was_decided(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    confirm(ask(plenary, by), publisher)
    again = sit(plenary.stage, by)
    rule(again, "F", by, place=1, reason="Diputuskan dalam sidang lanjutan.")
    confirm(ask(again, by), publisher)
    assert places(publish(plenary.stage, publisher)) == {"F": 1, "E": 2, "A": 3, "C": 4, "B": 5, "D": 6}


def test_publish_waits_for_a_session_under_way(held):
    plenary, by, publisher = held
    with pytest.raises(Refused, match="Sidang pleno belum disahkan"):
        publish(plenary.stage, publisher)
    verbs.drop(plenary=plenary, by=by, at=AT, reason="Batal.")
    assert places(publish(plenary.stage, publisher))["E"] == 1


def test_publish_after_scores_changed_asks_for_another_session(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    confirm(ask(plenary, by), publisher)
    stage = closing.reopen(stage=plenary.stage, by=publisher, at=AT, reason="Lembar susulan")
    extra = worlds.make_assignment(entry_of(stage, "D"), worlds.make_juror(stage))
    fill_sheet(extra, dict.fromkeys(worlds.CRITERIA, 5))
    stage = closing.close(stage=stage, by=publisher, at=AT)
    with pytest.raises(Refused, match="Peringkat berubah setelah sidang pleno 1: adakan sidang lagi"):
        publish(stage, publisher)
    again = sit(stage, by)
    assert again.decisions.count() == 0
    assert [row.text for row in closing_reads.publish_blockers(stage)] == ["Sidang pleno belum disahkan."]


def test_close_again_with_the_same_scores_keeps_the_rulings(held):
    plenary, by, publisher = held
    settle_the_tie(plenary, by)
    confirm(ask(plenary, by), publisher)
    stage = closing.reopen(stage=plenary.stage, by=publisher, at=AT, reason="Salah tekan")
    stage = closing.close(stage=stage, by=publisher, at=AT)
    assert places(publish(stage, publisher))["B"] == 4


def test_session_over_a_stage_that_was_opened_again_can_only_be_dropped(held):
    plenary, by, publisher = held
    closing.reopen(stage=plenary.stage, by=publisher, at=AT, reason="Salah tekan")
    with pytest.raises(Refused, match="Hentikan sidang ini"):
        settle_the_tie(plenary, by)
    verbs.drop(plenary=plenary, by=by, at=AT, reason="Tahap dibuka kembali.")
    assert plenaries.under_way(plenary.stage) is None


def test_publish_where_the_edition_foresees_a_plenary_needs_one():
    stage, final = closed_stage()
    publisher = stage.competition.announced_by
    final.position = 4
    final.save()
    stage.competition.stages.create(position=3, name="Pleno", kind="decision")
    stage = stage.competition.stages.get(pk=stage.pk)
    with pytest.raises(Refused, match="Edisi ini menetapkan sidang pleno"):
        publish(stage, publisher)
    by = secretary(stage)
    plenary = sit(stage, by)
    settle_the_tie(plenary, by)
    confirm(ask(plenary, by), publisher)
    assert places(publish(stage, publisher))["A"] == 3


def test_a_plenary_foreseen_after_the_next_stage_is_not_asked_for_before_it():
    stage, _final = closed_stage()
    stage.competition.stages.create(position=4, name="Pleno", kind="decision")
    assert not plenaries.is_required(stage)
    assert closing_reads.publish_blockers(stage) == []


def test_ties_are_not_decided_beside_a_session(held):
    plenary, by, publisher = held
    found = shortlist_reads.shortlist(plenary.stage)
    told = {"stage": plenary.stage, "by": publisher, "at": AT, "snapshot": found.snapshot}
    with pytest.raises(Refused, match="putuskan urutannya di sana"):
        shortlist.decide_ties(seed="7", reason="Undian", **told)
    for title in "AB":
        rule(plenary, title, by, ruling="kept", reason="Keduanya maju.")
    confirm(ask(plenary, by), publisher)
    with pytest.raises(Refused, match="Sidang pleno 1 sudah menetapkan"):
        shortlist.decide_ties(seed="7", reason="Undian", **told)


def test_a_draw_before_the_session_is_repeated_in_its_minutes():
    stage, _final = closed_stage()
    by, publisher = secretary(stage), stage.competition.announced_by
    snapshot = shortlist_reads.shortlist(stage).snapshot
    told = {"stage": stage, "by": publisher, "at": AT, "snapshot": snapshot, "reason": "Undian."}
    shortlist.decide_ties(seed="271828", **told)
    plenary = sit(stage, by)
    confirm(ask(plenary, by), publisher)
    drawn = json.loads(stage.minutes.get(number=1).payload)["ties"]
    assert json.loads(stage.minutes.get(number=2).payload)["ties"] == drawn
    first = (
        titled(stage, "A").code if drawn["order"][0] == titled(stage, "A").code else titled(stage, "B").code
    )
    release = publish(stage, publisher)
    assert ProposalResult.objects.get(release=release, proposal__code=first).place == 3


def test_agenda_asks_about_what_is_close_tied_or_decided(held):
    plenary, by, _publisher = held
    items = {item.facts.title: item for item in agenda.agenda(reads.draft(fresh(plenary)))}
    assert [title for title in items if items[title].is_above] == [
        "E",
        "C",
        *sorted("AB", key=_code_of(items)),
    ]
    assert [title for title in items if items[title].is_first_below] == ["F"]
    assert sorted(title for title in items if items[title].is_at_the_cut) == ["A", "B"]
    rule(plenary, "D", by, place=1)
    items = {item.facts.title: item for item in agenda.agenda(reads.draft(fresh(plenary)))}
    assert (items["D"].place, items["E"].place, items["E"].scored.place) == (1, 2, 1)
    assert all(item.is_displaced for item in items.values())


def _code_of(items):
    return lambda title: items[title].facts.key


def test_agenda_of_the_last_stage_draws_its_line_under_the_last_award():
    stage = close_stage(golden_stage(), AT)
    stage.competition.awards.create(position=1, name="Terbaik", first_place=1, last_place=2)
    plenary = sit(stage, secretary(stage))
    items = agenda.agenda(reads.draft(fresh(plenary)))
    assert [item.facts.title for item in items if item.is_above] == ["E", "C"]


def test_agenda_finds_any_entry_by_its_words(held):
    plenary, _by, _publisher = held
    items = agenda.agenda(reads.draft(fresh(plenary)))
    code = entry_of(plenary.stage, "D").proposal.code
    assert [item.facts.title for item in agenda.chosen(items, "bahas", code.lower())] == ["D"]
    assert agenda.chosen(items, "bahas", "tidak ada yang begini") == []
