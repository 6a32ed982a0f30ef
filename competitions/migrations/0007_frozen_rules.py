from django.db import migrations

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("competitions", "0006_stages_by_data")]
    operations = [freeze("competitions_stagerules")]
