"""The demonstration: complete in every phase, the same for the same seed, never beside real data."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Membership, User
from competitions import ledger as chain
from competitions.models import Competition
from competitions.services import ledger
from judging.models import Assignment, Document, ProposalResult, ResultRelease, Score, ScoreSheet, Waiver
from judging.reads import conflicts, release_draft
from kipp import invariants
from kipp.demo import editions
from kipp.demo.build import build
from kipp.demo.editions import Phase
from proposals.models import Entry, Proposal, ProposalVersion, Screening
from tests import worlds

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SIZE, JURORS = 12, 5


def make(phase, *, seed=1, size=SIZE, jurors=JURORS):
    return build(preset="kota-tegal-2024", size=size, jurors=jurors, seed=seed, phase=phase, at=AT)


def counted():
    """Whatever exists at all: the test's database holds one edition."""
    tables = (Proposal, ProposalVersion, Screening, Entry, Assignment, ScoreSheet, Waiver, ResultRelease)
    return tuple(table.objects.count() for table in tables)


# Of twelve, the third is too young and the fourth is a twin: ten are judged by three each, six a juror.
# Five drafts lie beside the twelve. While scoring goes on four of six are final and one is begun, but the
# late juror has two and one; at the end the late one has two of six, and four are waived.
EXPECTED = {
    Phase.SETUP: (0, 0, 0, 0, 0, 0, 0, 0),
    Phase.OPEN: (17, 12, 0, 0, 0, 0, 0, 0),
    Phase.CLOSED: (17, 12, 0, 0, 0, 0, 0, 0),
    Phase.SCREENING: (17, 13, 6, 4, 0, 0, 0, 0),  # one was returned and sent again
    Phase.SCORING: (17, 12, 12, 10, 30, 23, 0, 0),
    Phase.SEALED: (17, 12, 12, 10, 30, 26, 4, 0),
    Phase.PUBLISHED: (17, 12, 12, 10, 30, 26, 4, 1),
}


@pytest.mark.parametrize("phase", list(Phase), ids=lambda phase: phase.name.lower())
def test_demo_in_every_phase_has_the_rows_of_that_phase(phase):
    make(phase)
    assert counted() == EXPECTED[phase]
    assert [invariant.name for invariant, found in invariants.check() if found] == []


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.CLOSED])
def test_demo_call_is_open_or_closed_at_the_moment_of_building(phase):
    make(phase)
    assert Competition.objects.get().phase_at(AT).name == phase.name


def content(edition):
    """What people read of an edition, in order; codes and keys are random and left out."""
    proposals = Proposal.objects.filter(competition=edition).order_by("pk")
    sheets = ScoreSheet.objects.filter(assignment__entry__proposal__in=proposals)
    return {
        "titles": list(proposals.values_list("title", "agency__code", "status", "started_on")),
        "team": list(proposals.order_by("pk", "team").values_list("team__name", "team__nip")),
        "answers": list(proposals.order_by("pk", "answers__question__code").values_list("answers__text")),
        "readings": list(
            sheets.order_by("pk").values_list(
                "assignment__entry__proposal__title", "assignment__member__user__email"
            )
        ),
        "points": list(
            Score.objects.filter(sheet__in=sheets).order_by("pk").values_list("points", "comment")
        ),
    }


def test_demo_same_seed_gives_the_same_edition():
    first, second = make(Phase.SCORING), make(Phase.SCORING)
    assert (first["counts"], first["sign_ins"]) == (second["counts"], second["sign_ins"])
    assert first["edition"] != second["edition"]
    one, other = Competition.objects.order_by("pk")
    assert content(one) == content(other)


def test_demo_another_seed_gives_other_points():
    make(Phase.SCORING)
    make(Phase.SCORING, seed=2)
    one, other = Competition.objects.order_by("pk")
    assert content(one)["points"] != content(other)["points"]


