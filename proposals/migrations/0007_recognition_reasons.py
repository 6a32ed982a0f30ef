from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0006_answer_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="recognition",
            name="revoked_reason",
            field=models.TextField(blank=True, default="", verbose_name="alasan dicabut"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.UniqueConstraint(
                condition=Q(proposal__isnull=False, revoked_at=None),
                fields=("proposal",),
                name="recognition_stands_once_a_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="recognition_revoked_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorclaim",
            constraint=models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="indicator_has_three_levels"
            ),
        ),
    ]
