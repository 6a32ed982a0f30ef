from django.db import migrations

BATCH = 500


def recognise(apps, schema_editor):
    """Awards of results that were published before innovations kept a record of them."""
    Recognition = apps.get_model("proposals", "Recognition")
    known = set(Recognition.objects.exclude(proposal=None).values_list("proposal_id", flat=True))
    results = (
        apps.get_model("judging", "ProposalResult")
        .objects.filter(release__superseded_by=None, proposal__status="awarded")
        .exclude(award="")
        .select_related("proposal__competition", "release")
        .defer("release__payload", "release__annex")
    )
    Recognition.objects.bulk_create(
        [
            Recognition(
                innovation_id=result.proposal.innovation_id,
                proposal_id=result.proposal_id,
                year=result.proposal.competition.year,
                level="region",
                name=result.award,
                title=result.proposal.title,
                recorded_at=result.release.published_at,
                recorded_by_id=result.release.published_by_id,
            )
            for result in results
            if result.proposal_id not in known
        ],
        batch_size=BATCH,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0004_sheet_reopened"),
        ("proposals", "0007_recognition_reasons"),
    ]

    operations = [migrations.RunPython(recognise, migrations.RunPython.noop)]
