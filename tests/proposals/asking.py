"""How the entrant's tests speak to the pages."""

import json

from django.urls import reverse
from django.utils import timezone

from competitions.models import Competition
from tests.proposals.worlds import SECOND


def close(desk):
    Competition.objects.filter(pk=desk.edition.pk).update(closes_at=timezone.now() - SECOND)


def address(desk, name, *rest):
    return reverse(f"proposals:{name}", args=[desk.proposal.code, *rest])


def send_json(client, url, **body):
    return client.post(
        url, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )
