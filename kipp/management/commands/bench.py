"""Measure the portal against its targets on synthetic data, beside the database that is configured."""

import socket
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from kipp.bench.sandbox import sandbox

QUICK = (300, 12)


class Command(BaseCommand):
    help = (
        "Seeds a temporary database of the configured kind and measures pages, sums, documents and a storm."
    )

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, default=3500, help="entries in judging")
        parser.add_argument("--jurors", type=int, default=60)
        parser.add_argument(
            "--quick", action="store_true", help="a small edition: does everything still run?"
        )
        parser.add_argument("--port", type=int, default=0, help="of the web server that is measured; 0: any")
        parser.add_argument("--markdown", action="store_true", help="tables for docs/performance.md")

    def handle(self, *, size: int, jurors: int, quick: bool, port: int, markdown: bool, **options):
        if quick:
            size, jurors = QUICK
        command = [sys.executable, "-m", "kipp.bench", "--size", str(size), "--jurors", str(jurors)]
        with sandbox(port or free_port()) as environment:
            done = subprocess.run(
                command + ["--markdown"] * markdown, cwd=settings.BASE_DIR, env=environment, check=False
            )
        if done.returncode:
            raise CommandError(f"the measurement ended with status {done.returncode}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
