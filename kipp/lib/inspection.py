"""Is this file the PDF that it says it is, and nothing that acts by itself?

The parser runs in a process of its own with little time and memory: a hostile file ends that, not us.
"""

import json
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

import puremagic

SECONDS = 10
PROBE = Path(__file__).with_name("pdf_probe.py")


class Problem(StrEnum):
    NAME = "name"
    KIND = "kind"
    EMPTY = "empty"
    BROKEN = "broken"
    LOCKED = "locked"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    ACTIVE = "active"


class UnfitFile(Exception):
    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem


def count_pages(name: str, content: bytes) -> int:
    """Pages of a PDF whose name, first bytes and structure agree. Raises UnfitFile."""
    if not content:
        raise UnfitFile(Problem.EMPTY)
    if not name.lower().endswith(".pdf"):
        raise UnfitFile(Problem.NAME)
    if not _looks_like_pdf(content):
        raise UnfitFile(Problem.KIND)
    found = _probe(content)
    if "problem" in found:
        raise UnfitFile(Problem(found["problem"]))
    return found["pages"]


def _looks_like_pdf(content: bytes) -> bool:
    try:
        return puremagic.from_string(content[:4096]).lower() == ".pdf"
    except puremagic.PureError:
        return False


def _probe(content: bytes) -> dict:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        try:
            answer = subprocess.run(
                [sys.executable, "-I", str(PROBE), file.name],
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return {"problem": Problem.BROKEN}
    return json.loads(answer.stdout)
