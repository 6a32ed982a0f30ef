from django.db import migrations, models

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("judging", "0007_ended_as")]
    operations = [
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", ""), ("recused_at", None)),
                    models.Q(("recused_at__isnull", False), models.Q(("ended_as", ""), _negated=True)),
                    _connector="OR",
                ),
                name="assignment_ended_as_something",
            ),
        ),
        freeze("judging_integritystatement"),
        freeze("judging_substitution"),
        freeze("judging_minutes"),
    ]
