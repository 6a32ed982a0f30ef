"""What a revealed round says: distribution, own points, reference, agreement; and that it counts nowhere."""

import json

import pytest
from django.core.cache import cache

from judging.models import Anchor, Calibration
from judging.reads import calibration_anchors as anchor_reads
from judging.reads import calibration_findings, closing, progress
from judging.reads.ranking import ranking
from judging.reads.release_draft import draft
from judging.services import calibration_anchors, calibration_round
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.calibrating import AT, make_anchor, open_for, score_all
from tests.judging.golden_stage import golden_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return worlds.scoring_stage(worlds.make_edition())


@pytest.fixture
def bureau(stage):
    return stage.competition.announced_by


@pytest.fixture
def jurors(stage):
    return [worlds.make_juror(stage, name=f"Juri {n}") for n in range(1, 4)]


@pytest.fixture
def anchors(stage, bureau, jurors):
    """One anchor, reference 3 throughout. Kebaruan 2 3 5; Signifikansi 4 4 4; the others all 3."""
    anchors = open_for(stage, bureau)
    for juror, points in zip(jurors, ((2, 4, 3, 3, 3), (3, 4, 3, 3, 3), (5, 4, 3, 3, 3)), strict=True):
        score_all(juror, anchors, points)
    calibration_round.reveal(stage=stage, by=bureau, at=AT)
    return anchors


def found(anchors, own=None):
    return calibration_findings.findings(anchors[0].calibration, anchors, own)


def test_findings_of_a_juror_compare_own_points_with_the_reference_and_name_nobody(anchors, jurors):
    [verdict] = found(anchors, jurors[0]).verdicts
    first, second, third, *_ = verdict.lines
    assert (first.own, first.reference, first.given, first.named) == (2, 3, [2, 3, 5], [])
    assert first.finding == "Anda 1 di bawah rujukan; panel memberi 2 sampai 5."
    assert second.finding == "Anda 1 di atas rujukan; semua juri memberi 4."
    assert third.finding == "Anda sama dengan rujukan; semua juri memberi 3."
    assert first.in_words == "2 (1×), 3 (1×), 5 (1×)"
    assert verdict.finding == "Panel paling berbeda pada Kebaruan (2 sampai 5)"


def test_findings_of_the_bureau_have_names_and_the_panels_mean(anchors):
    line = found(anchors).verdicts[0].lines[0]
    assert line.named == [("Juri 1", 2), ("Juri 2", 3), ("Juri 3", 5)]
    # (2 + 3 + 5) / 3 − 3 = 1/3
    assert line.finding == "Rata-rata panel 0,3 di atas rujukan; panel memberi 2 sampai 5."


def test_agreement_is_alpha_over_criteria_in_words(anchors):
    """n = 15 values on 0..1; Do and De by hand from points/4 − 1/4.

    Squares of differences: in the unit 2 3 5, 2·(1 + 9 + 4)/16 / (3 − 1) = 14/16, so Do = 14/16/15.
    Values in quarters: 1 2 4, 3 3 3, 2 ×9. Σ = 34, Σ² = 84: De = 2·(15·84 − 34²)/16/(15·14) = 208/3360.
    α = 1 − (14/240)/(208/3360) = 1 − 0.9423 = 0.0577.
    """
    assert found(anchors).agreement.startswith("Kesepakatan panel lemah (alfa Krippendorff 0,06)")


def test_findings_leave_out_who_had_not_finished(stage, bureau, jurors):
    anchors = open_for(stage, bureau)
    score_all(jurors[0], anchors, (1, 1, 1, 1, 1))
    calibration_round.reveal(stage=stage, by=bureau, at=AT, reason="Waktu habis.")
    result = found(anchors, jurors[1])
    assert (result.sheets, result.verdicts[0].lines[0].own) == (1, None)
    assert (
        result.verdicts[0].lines[0].finding == "Rata-rata panel 2,0 di bawah rujukan; semua juri memberi 1."
    )
    assert result.agreement.startswith("Kesepakatan panel belum dapat dihitung")


