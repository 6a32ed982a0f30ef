"""The whole course of a measurement, table by table."""

import os
import time
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection

from kipp.bench import inside, server, storm, sums
from kipp.bench.pages import EMPTY, Page, pages
from kipp.bench.report import Table
from kipp.bench.seed import Seeded, seed

PEOPLE = 32  # connections at once; what they would do next waits in line
WEB_MEMORY, DOCUMENT_MEMORY = 150, 200  # megabytes
RENDERED, SENT = 24, 100
MOST_QUERIES, FIRST_BYTE = 12, 100  # of a page, and milliseconds of a streamed one


def course(size: int, jurors: int, port: int) -> Iterator[Table]:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("prepare")
    began = time.perf_counter()
    data = seed(size, jurors)
    yield _setting(size, jurors, time.perf_counter() - began)
    yield from _pages(data, port)
    yield _sums(data)
    yield _documents(data)


def _setting(size: int, jurors: int, took: float) -> Table:
    table = Table("Setting", ["what", "value"])
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    table.rows += [
        ("database", connection.vendor),
        ("entries in judging", str(size)),
        ("jurors", str(jurors)),
        ("seeding", f"{took:.0f} s"),
        ("cores, load of the machine", f"{os.cpu_count()}, {load}"),
    ]
    return table


def _pages(data: Seeded, port: int) -> Iterator[Table]:
    table = Table(
        "Pages",
        [
            *("page", "p50 ms", "p95 ms", "CPU ms", "× empty", "HTTP p50", "HTTP p95", "first byte"),
            *("target", "SQL", "kB", ""),
        ],
    )
    with server.running(port) as pid:
        empty = inside.measure(EMPTY).times.cpu
        for page in pages(data):
            table.rows.append(_page_row(page, port, empty))
        yield table
        yield _storms(data, port)
        yield _memory("web worker, resident", server.largest_worker(pid), WEB_MEMORY)


def _page_row(page: Page, port: int, empty: float) -> tuple[str, ...]:
    """`empty` is the CPU of the empty view in this run: a busy machine stretches both."""
    alone = inside.measure(page)
    asked = server.measure(page, port)
    return (
        page.name,
        f"{alone.times.p50:.1f}",
        f"{alone.times.p95:.1f}",
        f"{alone.times.cpu:.1f}",
        f"{alone.times.cpu / empty:.0f}",
        f"{asked.p50:.1f}",
        f"{asked.p95:.1f}",
        _or_dash(alone.first),
        _or_dash(page.target),
        str(alone.queries),
        f"{alone.size / 1000:.0f}",
        _page_verdict(page, alone),
    )


def _or_dash(milliseconds: float | None) -> str:
    return "–" if milliseconds is None else f"{milliseconds:.0f}"


def _page_verdict(page: Page, found: inside.Inside) -> str:
    """Empty where no time was set; else ok, or what was missed."""
    if page.target is None:
        return ""
    missed = {
        "time": found.times.p50 > page.target,
        "SQL": found.queries > MOST_QUERIES,
        "first byte": (found.first or 0) > FIRST_BYTE,
    }
    names = [name for name, is_missed in missed.items() if is_missed]
    return f"MISSED: {', '.join(names)}" if names else "ok"


def _storms(data: Seeded, port: int) -> Table:
    table = Table("Deadline storm", ["what", "requests", "per second", "p50 ms", "p95 ms", "errors", ""])
    storms = {
        "autosaves (target 200/s, p95 2 s)": storm.autosaves(data.open, port, PEOPLE),
        "submissions (p95 2 s)": storm.submits(data.open, port, PEOPLE, SENT),
    }
    for name, done in storms.items():
        table.rows.append(
            (
                name,
                str(done.requests),
                f"{done.per_second:.0f}",
                f"{done.times.p50:.0f}",
                f"{done.times.p95:.0f}",
                str(done.errors),
                _verdict(done.errors == 0 and done.times.p95 <= 2000),
            )
        )
    return table


def _sums(data: Seeded) -> Table:
    table = Table("Statistics", ["what", "CPU s", "target", "of", ""])
    for made in sums.sums(data.scoring):
        table.rows.append(
            (
                made.name,
                f"{made.seconds:.2f}",
                f"{made.target:g}",
                made.note,
                _verdict(made.seconds <= made.target),
            )
        )
    return table


def _documents(data: Seeded) -> Table:
    done = sums.documents(data.published, RENDERED)
    table = Table("Documents", ["what", "value", "target", ""])
    table.rows += [
        (
            f"reports a second, {done.processes} processes",
            f"{done.per_second:.1f}",
            "6.7",
            _verdict(done.per_second >= 6.7),
        ),
        ("CPU seconds of a report, median", f"{done.cpu_each:.2f}", "0.30", _verdict(done.cpu_each <= 0.30)),
        ("bytes of a report", str(done.bytes_each), "–", ""),
        (
            "document worker, resident MB",
            str(done.resident),
            f"{DOCUMENT_MEMORY}",
            _verdict(done.resident < DOCUMENT_MEMORY),
        ),
    ]
    return table


def _memory(what: str, found: int, limit: int) -> Table:
    return Table(
        "Memory", ["what", "MB", "limit", ""], [(what, str(found), str(limit), _verdict(found < limit))]
    )


def _verdict(is_met: bool) -> str:
    return "ok" if is_met else "MISSED"
