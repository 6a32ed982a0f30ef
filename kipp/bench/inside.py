"""Pages through the whole stack of the portal without a network, with their queries and bytes."""

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kipp.bench.pages import Page
from kipp.bench.timing import Times, repeat


class PageFailed(RuntimeError):
    """A page that does not answer 200 is not measured."""


@dataclass(frozen=True)
class Inside:
    """`first`: milliseconds to the first byte of a streamed answer; None where all leaves at once."""

    times: Times
    queries: int
    size: int
    first: float | None


def measure(page: Page) -> Inside:
    client = Client(headers={"host": "127.0.0.1", "accept": _accepted(page)})
    if page.user is not None:
        client.force_login(page.user)
    visit(client, page)
    if page.is_cold:
        cache.clear()
    with CaptureQueriesContext(connection) as captured:
        size = visit(client, page)
    queries = len(captured)  # the next request empties the log
    times = repeat(lambda: visit(client, page), before=cache.clear if page.is_cold else bool)
    return Inside(times, queries, size, first_byte(client, page))


def first_byte(client: Client, page: Page) -> float | None:
    """The median of five."""
    found = []
    for _ in range(5 if page.saving is None else 0):
        began = time.perf_counter()
        response = client.get(page.url)
        if not response.streaming:
            return None
        pieces = iter(response)
        next(pieces)
        found.append((time.perf_counter() - began) * 1000)
        b"".join(pieces)  # leaving it unread would close the database, too
    return sorted(found)[2] if found else None


def visit(client: Client, page: Page) -> int:
    """Bytes of the answer."""
    response = client.post(page.url, page.saving.body()) if page.saving else client.get(page.url)
    if response.status_code != 200:
        raise PageFailed(f"{page.name}: {page.url} answered {response.status_code}")
    content = response.getvalue() if response.streaming else response.content
    if page.saving:
        page.saving.learn(response.json())
    return len(content)


def _accepted(page: Page) -> str:
    return "application/json" if page.saving else "text/html"
