"""A folder and a database for one measurement, of the kind that is configured; both are gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection


@contextmanager
def sandbox(port: int) -> Iterator[dict[str, str]]:
    """The environment of a portal that shares nothing with the one that is configured."""
    with tempfile.TemporaryDirectory(prefix="kipp-bench-") as folder, _database(Path(folder)) as url:
        origin = f"http://127.0.0.1:{port}"
        yield {
            **_neutral(),
            "DATABASE_URL": url,
            "VAR_DIR": folder,
            "STATIC_ROOT": f"{folder}/static",
            "STATIC_HASHED": "true",
            "DEBUG": "false",
            "SITE_URL": origin,
            "PORT": str(port),
            "CACHE_URL": f"file://{folder}/cache",
            "CELERY_BROKER_URL": "memory://",
            "EMAIL_URL": "memory:",
            "LOG_LEVEL": "ERROR",
            "PYTHONUNBUFFERED": "1",
        }


def _neutral() -> dict[str, str]:
    """Without what the portal itself is told: keys, stores, addresses."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "WEB_WORKERS", "WEB_THREADS")
    return {name: os.environ[name] for name in kept if name in os.environ}


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:////{str(folder / 'bench.sqlite3').lstrip('/')}"
        return
    name = f"kipp_bench_{os.getpid()}"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")
