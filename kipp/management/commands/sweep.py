"""One round of the sweeper by hand, for when beat is away."""

import json

from django.core.management import BaseCommand
from django.utils import timezone

from kipp import sweeper


class Command(BaseCommand):
    help = "Ring again for jobs that no worker woke for, and give up those that failed too often."

    def handle(self, **options):
        self.stdout.write(json.dumps(dict(sweeper.sweep(at=timezone.now()))))
