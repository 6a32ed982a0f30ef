"""The tests' environment: the same settings module, all traces in a temporary folder."""

import os
import tempfile

os.environ.update(
    DJANGO_SETTINGS_MODULE="kipp.settings",
    VAR_DIR=tempfile.mkdtemp(prefix="kipp-tests-"),
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

django.setup()
