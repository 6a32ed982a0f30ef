"""The portal's web server as production runs it, and a browser's part of the conversation with it."""

import http.client
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from agencies.models import User
from kipp.bench.inside import PageFailed
from kipp.bench.pages import Page
from kipp.bench.timing import Times, repeat

PATIENCE_SECONDS = 60
TOKEN = "b" * 32  # any secret does, so long as cookie and header agree


class Visitor:
    """One kept connection with one person's cookies."""

    def __init__(self, port: int, session: str | None):
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = [f"{settings.CSRF_COOKIE_NAME}={TOKEN}"]
        if session:
            cookies.append(f"{settings.SESSION_COOKIE_NAME}={session}")
        self.headers = {"Cookie": "; ".join(cookies), "Accept-Encoding": "identity"}

    def get(self, url: str) -> tuple[int, bytes]:
        return self._ask("GET", url, None, {})

    def post(self, url: str, fields: dict[str, object]) -> tuple[int, bytes]:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "X-CSRFToken": TOKEN,
        }
        return self._ask("POST", url, urlencode(fields), headers)

    def _ask(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self.link.request(method, url, body, {**self.headers, **headers})
        response = self.link.getresponse()
        return response.status, response.read()


def session_of(user: User) -> str:
    """A signed-in session, without the hashing of a password."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def measure(page: Page, port: int) -> Times:
    visitor = Visitor(port, session_of(page.user) if page.user else None)
    return repeat(lambda: visit(visitor, page), before=cache.clear if page.is_cold else bool)


def visit(visitor: Visitor, page: Page) -> None:
    if page.saving is None:
        status, _content = visitor.get(page.url)
    else:
        status, content = visitor.post(page.url, page.saving.body())
    if status != 200:
        raise PageFailed(f"{page.name}: {page.url} answered {status}")
    if page.saving is not None:
        page.saving.learn(json.loads(content))


@contextmanager
def running(port: int) -> Iterator[int]:
    """gunicorn with the portal's own configuration; its process id."""
    config = settings.BASE_DIR / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), "kipp.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR)
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def _wait(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise PageFailed("the web server did not start")


def largest_worker(parent: int) -> int:
    """Resident megabytes of the largest child; 0 where the system does not tell."""
    return max((resident(pid) for pid in _children(parent)), default=0)


def _children(parent: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == parent:
            yield int(status.parent.name)


def resident(pid: int | str = "self") -> int:
    """Megabytes."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20
