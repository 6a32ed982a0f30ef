"""A real Chromium against a live server; every page's console must stay silent."""

import re
import shutil
from threading import Lock

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations

from tests.browser.barriers import barriers_of

#: Held by whoever uses SQLite's one database in memory: a request, or the emptying after a test.
TURN = Lock()
#: Answers that carry a sentence of the portal.
REFUSED = re.compile(r"status of (401|409|413|422) ")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture(scope="session", autouse=True)
def flush_past_frozen_tables():
    """A live server needs committed rows, emptied afterwards: SQLite's triggers would refuse even that.

    PostgreSQL empties by TRUNCATE, which its row triggers do not see.
    """
    flush = DatabaseOperations.execute_sql_flush

    def thawed(self, statements):
        with TURN, connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, statements)
            for _, statement in triggers:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", thawed)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_request_at_a_time():
    """SQLite in memory is one connection for all threads: two requests at once would find it locked."""
    answer = WSGIHandler.__call__

    def in_turn(self, environ, start_response):
        with TURN:
            return answer(self, environ, start_response)

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(WSGIHandler, "__call__", in_turn)
        yield


@pytest.fixture(autouse=True)
def silent_console(page):
    """A content policy that refuses something, a missing file, a script's mistake: all show here.

    What the portal refuses is not among them: the browser notes it some time after the page has said so.
    """
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert [line for line in said if not REFUSED.search(line)] == []


@pytest.fixture
def violations():
    """What axe finds on the open page: rule and element."""
    return barriers_of
