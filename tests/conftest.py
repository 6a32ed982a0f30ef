"""The tests' environment: the same settings module, all traces in a temporary folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="kipp-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
(FOLDER / "static").mkdir()
os.environ.update(
    DJANGO_SETTINGS_MODULE="kipp.settings",
    VAR_DIR=str(FOLDER),
    STATIC_ROOT=str(FOLDER / "static"),
    CACHE_URL="memory://",
    CELERY_BROKER_URL="memory://",
    EMAIL_URL="memory:",
    STATIC_HASHED="false",
)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
# Playwright's synchronous interface runs an event loop in the test's own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django  # noqa: E402 - the environment comes first

from kipp.catalogues import compile_catalogues  # noqa: E402

compile_catalogues([Path(__file__).parents[1] / "locale"])
django.setup()


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="record the access matrix anew")


pytest_plugins = ["tests.migrated", "tests.services"]
