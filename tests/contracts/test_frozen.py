"""History is frozen twice: in Python, and in the database for whoever comes past Python."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from kipp.lib.frozen import Freeze, FrozenError, FrozenModel, FrozenQuerySet

pytestmark = pytest.mark.django_db
FROZEN = [model for model in apps.get_models() if issubclass(model, FrozenModel)]
named = {"argvalues": FROZEN, "ids": lambda model: model.__name__}


@pytest.fixture
def row(model, town):
    """Any row of the model: the town has one, or one is put in by hand."""
    return model._default_manager.order_by("pk").first() or MADE[model.__name__](town)


def _extension(town):
    edition = town.ours.calling
    return edition.extensions.create(
        until=edition.closes_at,
        letter_number="1",
        reason="Banjir.",
        granted_at=edition.opens_at,
        granted_by=town.ours.publisher,
    )


def _amendment(town):
    edition = town.ours.calling
    return edition.amendments.create(
        number=1,
        letter_number="1",
        reason="Salah ketik.",
        changes=[],
        made_at=edition.opens_at,
        made_by=town.ours.publisher,
    )


def _waiver(town):
    waivers = apps.get_model("judging.Waiver")._default_manager
    at = town.ours.calling.opens_at
    return waivers.create(
        assignment=town.ours.unopened, reason="Sakit.", waived_at=at, waived_by=town.ours.bureau
    )


def _integrity_statement(town):
    edition = town.ours.calling
    return edition.integrity_statements.create(
        user=town.ours.bureau, text="Jujur.", sha256="0" * 64, signed_as="Orang", signed_at=edition.opens_at
    )


def _substitution(town):
    member = town.ours.unopened.member
    return member.stage.substitutions.create(
        leaving=member, reason="Sakit.", made_at=town.ours.calling.opens_at, made_by=town.ours.bureau
    )


def _minutes(town):
    stage = town.ours.unopened.entry.stage
    at = town.ours.calling.opens_at
    return stage.minutes.create(
        kind="shortlist", number=1, payload="{}", sha256="0" * 64, made_at=at, made_by=town.ours.bureau
    )


MADE = {
    "Extension": _extension,
    "FormAmendment": _amendment,
    "IntegrityStatement": _integrity_statement,
    "Minutes": _minutes,
    "Substitution": _substitution,
    "Waiver": _waiver,
}


def test_frozen_models_are_these():
    assert sorted(model.__name__ for model in FROZEN) == [
        "AuditEvent",
        "Extension",
        "FormAmendment",
        "IntegrityStatement",
        "LedgerEvent",
        "Minutes",
        "ProposalResult",
        "ProposalVersion",
        "ResultRelease",
        "StageRules",
        "Substitution",
        "Waiver",
    ]


@pytest.mark.parametrize("model", **named)
def test_python_refuses_every_change(model, row):
    rows = model._default_manager
    assert issubclass(rows.all().__class__, FrozenQuerySet)
    for change in (
        row.save,
        row.delete,
        lambda: rows.filter(pk=row.pk).update(pk=row.pk),
        lambda: rows.filter(pk=row.pk).delete(),
        lambda: rows.bulk_update([row], [model._meta.concrete_fields[-1].name]),
        lambda: rows.update_or_create(pk=row.pk, defaults={"pk": row.pk}),
    ):
        with pytest.raises(FrozenError), transaction.atomic():
            change()


@pytest.mark.parametrize("verb", ["UPDATE {0} SET id = id WHERE id = %s", "DELETE FROM {0} WHERE id = %s"])
@pytest.mark.parametrize("model", **named)
def test_database_refuses_every_change(model, row, verb):
    table = model._meta.db_table
    with pytest.raises(DatabaseError, match=f"{table} is frozen"), transaction.atomic():
        connection.cursor().execute(verb.format(table), [row.pk])
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", **named)
def test_raw_deletion_through_the_orm_is_refused_too(model, row):
    """Cascades and `_raw_delete` come past the queryset."""
    with pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.filter(pk=row.pk)._raw_delete("default")


def test_every_frozen_table_is_listed_in_a_migration():
    migrations = MigrationLoader(None).disk_migrations.values()
    operations = [operation for migration in migrations for operation in migration.operations]
    listed = {operation.table for operation in operations if isinstance(operation, Freeze)}
    assert listed == {model._meta.db_table for model in FROZEN}
