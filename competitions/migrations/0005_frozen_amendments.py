from django.db import migrations

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("competitions", "0004_form_by_data")]
    operations = [
        freeze("competitions_formamendment"),
    ]
