"""The demonstration's past: innovations that came back, with what they won, and nothing out of order."""

from datetime import UTC, datetime

import pytest

from competitions.models import Competition
from kipp import invariants
from kipp.demo import history
from kipp.demo.build import build
from kipp.demo.editions import Phase
from proposals.models import Innovation, InnovationExport, Proposal

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def make(phase):
    made = build(preset="kota-tegal-2024", size=6, jurors=3, seed=1, phase=phase, at=AT)
    edition = Competition.objects.get(slug=made["edition"])
    history.add(edition=edition, preset="kota-tegal-2024", seed=1, at=AT)
    return edition


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.PUBLISHED])
def test_the_first_innovations_were_there_the_year_before(phase, media):
    edition = make(phase)
    earlier = Competition.objects.exclude(pk=edition.pk).get()
    first = Innovation.objects.get(title="Lady Song")
    years = list(first.proposals.order_by("competition__year").values_list("competition__year", "status"))
    assert (years[0], len(years)) == ((edition.year - 1, "awarded"), 2)
    names = set(first.recognitions.values_list("year", flat=True))
    assert {edition.year - 2, edition.year - 1} <= names
    assert Proposal.objects.filter(competition=earlier).count() == 4
    assert (InnovationExport.objects.count(), first.profile.claims.count()) == (6, 12)
    assert [invariant.name for invariant, found in invariants.check() if found] == []


def test_before_anybody_wrote_there_is_no_past(media):
    make(Phase.SETUP)
    assert Competition.objects.count() == 1


def test_the_edition_itself_is_the_same_with_and_without_a_past(media):
    edition = make(Phase.SCORING)
    before = list(edition.proposals.order_by("pk").values_list("title", "agency__code", "status"))
    other = build(preset="kota-tegal-2024", size=6, jurors=3, seed=1, phase=Phase.SCORING, at=AT)
    again = Competition.objects.get(slug=other["edition"])
    assert list(again.proposals.order_by("pk").values_list("title", "agency__code", "status")) == before


@pytest.fixture
def media(settings, tmp_path):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return tmp_path
