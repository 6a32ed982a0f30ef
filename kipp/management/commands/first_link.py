"""The one-time link by which an empty portal gets its first responsible person."""

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from agencies.services import first_run
from kipp.lib.errors import Refused


class Command(BaseCommand):
    help = "Print the one-time link for the first account. Links printed before stop working."

    def handle(self, **options):
        try:
            self.stdout.write(first_run.first_run_link(timezone.now()))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
