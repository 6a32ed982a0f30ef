"""Collects the static files when they have changed since the last time: collecting takes seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"
# Variants in packages that no page loads: hashing and compressing them takes most of the time.
UNUSED = ["bootstrap-*", "*.rtl.*", "*.esm.*", "bootstrap.css*", "bootstrap.js*", "bootstrap.min.js*"]
UNUSED += ["bootstrap.bundle.js*", "htmx-4*", "htmax-*", "ext"]


def collect_if_changed() -> bool:
    if not settings.STATIC_HASHED:
        return False
    stamp = Path(settings.STATIC_ROOT) / STAMP
    current = _fingerprint()
    if stamp.exists() and stamp.read_text() == current:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(current)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
