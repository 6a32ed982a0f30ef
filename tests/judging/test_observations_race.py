"""The same photo twice over a bad line, two visitors at once, a picture thrown away: nothing is doubled."""

import pytest
from django.core.files.storage import default_storage

from competitions import ledger
from competitions.services.ledger import stored_rows
from judging.models import Observation, Photo
from judging.services import observations, photos
from tests.judging.photographing import make_photo
from tests.judging.visiting_field import NINE, claim, jurors, make_entry, make_stage, plan
from tests.racing import ROWS_ARE_LOCKED, together

pytestmark = [pytest.mark.django_db(transaction=True), ROWS_ARE_LOCKED]

CONTENT = make_photo()


@pytest.fixture
def pair():
    return jurors(make_stage(), "Juri Satu", "Juri Dua")


@pytest.fixture
def visit(pair):
    visit = plan(make_entry(pair[0].panel_seats.get().stage), pair)
    claim(visit, "Waktu tunggu 15 menit.", "Melayani 40 pasien sehari.")
    return visit


def take(claim, by, key):
    return photos.take(claim=claim, by=by, at=NINE, key=key, content=CONTENT)


def record_and_finish(visit, by) -> None:
    for each in visit.claims.all():
        for verdict, note in (("confirmed", ""), ("refuted", "Loket tutup.")):
            said = {"verdict": verdict, "note": note, "noted_at": NINE}
            revision = Observation.objects.filter(claim=each, visitor__user=by).count()
            observations.record(claim=each, by=by, at=NINE, revision=revision, **said)
    observations.finish(visit=visit, by=by, at=NINE)


def test_a_photo_that_arrives_twice_at_once_is_kept_once(visit, pair):
    first = visit.claims.first()
    together(*[lambda: take(first, pair[0], "kunci")] * 4)
    assert Photo.objects.count() == 1


def test_two_visitors_note_everything_at_once(visit, pair):
    together(*[lambda by=by: record_and_finish(visit, by) for by in pair])
    assert Observation.objects.filter(verdict="refuted", revision=2).count() == 4
    assert visit.visitors.filter(finished_at=NINE).count() == 2
    assert ledger.walk(stored_rows(visit.entry.stage.competition)).problem is None


def test_the_same_picture_thrown_away_and_taken_at_once_leaves_its_bytes(visit, pair):
    """One file of the visit under two rows: whoever comes last must find it."""
    first = visit.claims.first()
    for number in range(5):
        old = take(first, pair[0], f"lama-{number}")
        together(
            lambda old=old: photos.remove(photo=old, by=pair[0], at=NINE),
            lambda number=number: take(first, pair[1], f"baru-{number}"),
        )
        new = Photo.objects.get()
        assert default_storage.exists(new.file)
        photos.remove(photo=new, by=pair[1], at=NINE)
        assert not default_storage.exists(new.file)
