"""Two officers at the same proposal in the same second: one decision, whatever they press."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.models import Entry, Proposal, Screening, ScreeningLetter
from proposals.reads.screening_letters import Wording
from proposals.services import screening, screening_by_two, screening_letters
from proposals.services.screening import Found
from tests import worlds
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    ROWS_ARE_LOCKED,
]
NOW = timezone.now()
FINDINGS = {"passed": {"surat": Found(True)}, "rejected": {"surat": Found(False)}}


def make_edition(**fields):
    edition = worlds.make_edition(
        opens_at=NOW - timedelta(days=30), closes_at=NOW - timedelta(days=1), **fields
    )
    edition.checklist.create(position=1, code="surat", question="Surat ada?", reason="Surat tidak ada")
    return edition


def officers(edition, count):
    return [worlds.make_user(agency=edition.organiser, role="bureau") for _number in range(count)]


def deciding(version, by, outcome):
    return lambda: screening.decide(
        version=type(version).objects.get(pk=version.pk),
        by=by,
        at=NOW,
        outcome=outcome,
        revision=0,
        findings=FINDINGS[outcome],
    )


def test_two_deciders_make_one_decision():
    edition = make_edition()
    one, two = officers(edition, 2)
    for _round in range(10):
        version = worlds.make_submitted(edition).versions.get()
        said = together(deciding(version, one, "passed"), deciding(version, two, "rejected"))
        assert Counter(type(each).__name__ for each in said) == {"Screening": 1, "Stale": 1}
        proposal, stored = (
            Proposal.objects.get(pk=version.proposal_id),
            Screening.objects.get(version=version),
        )
        assert proposal.status == stored.outcome
        assert Entry.objects.filter(proposal=proposal).count() == (stored.outcome == "passed")
    assert edition.ledger.count() == 10


def test_two_seconds_confirm_once():
    edition = make_edition(screened_by_two=True)
    first, *seconds = officers(edition, 3)
    for _round in range(10):
        version = worlds.make_submitted(edition).versions.get()
        screening_by_two.propose(
            version=version, by=first, at=NOW, outcome="passed", revision=0, findings=FINDINGS["passed"]
        )
        acts = [
            lambda by=by, version=version: screening_by_two.confirm(
                version=type(version).objects.get(pk=version.pk), by=by, at=NOW, revision=1
            )
            for by in (first, *seconds)
        ]
        said = together(*acts)
        assert Counter(type(each).__name__ for each in said)["Screening"] == 1
        assert Screening.objects.get(version=version).decided_by in seconds


def test_announcing_twice_at_once_writes_each_letter_once():
    edition = make_edition()
    by = edition.announced_by
    for _number in range(4):
        deciding(worlds.make_submitted(edition).versions.get(), by, "passed")()
    wording = Wording("{nomor}", 1, "2026-11-22", "Budi", "Kepala", "", "Tertulis.")
    act = lambda: screening_letters.announce(edition=edition, by=by, at=NOW, wording=wording)  # noqa: E731
    said = together(act, act)
    assert sorted(len(letters) for letters in said) == [0, 4]
    assert ScreeningLetter.objects.count() == 4
    assert edition.ledger.filter(kind="stage.closed").count() == 1


def test_reconsidering_while_letters_are_written_leaves_no_letter_that_says_otherwise():
    edition = make_edition()
    by = edition.announced_by
    version = worlds.make_submitted(edition).versions.get()
    deciding(version, by, "passed")()
    wording = Wording("{nomor}", 1, "2026-11-22", "Budi", "Kepala", "", "Tertulis.")
    together(
        lambda: screening_letters.announce(edition=edition, by=by, at=NOW, wording=wording),
        lambda: screening.reconsider(
            version=type(version).objects.get(pk=version.pk), by=by, at=NOW, reason="Keliru"
        ),
    )
    kinds = list(edition.ledger.order_by("seq").values_list("kind", flat=True))
    assert kinds in (
        ["screening.decided", "screening.reconsidered"],
        ["screening.decided", "stage.closed", "screening.announced", "screening.reconsidered"],
    )
