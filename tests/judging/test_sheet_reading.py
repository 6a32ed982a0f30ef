"""A juror reads every kind of answer, and in a blind stage no link that leads to the agency."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.models import Stage
from judging.services import scoring_sheets
from proposals.models import ProposalVersion
from proposals.reads import drafts, payload
from tests import worlds
from tests.proposals.kinds import ANSWERS, ask_every_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def page(client, edition):
    """What the juror reads of an entry that answers every kind, as a page."""

    def read(*, is_blind=False) -> str:
        asked = ask_every_kind(edition)
        entry = worlds.make_entry(edition)
        for code, question in asked.items():
            text = ANSWERS[code].replace("Keluhan", f"Keluhan di {entry.proposal.agency.name}")
            entry.proposal.answers.filter(question=question).update(text=text)
        entry.version = ProposalVersion.objects.create(
            proposal=entry.proposal,
            number=2,
            payload=json.dumps(payload.build(drafts.load(entry.proposal), 2)),
            sha256="0" * 64,
            submitted_at=timezone.now(),
            submitted_by=edition.announced_by,
        )
        entry.save(update_fields=["version"])
        stage = worlds.scoring_stage(edition)
        Stage.objects.filter(pk=stage.pk).update(is_blind=is_blind)
        member = worlds.make_juror(stage)
        assignment = worlds.make_assignment(entry, member, position=1)
        scoring_sheets.open_sheet(assignment=assignment, by=member.user, at=timezone.now(), no_conflict=True)
        client.force_login(member.user)
        return client.get(reverse("judging:sheet", args=[assignment.code])).content.decode()

    return read


def test_sheet_shows_every_kind_as_people_read_it(page):
    html = page()
    assert re.findall(r'<th scope="col">(Ukuran|Sebelum|Sesudah)</th>', html) == [
        "Ukuran",
        "Sebelum",
        "Sesudah",
    ]
    assert "<li>SDG 3</li><li>SDG 16</li>" in html
    assert "1.250,5 juta rupiah" in html
    assert "29 Februari 2024" in html
    assert re.search(r'href="/keluar/[^"]+"[^>]*>https://contoh.go.id/lapor', html)


def test_blind_sheet_shows_no_link_and_no_name_within_a_table(page):
    html = page(is_blind=True)
    assert "contoh.go.id" not in html
    assert "Keluhan di ▇▇▇" in html
