"""What a page costs on a slow line: its HTML as a proxy packs it, and the packed files that it names."""

import gzip
import re
from functools import cache
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders

NAMED = re.compile(r'(?:href|src)="/static/([^"#?]+)')
FIRST, NEXT = 150_000, 30_000


@cache
def packed(name: str) -> int:
    return len(brotli.compress(Path(finders.find(name)).read_bytes()))


def first_visit(html: str) -> int:
    """With an empty cache."""
    return len(gzip.compress(html.encode())) + sum(map(packed, set(NAMED.findall(html))))


def next_visit(html: str, before: str) -> int:
    """After a page that brought its own files along."""
    new = set(NAMED.findall(html)) - set(NAMED.findall(before))
    return len(gzip.compress(html.encode())) + sum(map(packed, new))


def too_heavy(html: str, before: str) -> list[str]:
    weights = (first_visit(html), FIRST, "at first"), (next_visit(html, before), NEXT, "later")
    return [f"{weight} bytes {when}" for weight, most, when in weights if weight > most]
