"""What a new release needs before it starts, apart from the database: catalogues and static files."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand

from kipp.catalogues import compile_catalogues
from kipp.static_files import collect_if_changed


class Command(BaseCommand):
    help = "Compile the language catalogues and collect the static files, where they have changed."

    def handle(self, **options):
        compile_catalogues([Path(folder) for folder in settings.LOCALE_PATHS])
        collect_if_changed()
