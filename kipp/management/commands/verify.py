"""Walk every ledger, release, version and file, and name the first thing that was changed by hand."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from kipp.verification import anchors, verify


class Command(BaseCommand):
    help = (
        "Prove that ledgers, releases, versions and files are as they were written. Exit status 1 when not."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", type=Path, metavar="FILE", help="heads stored earlier, outside the database"
        )
        parser.add_argument(
            "--write-anchor", type=Path, metavar="FILE", help="store today's heads when all is well"
        )

    def handle(self, *, anchor: Path | None, write_anchor: Path | None, **options):
        with translation.override("id"):
            parts = [self.told(part) for part in verify(self.stored(anchor))]
            bad = sum(not part.is_good for part in parts)
            if bad:
                raise CommandError(_("GAGAL: %(bad)d dari %(all)d bagian.") % {"bad": bad, "all": len(parts)})
            if write_anchor is not None:
                heads = anchors.write(write_anchor)
                self.stdout.write(_("Jangkar ditulis: %(heads)d rantai.") % {"heads": heads})
            self.stdout.write(_("LULUS: semua %(all)d bagian utuh.") % {"all": len(parts)})

    def stored(self, file: Path | None) -> anchors.Anchors:
        try:
            return anchors.read(file) if file else {}
        except anchors.BadAnchor as error:
            raise CommandError(str(error)) from error

    def told(self, part):
        """Printed at once: an edition of a province takes a while."""
        if part.is_good:
            self.stdout.write(_("LULUS  %(name)s: %(checked)d diperiksa") % vars(part))
        else:
            self.stdout.write(_("GAGAL  %(name)s: %(problem)s") % vars(part))
        return part