def test_demo_beside_a_real_person_is_refused_and_builds_nothing():
    worlds.make_user()
    with pytest.raises(CommandError, match="data sungguhan"):
        call_command("demo", size=4, phase="open")
    assert (Competition.objects.count(), User.objects.count()) == (0, 1)


def test_demo_beside_a_real_edition_is_refused():
    make(Phase.SETUP)
    Competition.objects.update(is_demo=False)
    with pytest.raises(CommandError, match="data sungguhan"):
        call_command("demo", size=4, phase="open")
    assert Competition.objects.count() == 1


def test_demo_command_prints_how_to_sign_in():
    out = StringIO()
    call_command("demo", size=4, jurors=1, phase="scoring", stdout=out)
    made = json.loads(out.getvalue())
    assert made["phase"] == "scoring"
    for line in made["sign_ins"]:
        assert User.objects.get(email=line["email"]).check_password(line["password"])
    assert sorted(set(Membership.objects.values_list("role", flat=True))) == [
        "auditor",
        "bureau",
        "head",
        "publisher",
        "staff",
    ]


def barred_pairs():
    return conflicts.conflicting_pairs(editions.scoring_stage(Competition.objects.get()))


def test_demo_with_four_jurors_has_one_who_works_for_an_entrant():
    make(Phase.SCORING, jurors=4)
    barred = barred_pairs()
    insiders = {member for _entry, member in barred}
    assert list(User.objects.filter(panel_seats__in=insiders).values_list("email", flat=True)) == [
        "juri4@contoh.invalid"
    ]
    assert set(barred).isdisjoint(Assignment.objects.values_list("entry", "member"))


def test_demo_with_three_jurors_has_no_conflict():
    make(Phase.SCORING, jurors=3)
    assert barred_pairs() == {}


def test_demo_published_equals_the_recomputation_from_its_rows():
    make(Phase.PUBLISHED)
    release = ResultRelease.objects.get()
    again = release_draft.draft(release.stage, salt=json.loads(release.annex)["salt"])
    body = json.loads(release.payload)
    assert {key: body[key] for key in again.body} == again.body
    assert json.loads(release.annex) == again.annex
    lines = ProposalResult.objects.values_list("place", "proposal", "total").order_by("place", "proposal")
    assert list(lines) == sorted((line.place, line.proposal_id, line.total) for line in again.lines)
    assert Document.objects.filter(release=release).count() == 11


def test_demo_leaves_an_intact_chain():
    make(Phase.PUBLISHED)
    release = ResultRelease.objects.get()
    edition = release.stage.competition
    report = chain.walk(ledger.stored_rows(edition), (release.ledger_seq, release.ledger_hash))
    assert (report.is_intact, report.head) == (True, (edition.ledger_head.seq, edition.ledger_head.hash))


def test_demo_of_two_stages_publishes_both_and_the_result_weighs_them():
    """Eight are sent, two do not pass; six stand in either stage, and the second gives 30 of 100."""
    build(preset="kipp-2023-umum", size=8, jurors=4, seed=1, phase=Phase.PUBLISHED, at=AT)
    desk, talk = ResultRelease.objects.order_by("stage__position").values_list("payload", flat=True)
    assert "carried" not in json.loads(desk)
    carried = json.loads(talk)["carried"]
    assert (carried["weight"], [stage["weight"] for stage in carried["stages"]]) == (30, [70])
    assert [stage.entries.count() for stage in editions.scoring_stages(Competition.objects.get())] == [6, 6]
    assert [invariant.name for invariant, found in invariants.check() if found] == []


def test_demo_of_two_stages_is_sealed_with_the_shortlist_set():
    build(preset="kipp-2023-umum", size=8, jurors=4, seed=1, phase=Phase.SEALED, at=AT)
    desk, talk = editions.scoring_stages(Competition.objects.get())
    assert (desk.published_at is None, talk.closed_at is None, talk.published_at) == (False, False, None)
