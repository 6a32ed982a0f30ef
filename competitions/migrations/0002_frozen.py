from django.db import migrations

from kipp.lib.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("competitions", "0001_tables")]
    operations = [
        Freeze("competitions_extension"),
        Freeze("competitions_formamendment"),
        Freeze("competitions_ledgerevent"),
        Freeze("competitions_stagerules"),
    ]
