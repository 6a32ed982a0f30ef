"""Lists as a plenary settled them, and results over several stages: all figures are worked out by hand."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import transaction

from competitions.models import Stage
from judging.enums import MinutesKind
from judging.models import ProposalResult, ResultRelease
from judging.reads import lists, ranking, standings
from judging.services import minutes, publishing
from kipp.verification import chains
from kipp.verification import releases as verification
from proposals.models import Proposal
from tests.judging.golden_stage import close_stage, golden_stage, titled, two_stages

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")


def publish(stage, **changes):
    wanted = {"stage": stage, "by": stage.competition.announced_by, "at": AT, "letter": LETTER, **changes}
    return publishing.publish(**wanted)


def hold(stage, *, snapshot=None, **rulings):
    """Minutes of a session: `B=(1, "…")` moves, `D=(None, "…")` takes off, by title."""
    rows = [
        {
            "code": titled(stage, title).code,
            "ruling": "excluded" if place is None else "moved",
            "place": place,
            "reason": reason,
        }
        for title, (place, reason) in rulings.items()
    ]
    seen = snapshot or lists.snapshot(lists.ranked(standings.table(stage)))
    plenary = {"number": 1, "held_at": "2026-03-10T02:00:00+00:00", "snapshot": seen, "rulings": rows}
    said = {"ties": None, "plenary": plenary}
    by = stage.competition.announced_by
    with transaction.atomic():
        return minutes.record(stage=stage, kind=MinutesKind.PLENARY, by=by, at=AT, said=said)


def order(stage):
    (ranked,) = lists.ranked(standings.table(stage))
    titles = dict(Proposal.objects.values_list("code", "title"))
    return [(titles[row.code], row.place) for row in ranked.standings]


def problem(stage):
    edition = stage.competition
    _part, said = chains.check(edition, None)
    return verification.check(edition, said).problem


def findings(release, change):
    """What is said of this release with its payload changed, all hashes aside."""
    body = json.loads(release.payload)
    change(body)
    _part, said = chains.check(release.stage.competition, None)
    return [finding for ask in verification.CHECKS if (finding := ask(release, body, said))]


def test_plenary_moves_one_and_takes_one_off():
    stage = close_stage(golden_stage(), AT)
    hold(stage, B=(1, "Dampak terbukti di lapangan"), D=(None, "Data terbukti tidak benar"))
    # By score: E C A B F D.
    assert order(stage) == [("B", 1), ("E", 2), ("C", 3), ("A", 4), ("F", 5)]


def test_plenary_over_another_ranking_lapses():
    stage = close_stage(golden_stage(), AT)
    hold(stage, snapshot="0" * 64, B=(1, "Dampak terbukti di lapangan"))
    assert [title for title, _place in order(stage)] == list("ECABFD")


def test_published_plenary_tells_whence_and_why_and_can_be_verified():
    stage = close_stage(golden_stage(), AT)
    held = hold(stage, B=(1, "Dampak terbukti di lapangan"), D=(None, "Data terbukti tidak benar"))
    release = publish(stage)
    body = json.loads(release.payload)
    assert body["plenary"]["minutes_sha256"] == held.sha256
    first, second = body["lists"][0]["standings"][:2]
    assert (first["title"], first["ruled"]) == (
        "B",
        {"scored_place": 4, "reason": "Dampak terbukti di lapangan"},
    )
    assert "ruled" not in second
    (out,) = body["lists"][0]["excluded"]
    assert (out["title"], out["reason"]) == ("D", "Data terbukti tidak benar")
    assert "total" not in out
    titles = ProposalResult.objects.filter(release=release).values_list("proposal__title", flat=True)
    assert list(titles) == ["B", "E", "C", "A", "F"]
    assert titled(stage, "D").status == "not_awarded"
    assert problem(stage) == ""


def test_ranking_page_knows_whence_an_entry_was_moved():
    stage = close_stage(golden_stage(), AT)
    hold(stage, B=(1, "Dampak terbukti di lapangan"), D=(None, "Data terbukti tidak benar"))
    found = ranking.ranking(stage)
    assert [(row.title, row.scored_place, row.ruling) for row in found.rows[:2]] == [
        ("B", 4, "Dampak terbukti di lapangan"),
        ("E", None, ""),
    ]
    ((facts, departure),) = found.excluded
    assert (facts.title, departure.scored_place) == ("D", 6)


def test_release_with_another_reason_than_its_minutes_is_found():
    stage = close_stage(golden_stage(), AT)
    hold(stage, B=(1, "Dampak terbukti di lapangan"))
    release = publish(stage)

    def other_reason(body):
        body["lists"][0]["standings"][0]["ruled"]["reason"] = "Atas perintah"

    code = titled(stage, "B").code
    assert findings(release, other_reason) == [
        f"keputusan pleno › {code} › 2: tertulis Atas perintah, seharusnya Dampak terbukti di lapangan"
    ]


def test_release_that_follows_a_plenary_and_does_not_say_so_is_found():
    stage = close_stage(golden_stage(), AT)
    hold(stage, B=(1, "Dampak terbukti di lapangan"))
    release = publish(stage)
    (finding,) = findings(release, lambda body: body.pop("plenary"))
    assert finding.startswith("keputusan pleno › ")


def test_last_stage_ranks_by_the_weighed_sum_of_exact_totals():
    _desk, last = two_stages(AT)
    # Desk 85, 254/3, 173/3; presentation 40, 60, 100; 70 % and 30 %.
    assert order(last) == [("C", 1), ("E", 2), ("A", 3)]
    (ranked,) = lists.ranked(standings.table(last))
    assert [row.total for row in ranked.standings] == [
        Fraction(7 * 254, 30) + 18,
        Fraction(143, 2),
        Fraction(7 * 173, 30) + 30,
    ]
    row = ranking.ranking(last).rows[0]
    assert row.parts == (("Penilaian Proposal", 70, "84.67"), ("Presentasi", 30, "60.00"))
    assert row.total == "77.27"


def test_desk_ranks_by_itself():
    desk, _last = two_stages(AT)
    (ranked,) = lists.ranked(standings.table(desk))
    assert ranked.standings[0].total == 85
    assert ranking.ranking(desk).rows[0].parts == ()


def test_published_sum_names_the_release_that_it_took_and_can_be_verified():
    desk, last = two_stages(AT)
    body = json.loads(publish(last).payload)
    earlier = ResultRelease.objects.get(stage=desk)
    assert body["carried"] == {
        "weight": 30,
        "stages": [
            {"code": desk.code, "name": desk.name, "weight": 70, "number": 1, "sha256": earlier.sha256}
        ],
    }
    first = body["lists"][0]["standings"][0]
    assert (first["total"], first["own_total"]) == ("77.2667", "60.0000")
    assert first["carried"] == {desk.code: "254/3"}
    assert problem(last) == ""


def test_carried_total_that_is_not_the_named_release_is_found():
    desk, last = two_stages(AT)
    release = publish(last)

    def more_for_the_first(body):
        body["lists"][0]["standings"][0]["carried"][desk.code] = "90"

    code = titled(last, "C").code
    arithmetic, carried = findings(release, more_for_the_first)
    # 70 % of 90 and 30 % of 60.
    assert arithmetic.endswith("total: tertulis 77.2667, seharusnya 81.0000")
    assert carried == f"Penilaian Proposal › {code}: tertulis 90, seharusnya 254/3"


def test_stage_that_weighs_without_a_release_leaves_no_total():
    desk, last = two_stages(AT)
    Stage.objects.filter(pk=last.pk).update(weight=20)
    other = Stage.objects.create(
        competition=desk.competition, position=last.position, name="Lapangan", kind="scoring", weight=10
    )
    assert other.position == last.position
    Stage.objects.filter(pk=last.pk).update(position=last.position + 1)
    last.refresh_from_db()
    (ranked,) = lists.ranked(standings.table(last))
    assert [(row.total, row.place) for row in ranked.standings] == [(None, None)] * 3
