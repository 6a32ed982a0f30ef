from django.db import migrations

from kipp.lib.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_tables")]
    operations = [
        Freeze("agencies_auditevent"),
    ]
