"""Versions that nobody rewrites, and earlier texts of answers, kept by the database itself.

Whatever replaces a text, nothing it said is lost. On SQLite a later migration that alters `proposals_answer`
or `proposals_answerversion` rebuilds the table: it must drop this trigger first and create it again afterwards.
"""

from django.db import migrations

from kipp.lib.frozen import Freeze

WORTH_KEEPING = (
    "OLD.text <> NEW.text AND OLD.text <> '' AND (OLD.saved_by_id <> NEW.saved_by_id "
    "OR 2 * length(NEW.text) < length(OLD.text) OR NOT EXISTS (SELECT 1 FROM proposals_answerversion "
    "WHERE answer_id = OLD.id AND NOT is_aside AND kept_at > {ten_minutes_before}))"
)
KEEP = (
    "INSERT INTO proposals_answerversion"
    " (answer_id, text, words, saved_at, saved_by_id, kept_at, is_aside) "
    "VALUES (OLD.id, OLD.text, OLD.words, OLD.saved_at, OLD.saved_by_id, NEW.saved_at, {no});"
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        when = WORTH_KEEPING.format(
            ten_minutes_before="strftime('%Y-%m-%d %H:%M:%f', NEW.saved_at, '-10 minutes')"
        )
        keep = KEEP.format(no="0")
        schema_editor.execute(
            "CREATE TRIGGER proposals_answer_keeps AFTER UPDATE OF text ON proposals_answer "
            f"FOR EACH ROW WHEN {when} BEGIN {keep} END",
            params=None,
        )
        return
    when = WORTH_KEEPING.format(ten_minutes_before="NEW.saved_at - interval '10 minutes'")
    keep = KEEP.format(no="false")
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION proposals_answer_keeps() RETURNS trigger AS $$ "
        f"BEGIN IF {when} THEN {keep} END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
        params=None,
    )
    schema_editor.execute(
        "CREATE TRIGGER proposals_answer_keeps AFTER UPDATE OF text ON proposals_answer "
        "FOR EACH ROW EXECUTE FUNCTION proposals_answer_keeps()",
        params=None,
    )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER proposals_answer_keeps")
        return
    schema_editor.execute("DROP TRIGGER proposals_answer_keeps ON proposals_answer")
    schema_editor.execute("DROP FUNCTION proposals_answer_keeps()")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_tables")]
    operations = [
        Freeze("proposals_proposalversion"),
        migrations.RunPython(create, drop, elidable=False),
    ]