def test_calibration_enters_no_total_ranking_progress_or_release():
    """The golden stage says the same of itself with and without a calibration of other points."""
    stage = golden_stage()
    bureau = stage.competition.announced_by

    def told():
        cache.clear()  # the ranking is kept between changes of sheets
        return ranking(stage).rows, progress.table(stage), closing.coverage(stage), draft(stage, salt="x")

    before = told()
    anchor = _beside(stage, bureau)
    for member in stage.panel.all():
        score_all(member, [anchor], (1, 1, 1, 1, 1))
    calibration_round.reveal(stage=stage, by=bureau, at=AT)
    assert told() == before


def _beside(stage, bureau):
    """A round although live sheets exist, which the verbs would never allow."""
    calibration = Calibration.objects.create(stage=stage, opened_at=AT, opened_by=bureau)
    payload = json.dumps(anchor_reads.written(stage, "A", {"latar": "x"}))
    reference = dict.fromkeys(worlds.CRITERIA, 5)
    return Anchor.objects.create(
        calibration=calibration, position=1, title="A", payload=payload, reference=reference, verdict="x"
    )


def earlier_proposal(stage, **fields):
    edition = stage.competition
    earlier = worlds.make_edition(
        organiser=edition.organiser,
        opens_at=edition.opens_at.replace(year=edition.opens_at.year - 1),
        closes_at=edition.closes_at.replace(year=edition.closes_at.year - 1),
    )
    agency = worlds.make_agency("RSUD", name="RSUD Kardinah")
    return worlds.make_submitted(earlier, agency=agency, title="Layanan RSUD Kardinah malam", **fields)


def test_take_hides_agency_team_files_and_video(stage, bureau):
    proposal = earlier_proposal(stage, video_url="https://contoh.go.id/v")
    calibration_round.set_up(stage=stage, by=bureau, at=AT)
    anchor = calibration_anchors.take(stage=stage, proposal=proposal, by=bureau, at=AT)
    assert anchor.title == "Layanan ▇▇▇ malam"
    for secret in ("Kardinah", "Siti Aminah", "198001012005012001", "contoh.go.id"):
        assert secret not in anchor.payload
    copy = anchor_reads.reading_copy(anchor)
    assert (copy.title, copy.files, copy.video_url) == ("Layanan ▇▇▇ malam", [], "")
    assert [passage.code for passage in copy.passages] == ["latar", "kebaruan"]
    assert "Instansi" not in dict(copy.facts)


def test_take_twice_or_from_this_edition_is_refused(stage, bureau):
    calibration_round.set_up(stage=stage, by=bureau, at=AT)
    own = worlds.make_submitted(stage.competition)
    with pytest.raises(Refused, match="edisi yang ditutup sebelum"):
        calibration_anchors.take(stage=stage, proposal=own, by=bureau, at=AT)
    proposal = earlier_proposal(stage)
    calibration_anchors.take(stage=stage, proposal=proposal, by=bureau, at=AT)
    with pytest.raises(Refused, match="sudah menjadi"):
        calibration_anchors.take(stage=stage, proposal=proposal, by=bureau, at=AT)


def test_earlier_proposals_are_those_of_this_office_found_by_word(stage, bureau):
    proposal = earlier_proposal(stage)
    worlds.make_submitted(stage.competition, title="Layanan malam edisi ini")
    other = worlds.make_edition(
        opens_at=proposal.competition.opens_at, closes_at=proposal.competition.closes_at
    )
    worlds.make_submitted(other, title="Layanan malam kota lain")
    worlds.make_draft(proposal.competition, title="Layanan malam yang tidak dikirim")
    assert list(anchor_reads.earlier_proposals(stage, bureau, "malam")) == [proposal]
    assert list(anchor_reads.earlier_proposals(stage, bureau, "kardinah")) == [proposal]
    assert list(anchor_reads.earlier_proposals(stage, bureau, "siang")) == []


def test_reword_changes_only_the_named_places(stage, bureau):
    anchor = make_anchor(stage, bureau)
    before = json.loads(anchor.payload)
    calibration_anchors.reword(
        anchor=anchor, title="Lain", texts={"0.0": "Tiga kata saja."}, by=bureau, at=AT
    )
    anchor.refresh_from_db()
    after = json.loads(anchor.payload)
    assert (anchor.title, after["title"]) == ("Lain", "Lain")
    assert after["sections"][0]["answers"][0]["text"] == "Tiga kata saja."
    assert after["sections"][0]["answers"][0]["words"] == 3
    assert after["sections"][1] == before["sections"][1]
