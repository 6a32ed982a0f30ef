"""Migrations tell the whole story of the tables, in one line."""

import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

ROOT = Path(__file__).parents[2]
OURS = ("agencies", "competitions", "proposals", "judging")


@pytest.mark.django_db
def test_makemigrations_has_nothing_to_add():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("label", OURS)
def test_migrations_follow_one_another(label):
    """Numbered without gaps, each after the one before: two branches would show here before a merge."""
    graph = MigrationLoader(None).graph
    names = sorted(name for app, name in graph.nodes if app == label)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert graph.leaf_nodes(label) == [(label, names[-1])]
    for earlier, later in pairwise(names):
        assert (label, earlier) in {parent.key for parent in graph.node_map[label, later].parents}


@pytest.mark.parametrize("label", OURS)
def test_migrations_undo_what_they_did(label):
    """Every operation of ours has a way back."""
    loader = MigrationLoader(None)
    operations = [
        (name, type(operation).__name__)
        for (app, name), migration in loader.disk_migrations.items()
        if app == label
        for operation in migration.operations
        if not operation.reversible
    ]
    assert operations == []


@pytest.fixture
def names():
    """The names that a database keeps of what it has applied, as they were before they were folded."""
    recorder = MigrationRecorder(connection)
    folded = [migration for migration in MigrationLoader(None).disk_migrations.values() if migration.replaces]
    for migration in folded:
        recorder.record_unapplied(migration.app_label, migration.name)
        for app, name in migration.replaces:
            recorder.record_applied(app, name)
    return recorder


@pytest.mark.django_db
def test_database_with_the_earlier_migrations_carries_on(names):
    assert ("judging", "0011_seed_as_announced") in names.applied_migrations()
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_database_with_a_part_of_the_earlier_migrations_is_refused(names):
    """Nothing is changed: it goes on with the version that still has them, and comes back."""
    names.record_unapplied("judging", "0012_plenary_and_field")
    names.record_unapplied("proposals", "0008_corrections")
    executor = MigrationExecutor(connection)
    with pytest.raises(ValueError, match=r"lazy reference to 'proposals\.entry'"):
        executor.migrate(executor.loader.graph.leaf_nodes())


def test_migrate_fills_an_empty_database(tmp_path):
    """As a first start does: in a process of its own, nothing prepared."""
    variables = {"PATH": "", "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kipp.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with sqlite3.connect(tmp_path / "kipp.sqlite3") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} <= tables
