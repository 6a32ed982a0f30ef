"""A command that reads one JSON file and prints one JSON object, and never opens the database."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError


class PlainFileCommand(BaseCommand):
    """`answer` works out the object; any of `refusals` becomes the command's error."""

    requires_system_checks = ()
    refusals: tuple[type[Exception], ...] = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.json", help="what to work out")

    def handle(self, *, file: str, **options):
        try:
            answer = self.answer(read_json(file))
        except self.refusals as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def answer(self, data: Any) -> dict[str, Any]:
        raise NotImplementedError


def read_json(file: str) -> Any:
    """Decimals stay decimals: 4.35 is 4.35."""
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise CommandError(f"file: {error.strerror}: {file}") from error
    except ValueError as error:
        raise CommandError(f"file: is not JSON: {error}") from error
