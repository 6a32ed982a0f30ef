from django.db import migrations

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [
        freeze("agencies_auditevent"),
    ]
