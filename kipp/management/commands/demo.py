"""Build a complete synthetic edition in a chosen phase and print how to sign in to it, as JSON."""

import json

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from competitions.models import Competition
from kipp.demo import history, waiting
from kipp.demo.build import build
from kipp.demo.editions import Phase
from kipp.lib.errors import Refused


class Command(BaseCommand):
    help = "Builds a synthetic edition; refuses on a database that holds real data."

    def add_arguments(self, parser):
        parser.add_argument("--preset", default="kota-tegal-2024", help="a file of competitions/presets/")
        parser.add_argument("--size", type=int, default=20, help="submitted proposals")
        parser.add_argument("--jurors", type=int, default=3)
        parser.add_argument("--seed", type=int, default=1, help="same seed, same edition")
        parser.add_argument("--phase", default="scoring", choices=[phase.name.lower() for phase in Phase])

    def handle(self, *, preset, size, jurors, seed, phase, **options):
        at = timezone.now()
        try:
            made = build(
                preset=preset,
                size=size,
                jurors=jurors,
                seed=seed,
                phase=Phase.named(phase),
                at=at,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        edition = Competition.objects.select_related("organiser").get(slug=made["edition"])
        history.add(edition=edition, preset=preset, seed=seed, at=at)
        waiting.add(edition=edition, phase=Phase.named(phase), seed=seed, at=at)
        self.stdout.write(json.dumps(made, ensure_ascii=False, indent=2))
