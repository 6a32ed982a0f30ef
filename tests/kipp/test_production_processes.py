"""gunicorn and a Celery worker as production starts them, on real PostgreSQL and Redis."""

import json
import time
import urllib.request
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.services import REDIS

from .processes import STARTED_WITHIN, environment, free_port, manage, start, status_of, stop, wait_until

pytestmark = pytest.mark.services
HTTPS = {"Host": "kipp.example.go.id", "X-Forwarded-Proto": "https"}


class Production:
    def __init__(self, folder: Path, database: str):
        self.port = free_port()
        self.folder = folder
        self.variables = environment(
            folder / "var",
            PORT=str(self.port),
            SITE_URL="https://kipp.example.go.id",
            SECRET_KEY="0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLM",
            DATABASE_URL=database,
            CELERY_BROKER_URL=REDIS,
            CACHE_URL=REDIS,
            EMAIL_URL="smtp://127.0.0.1:1",
            TRUSTED_PROXIES="1",
        )

    def run(self, name: str, *command: str):
        return start(["-m", *command], self.variables, self.folder / name)

    def get(self, path: str):
        """One request as the proxy passes it on; redirects are not followed."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=10)
        link.request("GET", path, headers=HTTPS)
        answer = link.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@pytest.fixture(scope="module")
def production(postgres, tmp_path_factory):
    production = Production(tmp_path_factory.mktemp("production"), postgres[1])
    manage(production.variables, "migrate", "--no-input")
    children = [
        production.run("web", "gunicorn", "--config", "gunicorn.conf.py", "kipp.wsgi"),
        production.run("worker", "celery", "--app", "kipp", "worker", "--queues", "celery,documents"),
    ]
    try:
        wait_until(lambda: status_of(f"http://127.0.0.1:{production.port}/readyz") == 200, STARTED_WITHIN)
        yield production
    finally:
        codes = [stop(child) for child in children]
    assert codes == [0, 0]


def test_readyz_reports_every_part(production):
    with urllib.request.urlopen(f"http://127.0.0.1:{production.port}/readyz", timeout=10) as response:
        assert json.load(response) == {
            "database": "ok",
            "migrations": "ok",
            "storage": "ok",
            "broker": "ok",
        }


def test_page_over_http_is_sent_to_https(production):
    link = HTTPConnection("127.0.0.1", production.port, timeout=10)
    link.request("GET", "/akun/login/", headers={"Host": "kipp.example.go.id"})
    answer = link.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://kipp.example.go.id/akun/login/")


def test_page_over_https_carries_every_header(production):
    status, headers, _ = production.get("/akun/login/")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "; Secure" in headers["Set-Cookie"]


def test_worker_answers_and_knows_the_sweeper(production):
    answer = wait_until(lambda: registered_tasks(production))
    assert "sweep" in answer


def registered_tasks(production):
    child = production.run("inspect", "celery", "--app", "kipp", "inspect", "registered", "--json")
    child.wait(30)
    text = (production.folder / "inspect").read_text()
    return text if child.returncode == 0 else ""


def test_database_away_answers_503_and_recovers(production, postgres):
    administrator, _, name = postgres
    administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        status, headers, body = production.get("/")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "Portal sedang tidak tersedia" in body.decode()
        assert status_of(f"http://127.0.0.1:{production.port}/readyz") == 503
        assert status_of(f"http://127.0.0.1:{production.port}/healthz") == 200
    finally:
        administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    started = time.monotonic()
    wait_until(lambda: production.get("/")[0] != 503, 10)
    assert time.monotonic() - started < 10


def test_log_lines_are_json_objects(production):
    production.get("/tidak-ada/")
    lines = (production.folder / "web").read_text().splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"at", "level", "logger", "message"} <= set(events[-1])
