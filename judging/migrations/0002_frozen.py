from django.db import migrations

from kipp.lib.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("judging", "0001_tables")]
    operations = [
        Freeze("judging_integritystatement"),
        Freeze("judging_minutes"),
        Freeze("judging_proposalresult"),
        Freeze("judging_resultrelease"),
        Freeze("judging_substitution"),
        Freeze("judging_waiver"),
    ]
