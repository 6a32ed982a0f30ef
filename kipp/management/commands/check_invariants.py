"""Check what must always be true of the rows, by name; for every night, and after every upgrade."""

import json

from django.core.management import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from kipp import invariants
from kipp.invariants.registry import Broken, Invariant


class Command(BaseCommand):
    help = "Check the named invariants of the whole database. Exit status 1 when one is broken."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, json: bool, **options):
        with translation.override("id"):
            results = list(invariants.check())
            (self.print_json if json else self.print_lines)(results)
            broken = sum(found is not None for _invariant, found in results)
            if broken:
                facts = {"broken": broken, "all": len(results)}
                raise CommandError(_("GAGAL: %(broken)d dari %(all)d aturan dilanggar.") % facts)

    def print_json(self, results: list[tuple[Invariant, Broken | None]]) -> None:
        rows = [
            {
                "name": invariant.name,
                "says": str(invariant.says),
                "count": found.count if found else 0,
                "rows": found.rows if found else [],
            }
            for invariant, found in results
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))

    def print_lines(self, results: list[tuple[Invariant, Broken | None]]) -> None:
        for invariant, found in results:
            if found is None:
                self.stdout.write(_("LULUS  %(name)s") % {"name": invariant.name})
                continue
            facts = {
                "name": invariant.name,
                "says": invariant.says,
                "count": found.count,
                "rows": ", ".join(found.rows) + (" …" if found.count > len(found.rows) else ""),
            }
            self.stdout.write(_("GAGAL  %(name)s: %(says)s Dilanggar %(count)d kali: %(rows)s") % facts)
