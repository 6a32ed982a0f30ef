"""Reads one file that somebody gave and prints what it is as JSON, in a process with little time and memory.

A program of its own, without Django: `python -I kipp/lib/probes ACT PATH COPY [options]`. See
`kipp.lib.inspection` and `kipp.lib.preview`, which start it.
"""

import importlib
import json
import resource
import sys

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 8
LARGEST_COPY = 200 * 1024 * 1024
ACTS = {"pdf", "office", "image", "photo", "picture"}


def main(act: str, *arguments: str) -> None:
    if act not in ACTS:
        raise SystemExit(f"no such act: {act}")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_COPY, LARGEST_COPY))
    try:
        found = importlib.import_module(act).examine(*arguments)
    except (MemoryError, RecursionError):
        found = {"problem": "broken"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
