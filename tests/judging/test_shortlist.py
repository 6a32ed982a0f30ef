"""Setting the shortlist: the cut, ties that only a plenary or a draw may break, minutes, corrections."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from competitions.models import Stage
from judging.models import Minutes, MinutesPaper, ProposalResult
from judging.reads import shortlist as reads
from judging.services import closing, minutes, publishing, shortlist
from judging.services.publishing import Letter
from kipp.lib import canonical
from kipp.lib.errors import Refused
from kipp.verification.recomputing import first_difference, recomputed
from tests import worlds
from tests.judging.golden_stage import close_stage, fill_sheet, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
NO_LETTER = Letter("", date(2026, 3, 10), "", "")


def tied_stage(top=3) -> tuple[Stage, Stage]:
    """The golden order E C (A B) F D, in which nothing tells A from B; a presentation follows."""
    stage = golden_stage()
    stage.cut_kind, stage.cut_count, stage.tie_ladder = "top_n", top, []
    stage.save()
    final = Stage.objects.create(competition=stage.competition, position=3, name="Presentasi", kind="scoring")
    worlds.make_rubric(final, weights=(20, 20, 20, 20, 20))
    return close_stage(stage, AT), final


def decide(stage, **changes):
    wanted = {"by": stage.competition.announced_by, "at": AT, "reason": "Sidang pleno 10 Maret"}
    wanted["snapshot"] = reads.shortlist(stage).snapshot
    return shortlist.decide_ties(**{"stage": stage, **wanted, **changes})


def codes(stage, titles):
    return [titled(stage, title).code for title in titles]


def enter(stage, title):
    proposal = worlds.make_submitted(stage.competition, status="passed", title=title)
    version = proposal.versions.get()
    return stage.entries.create(proposal=proposal, version=version, admitted_at=AT)


def publish(stage, **changes):
    wanted = {"stage": stage, "by": stage.competition.announced_by, "at": AT, "letter": NO_LETTER}
    return publishing.publish(**{**wanted, **changes})


def entered(final):
    return sorted(final.entries.values_list("proposal__title", flat=True))


def test_shortlist_names_the_tie_and_how_many_of_it_fit():
    stage, _final = tied_stage()
    found = reads.shortlist(stage)
    (tie,) = found.ties
    assert (tie.place, tie.seats, sorted(row.title for row in tie.rows)) == (3, 1, ["A", "B"])
    assert [row.title for row in found.parts[0].rows if row.is_first_outside] == ["F"]
    assert (found.inside, found.parts[0].inside) == (4, 4)


def test_shortlist_chances_grow_with_place_and_mark_the_cut():
    stage, _final = tied_stage()
    (part,) = reads.shortlist(stage).parts
    chances = [row.percent for row in part.rows]
    assert chances == sorted(chances, reverse=True)
    assert part.has_chart
    assert all(row.outlook.best <= row.outlook.worst for row in part.rows)


def test_shortlist_undecided_sends_all_who_tie_at_the_cut():
    stage, final = tied_stage()
    publish(stage)
    assert entered(final) == ["A", "B", "C", "E"]


def test_decide_ties_by_the_plenary_sends_whom_it_put_first():
    stage, final = tied_stage()
    decide(stage, order=codes(stage, "BA"))
    release = publish(stage)
    assert entered(final) == ["B", "C", "E"]
    places = ProposalResult.objects.filter(release=release).values_list("proposal__title", "place")
    assert dict(places)["B"] == 3
    assert dict(places)["A"] == 4
    body = json.loads(release.payload)
    assert body["rules"]["cut"]["ties_at_the_cut"] == "plenary"
    again = recomputed(body)
    assert first_difference({name: body[name] for name in again}, again) is None


def test_decide_ties_by_draw_follows_the_hashes_of_seed_and_code():
    stage, final = tied_stage()
    decide(stage, seed="271828")
    release = publish(stage)
    first, second = sorted(
        codes(stage, "AB"), key=lambda code: hashlib.sha256(f"271828{code}".encode()).hexdigest()
    )
    assert final.entries.filter(proposal__code=first).exists()
    assert not final.entries.filter(proposal__code=second).exists()
    body = json.loads(release.payload)
    body["rules"]["ties"]["seed"] = next(
        seed
        for seed in map(str, range(100))
        if hashlib.sha256(f"{seed}{first}".encode()).hexdigest()
        > hashlib.sha256(f"{seed}{second}".encode()).hexdigest()
    )
    again = recomputed(body)
    assert first_difference({name: body[name] for name in again}, again) is not None


def test_decide_ties_by_draw_leaves_a_tie_elsewhere_shared():
    stage, _final = tied_stage()
    extra = [enter(stage, title) for title in "YZ"]
    by = stage.competition.announced_by
    stage = closing.reopen(stage=stage, by=by, at=AT, reason="Susulan")
    for entry in extra:
        fill_sheet(worlds.make_assignment(entry, stage.panel.first()), dict.fromkeys(worlds.CRITERIA, 1))
    stage = closing.close(stage=stage, by=by, at=AT)
    decide(stage, seed="271828")
    release = publish(stage)
    places = dict(ProposalResult.objects.filter(release=release).values_list("proposal__title", "place"))
    assert (places["Y"], places["Z"]) == (7, 7)
    assert sorted((places["A"], places["B"])) == [3, 4]


def test_decide_ties_again_after_a_reopening_keeps_the_way_and_the_number():
    stage, _final = tied_stage()
    decide(stage, seed="271828")
    by = stage.competition.announced_by
    stage = closing.reopen(stage=stage, by=by, at=AT, reason="Lembar susulan")
    extra = enter(stage, "Y")
    for reading in stage.entries.get(proposal__title="A").assignments.all():
        points = {score.criterion.code: score.points for score in reading.sheet.scores.all()}
        fill_sheet(worlds.make_assignment(extra, reading.member), points)
    stage = closing.close(stage=stage, by=by, at=AT)
    with pytest.raises(Refused, match="cara dan angka yang sama"):
        decide(stage, seed="7")
    decide(stage, seed="271828")
    assert reads.shortlist(stage).ties == []


def test_decide_ties_twice_is_refused_so_that_no_seed_is_tried_again():
    stage, _final = tied_stage()
    decide(stage, seed="1")
    with pytest.raises(Refused, match="Tidak ada nilai sama"):
        decide(stage, seed="2")
    assert stage.minutes.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"order": [], "seed": ""}, "Urutkan semua"),
        ({"seed": "7", "reason": " "}, "Tulis alasan"),
        ({"seed": "7", "snapshot": "0" * 64}, "Peringkat berubah"),
    ],
)
def test_decide_ties_without_what_it_needs_is_refused(changes, sentence):
    stage, _final = tied_stage()
    with pytest.raises(Refused, match=sentence):
        decide(stage, **changes)
    assert Minutes.objects.count() == 0


def test_decide_ties_naming_only_one_of_two_is_refused():
    stage, _final = tied_stage()
    with pytest.raises(Refused, match="Urutkan semua"):
        decide(stage, order=codes(stage, "A"))


def test_decide_ties_of_a_published_stage_is_refused():
    stage, _final = tied_stage()
    publish(stage)
    with pytest.raises(Refused, match="sudah diterbitkan"):
        decide(stage, seed="7")


def test_decide_ties_is_in_the_ledger_with_its_minutes():
    stage, _final = tied_stage()
    made = decide(stage, order=codes(stage, "BA"))
    kinds = list(stage.competition.ledger.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["stage.closed", "minutes.made", "tie.decided"]
    said = json.loads(made.payload)
    assert said["ties"]["order"] == codes(stage, "BA")
    assert [juror["sheets"] for juror in said["jurors"]] == [4, 5, 5, 4]
    assert canonical.sha256(made.payload) == made.sha256


def test_publish_drafts_minutes_with_who_attended_who_goes_on_and_what_was_waived():
    stage = golden_stage()
    stage.cut_kind, stage.cut_count = "top_n", 2
    stage.save()
    Stage.objects.create(competition=stage.competition, position=3, name="Presentasi", kind="scoring")
    late = worlds.make_assignment(stage.entries.first(), worlds.make_juror(stage, name="Juri Sakit"))
    by = stage.competition.announced_by
    closing.waive(assignment=late, by=by, at=AT, reason="Sakit")
    release = publish(close_stage(stage, AT))
    said = json.loads(stage.minutes.get(kind="shortlist").payload)
    assert said["following"] == ["Presentasi"]
    assert [(juror["name"], juror["sheets"]) for juror in said["jurors"]] == [
        ("Juri 1", 4),
        ("Juri 2", 5),
        ("Juri 3", 5),
        ("Juri 4", 4),
        ("Juri Sakit", 0),
    ]
    assert said["waivers"] == [{"reason": "Sakit", "sheets": 1}]
    assert [(row["place"], row["title"], row["total"]) for row in said["lists"][0]["inside"]] == [
        (1, "E", "85.0000"),
        (2, "C", "84.6667"),
    ]
    assert said["release"]["sha256"] == release.sha256


def test_publish_of_a_last_stage_drafts_no_minutes():
    publish(close_stage(golden_stage(), AT))
    assert Minutes.objects.count() == 0


def test_minutes_paper_is_rendered_once_and_the_same_again():
    stage, _final = tied_stage()
    decide(stage, order=codes(stage, "BA"))
    publish(stage)
    for paper in MinutesPaper.objects.all():
        assert minutes.render(paper_id=paper.pk, at=AT)
        assert not minutes.render(paper_id=paper.pk, at=AT)
        paper.refresh_from_db()
        assert (paper.status, paper.file.read()[:5]) == ("ready", b"%PDF-")


def test_correction_takes_back_who_went_on_by_mistake():
    stage, final = tied_stage()
    publish(stage)
    by = stage.competition.announced_by
    stage = closing.reopen(stage=stage, by=by, at=AT, reason="Pleno memutuskan")
    stage = closing.close(stage=stage, by=by, at=AT)
    decide(stage, order=codes(stage, "BA"))
    publish(stage, expected_number=2, reason="Keputusan pleno")
    assert entered(final) == ["B", "C", "E"]
    assert titled(stage, "A").status == "not_awarded"
    assert list(stage.minutes.filter(kind="shortlist").values_list("number", flat=True)) == [2, 1]


def test_correction_of_who_was_given_to_a_juror_there_is_refused():
    stage, final = tied_stage()
    publish(stage)
    by = stage.competition.announced_by
    stage = closing.reopen(stage=stage, by=by, at=AT, reason="Pleno memutuskan")
    stage = closing.close(stage=stage, by=by, at=AT)
    decide(stage, order=codes(stage, "BA"))
    worlds.make_assignment(final.entries.get(proposal__title="A"), worlds.make_juror(final))
    with pytest.raises(Refused, match="Lepas lebih dahulu"):
        publish(stage, expected_number=2, reason="Keputusan pleno")


def test_shortlist_pages_take_three_clicks_from_the_edition(client):
    stage, final = tied_stage()
    client.force_login(stage.competition.announced_by)
    url = reverse("judging:publish", args=[stage.code])
    edition = client.get(reverse("judging:edition", args=[stage.competition.slug])).content.decode()
    assert f'href="{url}"' in edition
    page = client.get(url).content.decode()
    assert "Batas yang maju" in page
    assert "2 proposal bernilai sama untuk 1 tempat terakhir" in page
    answer = client.post(url, {"letter_on": "2026-03-10", "expected_number": "1"})
    assert answer.status_code == 302
    assert entered(final) == ["A", "B", "C", "E"]


def test_ties_page_records_the_plenary_and_keeps_words_when_it_cannot(client):
    stage, _final = tied_stage()
    client.force_login(stage.competition.announced_by)
    url = reverse("judging:ties", args=[stage.code])
    a, b = codes(stage, "AB")
    sent = {"snapshot": reads.shortlist(stage).snapshot, "cara": "pleno", "reason": "Rapat"}
    same = client.post(url, sent | {f"urutan-{a}": 1, f"urutan-{b}": 1})
    assert same.status_code == 422
    assert "Rapat" in same.content.decode()
    assert client.post(url, sent | {f"urutan-{a}": 2, f"urutan-{b}": 1}).status_code == 302
    assert json.loads(stage.minutes.get().payload)["ties"]["order"] == [b, a]


def test_minutes_are_verified_by_their_hash_without_names(client):
    stage, _final = tied_stage()
    publish(stage)
    made = stage.minutes.get()
    page = client.get(reverse("judging:verify_hash", args=[made.sha256]))
    assert page.status_code == 200
    assert "Asli: berita acara" in page.content.decode()
    assert "Juri 1" not in page.content.decode()


def test_fill_sheet_of_another_entry_changes_the_snapshot():
    stage, _final = tied_stage()
    before = reads.shortlist(stage).snapshot
    by = stage.competition.announced_by
    stage = closing.reopen(stage=stage, by=by, at=AT, reason="Lembar susulan")
    extra = worlds.make_assignment(stage.entries.get(proposal__title="D"), worlds.make_juror(stage))
    fill_sheet(extra, dict.fromkeys(worlds.CRITERIA, 5))
    assert reads.shortlist(closing.close(stage=stage, by=by, at=AT)).snapshot != before
