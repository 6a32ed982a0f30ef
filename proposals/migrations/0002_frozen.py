from django.db import migrations

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]
    operations = [
        freeze("proposals_proposalversion"),
    ]
