"""A result over two stages under `verify` and `check_invariants`: what somebody changed is found."""

import json
from datetime import UTC, date, datetime

import pytest

from judging.models import ResultRelease
from judging.services import publishing
from kipp.invariants import check
from kipp.verification import chains
from kipp.verification import releases as verification
from proposals.models import Entry
from tests import worlds
from tests.judging.golden_stage import fill_sheet, titled, two_stages
from tests.kipp.breaking import raw

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")
RELEASES = "judging_resultrelease"


def publish(stage, **changes):
    wanted = {"stage": stage, "by": stage.competition.announced_by, "at": AT, "letter": LETTER, **changes}
    return publishing.publish(**wanted)


@pytest.fixture
def stages():
    desk, last = two_stages(AT)
    publish(last)
    return desk, last


def said(stage):
    """What `verify` says of the releases of the stage's edition."""
    _part, told = chains.check(stage.competition, None)
    return verification.check(stage.competition, told).problem


def rewrite(release, change):
    """What is said of this release with its payload changed, all hashes aside: only the sums can tell."""
    body = json.loads(release.payload)
    change(body)
    _part, told = chains.check(release.stage.competition, None)
    return [found for ask in verification.CHECKS if (found := ask(release, body, told))]


def unsound():
    """Whether the invariant of sums finds something, and what."""
    return next(found for invariant, found in check() if invariant.name == "sums_stand_on_releases_in_force")


def test_untouched_sum_is_whole(stages):
    assert (said(stages[1]), unsound()) == ("", None)


def test_changed_weight_is_located(stages):
    """With 50 for the desk and 30 for itself, over 80: (50 x 254/3 + 30 x 60) / 80."""
    release = ResultRelease.objects.get(stage=stages[1])
    found = rewrite(release, lambda body: body["carried"]["stages"][0].update(weight=50))
    assert found[0].endswith("total: tertulis 77.2667, seharusnya 75.4167")


def test_changed_part_is_located(stages):
    desk, last = stages
    release = ResultRelease.objects.get(stage=last)

    def give_more(body):
        body["lists"][0]["standings"][0]["carried"][desk.code] = "90"

    code = titled(last, "C").code
    assert f"Penilaian Proposal › {code}: tertulis 90, seharusnya 254/3" in rewrite(release, give_more)


def test_named_release_that_is_gone_is_located(stages):
    desk, last = stages
    raw(RELEASES, f"UPDATE {RELEASES} SET sha256 = %s WHERE stage_id = %s", ["0" * 64, desk.pk])
    last_release = ResultRelease.objects.get(stage=last)
    found = rewrite(last_release, lambda body: None)
    assert "rilis tahap Penilaian Proposal yang ikut dihitung tidak ada" in found
    assert unsound().rows == [last.code]


def test_line_without_an_earlier_total_is_whole():
    desk, last = two_stages(AT)
    stranger = worlds.make_submitted(desk.competition, status="passed", title="Z")
    version = stranger.versions.get()
    entry = Entry.objects.create(stage=last, proposal=stranger, version=version, admitted_at=AT)
    fill_sheet(worlds.make_assignment(entry, last.panel.get()), dict.fromkeys(worlds.CRITERIA, 5))
    body = json.loads(publish(last).payload)
    row = body["lists"][0]["standings"][-1]
    assert (row["title"], row["place"], row["total"], row["carried"]) == ("Z", None, None, {desk.code: None})
    assert said(last) == ""


def test_correction_that_waits_is_no_fault_but_a_silent_one_is(stages):
    desk, last = stages
    publish(desk, reason="Salah ketik", expected_number=2)
    assert (said(last), unsound()) == ("", None)
    raw(RELEASES, f"UPDATE {RELEASES} SET ledger_seq = 0 WHERE stage_id = %s AND number = 2", [desk.pk])
    assert unsound().rows == [last.code]
    publish(last, reason="Mengikuti koreksi", expected_number=2)
    assert unsound() is None
