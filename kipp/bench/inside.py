"""Pages through the whole stack of the portal without a network, with their queries and bytes."""

from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kipp.bench.pages import Page
from kipp.bench.timing import Times, repeat


class PageFailed(RuntimeError):
    """A page that does not answer 200 is not measured."""


@dataclass(frozen=True)
class Inside:
    times: Times
    queries: int
    size: int


def measure(page: Page) -> Inside:
    client = Client(headers={"host": "127.0.0.1", "accept": _accepted(page)})
    if page.user is not None:
        client.force_login(page.user)
    visit(client, page)
    with CaptureQueriesContext(connection) as captured:
        size = visit(client, page)
    queries = len(captured)  # the next request empties the log
    return Inside(repeat(lambda: visit(client, page)), queries, size)


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
