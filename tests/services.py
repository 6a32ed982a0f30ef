"""PostgreSQL and Redis for tests that need the real ones."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.kipp.processes import ROOT

POSTGRES = os.environ.get("SERVICES_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/kipp")
REDIS = os.environ.get("SERVICES_REDIS_URL", "redis://127.0.0.1:6379/9")
SERVICES_EXPECTED = os.environ.get("EXPECT_SERVICES") == "1" or os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def services():
    """PostgreSQL and Redis that answer; else the test is left out, or fails where expected."""
    command = [sys.executable, "scripts/services.py", POSTGRES, REDIS]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        (pytest.fail if SERVICES_EXPECTED else pytest.skip)(answer.stderr.strip())


@pytest.fixture(scope="session")
def postgres(services, worker_id):
    """Administers PostgreSQL: the connection of an administrator and the address of a database of our own."""
    server = POSTGRES.rsplit("/", 1)[0]
    name = f"kipp_processes_{worker_id}_{os.getpid()}"  # two runs at once do not meet
    with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        link.execute(f"CREATE DATABASE {name}")
        yield link, f"{server}/{name}", name
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")
