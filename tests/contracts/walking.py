"""Every address of the portal as Django's resolver has it: patterns, their parameters, paths."""

import re
from collections.abc import Iterator

from django.urls import get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
CHOICE = re.compile(r"\(\?P<(\w+)>([\w|]+)\)")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()\[\]]|\[[^\]]*\])*\)")


def in_order(pattern: str) -> str:
    """The admin lists apps in the order in which they were imported: no order to rely on."""
    return CHOICE.sub(lambda found: f"(?P<{found[1]}>{'|'.join(sorted(found[2].split('|')))})", pattern)


def walk(resolver=None, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Pattern and view of every address, in the order in which they are tried."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + in_order(str(entry.pattern))
        if hasattr(entry, "url_patterns"):
            yield from walk(entry, pattern)
        else:
            yield pattern, entry.callback


def parameters(pattern: str) -> list[str]:
    return PARAMETER.findall(GROUP.sub(r"<\1>", pattern))


def path_of(pattern: str, values: dict[str, object]) -> str:
    plain = GROUP.sub(r"<\1>", pattern)
    path = PARAMETER.sub(lambda found: str(values[found.group(1)]), plain)
    return "/" + re.sub(r"[\^$\\]", "", path)
