"""The empty, migrated database, made once and copied: to migrate takes each test process many seconds.

A copy is kept in `var/tests/` (SQLite) or beside the test databases (PostgreSQL), under the fingerprint of
every migration and library; when one of them changes it is made anew, by the migrations themselves.
"""

import contextlib
import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import management
from django.db import ProgrammingError
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var/tests"
PREFIX = "kipp_migrated_"
create_test_db, call_command = BaseDatabaseCreation.create_test_db, management.call_command


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before pytest-django makes the database: how it is filled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "create_test_db", _create)
        yield


@pytest.fixture(scope="session")
def give_tables(django_db_setup):
    """Puts the migrated SQLite database into the folder of a portal, so that its start need not migrate.

    For tests of something else. In a run on PostgreSQL there is no copy, and the portal migrates itself.
    """

    def give(folder: Path) -> None:
        kept = FOLDER / f"{fingerprint()}.sqlite3"
        if kept.exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(kept, folder / "kipp.sqlite3")

    return give


def fingerprint() -> str:
    files = [*ROOT.glob("*/migrations/*.py"), ROOT / "kipp/lib/frozen.py", ROOT / "requirements-dev.lock"]
    parts = hashlib.sha256()
    for path in sorted(files):
        parts.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return PREFIX + parts.hexdigest()[:16]


def _create(creation: BaseDatabaseCreation, *args, **kwargs) -> str:
    with _one_at_a_time():
        make = _make_postgresql if creation.connection.vendor == "postgresql" else _make_sqlite
        return make(creation, fingerprint(), lambda: create_test_db(creation, *args, **kwargs))


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_sqlite(creation, name: str, create) -> str:
    kept = FOLDER / f"{name}.sqlite3"
    if kept.exists():
        with _instead_of_migrating(lambda: _copy(kept, creation.connection)):
            return create()
    made = create()
    unfinished = kept.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    for old in FOLDER.glob(f"{PREFIX}*.sqlite3"):
        old.unlink()
    with contextlib.closing(sqlite3.connect(unfinished)) as file:
        creation.connection.connection.backup(file)
    unfinished.rename(kept)
    return made


def _copy(kept: Path, connection) -> None:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(kept)) as file:
        file.backup(connection.connection)


def _make_postgresql(creation, name: str, create) -> str:
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        known = {row[0] for row in cursor}
    if name in known:
        with pytest.MonkeyPatch.context() as patch, _instead_of_migrating(lambda: None):
            patch.setitem(creation.connection.settings_dict["TEST"], "TEMPLATE", name)
            return create()
    made = create()
    creation.connection.close()
    with creation._nodb_cursor() as cursor:
        for old in known:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        with contextlib.suppress(ProgrammingError):  # another checkout was quicker
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
    return made


@contextlib.contextmanager
def _instead_of_migrating(fill) -> Iterator[None]:
    def call(command, *args, **kwargs):
        return fill() if command == "migrate" else call_command(command, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", call)
        yield
