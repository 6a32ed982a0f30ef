"""Stages of one track: every proposal goes its own way through the edition, and is awarded where it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from competitions.models import Award, Stage, Track
from competitions.reads import paths
from judging.models import ProposalResult
from judging.reads import closing as closing_reads
from judging.services import closing, publishing
from proposals.models import Proposal
from tests import worlds
from tests.judging.golden_stage import fill_sheet

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")


@pytest.fixture
def edition():
    edition = worlds.make_edition()
    Award.objects.create(competition=edition, position=1, name="Terpuji", first_place=1, last_place=9)
    return edition


@pytest.fixture
def replication(edition):
    return Track.objects.create(competition=edition, position=2, name="Replikasi", minimum_months=12)


@pytest.fixture
def desk(edition):
    return worlds.scoring_stage(edition)


def interview(edition, track=None, *, position=3):
    """Another scoring stage; worlds know one, so it comes after the entries."""
    return Stage.objects.create(
        competition=edition, position=position, name="Wawancara", kind="scoring", track=track
    )


def entry_of(edition, track):
    entry = worlds.make_entry(edition)
    Proposal.objects.filter(pk=entry.proposal_id).update(track=track)
    return entry


def score_and_close(stage):
    member = worlds.make_juror(stage)
    for entry in stage.entries.all():
        fill_sheet(worlds.make_assignment(entry, member), dict.fromkeys(worlds.CRITERIA, 4))
    closing.close(stage=stage, by=stage.competition.announced_by, at=AT)
    stage.refresh_from_db()
    return stage


def publish(stage):
    return publishing.publish(stage=stage, by=stage.competition.announced_by, at=AT, letter=LETTER)


def test_publish_sends_each_track_its_own_way(edition, desk, replication):
    general, replica = entry_of(edition, edition.tracks.first()), entry_of(edition, replication)
    following = interview(edition, replication)
    publish(score_and_close(desk))
    found = {row.proposal_id: (row.award, row.proposal.status) for row in ProposalResult.objects.all()}
    assert found == {general.proposal_id: ("Terpuji", "awarded"), replica.proposal_id: ("", "passed")}
    assert [entry.proposal_id for entry in following.entries.all()] == [replica.proposal_id]


def test_first_stage_of_a_track_is_the_first_that_takes_it(edition, desk, replication):
    general = edition.tracks.first()
    first = interview(edition, replication, position=1)
    assert paths.first(edition.pk, general.pk) == desk
    assert paths.first(edition.pk, replication.pk) == first
    assert paths.following(first, [replication.pk]) == {replication.pk: desk}
    assert paths.following(desk, [general.pk, replication.pk]) == {general.pk: None, replication.pk: None}


@pytest.mark.parametrize(
    ("track", "position", "is_awaited"), [("", 1, False), ("", 3, True), ("Replikasi", 1, True)]
)
def test_close_waits_for_late_entrants_where_they_would_enter(
    edition, desk, replication, track, position, is_awaited
):
    """A stage before the desk takes its place as the first, but only for the tracks that it is for."""
    worlds.make_entry(edition)
    interview(edition, edition.tracks.filter(name=track).first(), position=position)
    edition.extensions.create(
        agency=worlds.make_agency(),
        until=AT + timedelta(days=3000),
        letter_number="1",
        reason="Banjir.",
        granted_at=AT,
        granted_by=edition.announced_by,
    )
    pages = {blocker.page for blocker in closing_reads.close_blockers(desk, AT)}
    assert ("screening" in pages) is is_awaited
