"""Earlier texts of answers, kept by the database itself: whatever replaces a text, nothing it said is lost.

On SQLite a later migration that alters `proposals_answer` or `proposals_answerversion` rebuilds the table:
it must drop this trigger first and create it again afterwards.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
    dependencies = [
        ("proposals", "0005_screening_by_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("words", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
                ("is_aside", models.BooleanField(default=False)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="proposals.answer",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-kept_at", "-pk"],
                "indexes": [models.Index(fields=["answer", "kept_at"], name="answer_version_by_time")],
            },
        ),
        migrations.RunPython(create, drop, elidable=False),
    ]
