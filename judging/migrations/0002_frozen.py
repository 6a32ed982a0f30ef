from django.db import migrations

from kipp.lib.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("judging", "0001_initial")]
    operations = [
        freeze("judging_waiver"),
        freeze("judging_resultrelease"),
        freeze("judging_proposalresult"),
    ]
