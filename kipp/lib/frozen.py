"""History that nobody rewrites: refused in Python here, in the database by triggers."""

from django.db import models
from django.db.migrations.operations.base import Operation


class FrozenError(TypeError):
    """A programmer tried to change or delete a row that is history."""


class FrozenQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise FrozenError(f"{self.model.__name__} is frozen: rows are added, never updated")

    def delete(self):
        raise FrozenError(f"{self.model.__name__} is frozen: rows are added, never deleted")


class FrozenModel(models.Model):
    """A row that is written once. Subclasses list their table in a migration with `Freeze`."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise FrozenError(f"{type(self).__name__} is frozen: rows are added, never updated")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise FrozenError(f"{type(self).__name__} is frozen: rows are added, never deleted")


class Freeze(Operation):
    """The migration operation that installs the triggers for one table, per database vendor."""

    def __init__(self, table: str):
        self.table = table

    def state_forwards(self, app_label, state):
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in _create(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for statement in _drop(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def describe(self):
        return f"Freeze {self.table}"


def _create(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is frozen'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()",
    ]


def _drop(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER {table}_frozen ON {table}", f"DROP FUNCTION {table}_frozen()"]
