"""Several acts at the same instant, each on a connection of its own."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from kipp.lib.errors import Refused

#: SQLite admits one writer at a time, so nothing can come between a lock and its write there.
ROWS_ARE_LOCKED = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="a race needs two writers at once: SQLite admits one, PostgreSQL runs this test",
)


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or the refusal it met, in their order. Any other error is raised."""
    answers: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[number] = act()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refused):
            raise answer
    return answers
