"""An extension is told to whom it concerns."""

from datetime import timedelta

import pytest

from agencies.models import Mail, Notice
from competitions.services import calls
from kipp.lib.moments import format_moment
from tests import worlds

pytestmark = pytest.mark.django_db

LETTER = """\
Yth. Rina Penulis,

Pendaftaran KIPP Kota Uji untuk Dinas Kesehatan diperpanjang sampai {until}.

Dasar: surat nomor 400/12/2026.
Alasan: Banjir.

Lanjutkan di sini:
http://127.0.0.1:8000/kompetisi/{slug}/

Portal KIPP
http://127.0.0.1:8000
"""


@pytest.fixture
def edition():
    made = worlds.make_edition()
    made.name = "KIPP Kota Uji"
    made.save()
    return made


def extend(edition, agency=None, days=3):
    return calls.extend(
        competition=edition,
        by=edition.announced_by,
        at=edition.opens_at + timedelta(days=11),
        until=edition.closes_at + timedelta(days=days),
        letter_number="400/12/2026",
        reason="Banjir.",
        agency=agency,
    )


def test_extend_for_one_agency_tells_its_people_alone(edition):
    agency = worlds.make_agency(name="Dinas Kesehatan")
    person = worlds.make_user(agency=agency, name="Rina Penulis")
    worlds.make_user(agency=worlds.make_agency())
    extension = extend(edition, agency)
    assert [notice.user for notice in Notice.objects.all()] == [person]
    body = LETTER.format(slug=edition.slug, until=format_moment(extension.until, edition.zone))
    assert Mail.objects.get().body == body


def test_extend_for_everybody_tells_who_may_enter(edition):
    invited = worlds.make_user(agency=worlds.make_agency(kind="dinas"))
    worlds.make_user(agency=worlds.make_agency(kind="desa"))
    closed = worlds.make_agency(kind="dinas")
    worlds.make_user(agency=closed)
    closed.is_active = False
    closed.save()
    extend(edition)
    assert [notice.user for notice in Notice.objects.all()] == [invited]
    assert Mail.objects.get().subject == "Pendaftaran diperpanjang: KIPP Kota Uji"


def test_extend_again_tells_again(edition):
    worlds.make_user(agency=worlds.make_agency())
    extend(edition)
    extend(edition, days=5)
    assert Notice.objects.count() == 2
