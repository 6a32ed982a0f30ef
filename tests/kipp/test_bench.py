"""The parts of the benchmark that can be wrong without anybody noticing: its sums and its seclusion."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from kipp.bench.pages import Saving
from kipp.bench.report import Table
from kipp.bench.sandbox import sandbox
from kipp.bench.storm import Storm
from kipp.bench.timing import times


def test_times_of_twenty_samples_are_the_middle_and_the_last_but_none():
    found = times([float(n) for n in range(20, 0, -1)])
    assert (found.p50, found.p95) == (11.0, 20.0)


def test_times_of_one_sample_are_that_sample():
    found = times([7.0])
    assert (found.p50, found.p95) == (7.0, 7.0)


def test_saving_sends_something_new_at_the_revision_it_was_told():
    saving = Saving(4, lambda n: {"text": f"x{n}"})
    assert saving.body() == {"text": "x1", "revision": 4}
    saving.learn({"revision": 5})
    assert saving.body() == {"text": "x2", "revision": 5}


def test_storm_counts_everything_but_success_as_an_error():
    assert Storm(10, 5.0, times([1.0]), {200: 5, 302: 2, 409: 1, 503: 1, 0: 1}).errors == 3


def test_table_prints_for_terminals_and_documents():
    table = Table("Judul", ["a", "bb"], [("ccc", "d")])
    assert table.plain() == "\nJudul\na    bb\nccc  d"
    assert table.markdown() == "\n**Judul**\n\n| a | bb |\n| --- | --- |\n| ccc | d |"


@pytest.mark.django_db(transaction=True)
def test_sandbox_shares_nothing_and_leaves_nothing():
    with sandbox(8459) as environment:
        folder = Path(environment["VAR_DIR"])
        name = urlsplit(environment["DATABASE_URL"]).path.lstrip("/")
        assert folder.is_dir()
        assert name != str(connection.settings_dict["NAME"])
        assert "SECRET_KEY" not in environment
        assert environment["CELERY_BROKER_URL"] == "memory://"
    assert not folder.exists()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            assert cursor.fetchone() is None
