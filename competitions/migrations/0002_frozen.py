from django.db import migrations

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("competitions", "0001_initial")]
    operations = [
        freeze("competitions_extension"),
        freeze("competitions_ledgerevent"),
    ]
