from django.db import migrations


def say_why(apps, schema_editor):
    """Until now a reading ended for a conflict and for nothing else."""
    readings = apps.get_model("judging", "Assignment").objects
    readings.filter(recused_at__isnull=False, ended_as="").update(ended_as="conflict")


class Migration(migrations.Migration):
    dependencies = [("judging", "0006_judging_by_data")]
    operations = [migrations.RunPython(say_why, migrations.RunPython.noop, elidable=True)]
