"""An edition from the first preset, as its bureau finds it."""

from datetime import UTC, datetime

import pytest

from competitions.services import editions
from tests import worlds

MADE_AT = datetime(2024, 8, 1, 2, 0, tzinfo=UTC)
OPENS_AT = datetime(2024, 9, 1, 1, 0, tzinfo=UTC)
CLOSES_AT = datetime(2024, 11, 22, 16, 59, tzinfo=UTC)  # 23.59 WIB


@pytest.fixture
def organiser(db):
    return worlds.make_agency("BAG-ORG", kind="bagian", name="Bagian Organisasi")


@pytest.fixture
def bureau(organiser):
    return worlds.make_user("panitia@tegal.go.id", agency=organiser, role="bureau", name="Dewi Panitia")


@pytest.fixture
def publisher(organiser):
    return worlds.make_user("kabag@tegal.go.id", agency=organiser, role="publisher", name="Budi Kabag")


@pytest.fixture
def edition(organiser, bureau):
    return editions.create_from_preset(
        by=bureau,
        at=MADE_AT,
        organiser=organiser,
        preset="kota-tegal-2024",
        name="KIPP Kota Tegal 2024",
        slug="tegal-2024",
        year=2024,
        opens_at=OPENS_AT,
        closes_at=CLOSES_AT,
    )
