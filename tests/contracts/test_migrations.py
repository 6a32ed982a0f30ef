"""Migrations tell the whole story of the tables, in one line."""

import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

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


def test_migrate_fills_an_empty_database(tmp_path):
    """As a first start does: in a process of its own, nothing prepared."""
    variables = {"PATH": "", "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kipp.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with sqlite3.connect(tmp_path / "kipp.sqlite3") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} <= tables
