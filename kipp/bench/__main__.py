"""Seed, measure, print: run by `manage.py bench` inside its own folder and database."""

import argparse
import os
import sys

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--jurors", type=int, required=True)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kipp.settings")
    django.setup()
    from kipp.bench.course import course  # the applications are ready only now

    for table in course(options.size, options.jurors, int(os.environ["PORT"])):
        sys.stdout.write((table.markdown() if options.markdown else table.plain()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
