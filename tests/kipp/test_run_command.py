"""The run command as a person starts it: real processes, a real port, a folder of its own."""

import os
import re
import signal
import sys
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from .processes import (
    STARTED_WITHIN,
    descendants,
    environment,
    free_port,
    parents,
    start,
    status_of,
    stop,
    wait_until,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


class Browser:
    """A client with cookies, outside the process under test."""

    def __init__(self, port):
        self.home = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def sign_in(self, email, password):
        """The address at which the person ends up."""
        self.opener.open(f"{self.home}/akun/login/", timeout=20).close()
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        form = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token})
        with self.opener.open(f"{self.home}/akun/login/", form.encode(), timeout=20) as page:
            return page.url


class Portal:
    def __init__(self, folder, *options):
        self.port = free_port()
        self.log = folder / "log"
        self.process = start(
            ["manage.py", "run", *options], environment(folder / "var", PORT=str(self.port)), self.log
        )
        self.seen: set[int] = set()

    def status(self, path):
        self.seen |= descendants(self.process.pid)
        return status_of(f"http://127.0.0.1:{self.port}/{path}")

    def says(self, text):
        return text in self.log.read_text()

    def children(self):
        """Direct children: gunicorn's and Celery's first processes, oldest first."""
        return sorted(pid for pid, parent in parents().items() if parent == self.process.pid)

    def left_behind(self):
        return self.seen & set(parents())


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One portal for every test that leaves it running."""
    yield from run_in(tmp_path_factory.mktemp("running"))


@pytest.fixture
def portal(tmp_path, give_tables):
    give_tables(tmp_path / "var")
    yield from run_in(tmp_path)


def run_in(folder, *options):
    portal = Portal(folder, *options)
    try:
        wait_until(lambda: portal.says("Portal siap") or portal.process.poll() is not None, STARTED_WITHIN)
        assert portal.process.poll() is None, portal.log.read_text()
        yield portal
    finally:
        if portal.process.poll() is None:
            stop(portal.process)


def test_run_stopped_by_signal_leaves_nothing_behind(portal):
    assert portal.status("healthz") == 200
    assert portal.status("readyz") == 200
    assert len(portal.children()) == 2
    assert stop(portal.process) == 0
    assert portal.left_behind() == set()
    assert portal.says(f"Portal siap di http://127.0.0.1:{portal.port}")


def test_run_on_empty_database_prints_the_first_link(running):
    assert re.search(rf"^  http://127\.0\.0\.1:{running.port}/\S+$", running.log.read_text(), re.MULTILINE)


@pytest.fixture
def demo(tmp_path, give_tables):
    give_tables(tmp_path / "var")
    yield from run_in(tmp_path, "--demo")


def test_run_demo_prints_sign_ins_that_work(demo):
    rows = re.findall(r"^  (\S.*\S)\s+(\S+@\S+)\s+(\S+)$", demo.log.read_text(), re.MULTILINE)
    roles = [role for role, _, _ in rows]
    assert {"panitia", "juri 1", "juri 2", "juri 3"} <= set(roles)
    _, email, password = rows[roles.index("juri 1")]
    assert Browser(demo.port).sign_in(email, password) == f"http://127.0.0.1:{demo.port}/"


def test_run_dead_child_is_started_again(running):
    web = running.children()[0]
    running.seen |= descendants(running.process.pid)
    kill(web)
    wait_until(lambda: web not in running.children() and len(running.children()) == 2, 120)
    wait_until(lambda: running.status("healthz") == 200, 120)
    assert running.says("web: exit -9, restart in 2 s")


def test_run_killed_outright_takes_its_children_along(portal):
    assert portal.status("healthz") == 200
    kill(portal.process.pid)
    portal.process.wait()
    wait_until(lambda: portal.left_behind() == set(), 45)


def test_run_taken_port_is_refused_with_a_sentence(running, tmp_path):
    log = tmp_path / "second"
    second = start(["manage.py", "run"], environment(tmp_path / "other", PORT=str(running.port)), log)
    assert second.wait(30) == 1
    assert f"Porta {running.port} sedang dipakai program lain" in log.read_text()


def kill(pid):
    os.kill(pid, signal.SIGKILL)
