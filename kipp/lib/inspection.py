"""Is this file what its name says, and nothing that acts by itself?

Name, first bytes and parser must agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .kinds import KINDS, Kind, kind_of
from .probing import probe

#: The container of documents of the old kind, and of new ones behind a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Problem(StrEnum):
    NAME = "name"
    KIND = "kind"
    OLD = "old"
    EMPTY = "empty"
    BROKEN = "broken"
    LOCKED = "locked"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LARGE_INSIDE = "too_large_inside"
    ACTIVE = "active"
    MACROS = "macros"
    EMBEDDED = "embedded"
    EXTERNAL = "external"


class UnfitFile(Exception):
    """`kind` is what the name claims; None when it claims nothing that we take."""

    def __init__(self, problem: Problem, kind: Kind | None = None):
        super().__init__(problem)
        self.problem = problem
        self.kind = kind


@dataclass(frozen=True)
class Sound:
    """A file that may be kept. `shown` is a copy without traces of people, empty when there were none."""

    kind: Kind
    pages: int
    shown: bytes


def require_kind(name: str, among: Sequence[Kind] = KINDS) -> Kind:
    """What the name says, before anything is sent. Raises UnfitFile."""
    kind = kind_of(name, among)
    if kind is None:
        raise UnfitFile(Problem.NAME, kind_of(name))
    return kind


def require_beginning(kind: Kind, content: bytes) -> None:
    """The first bytes, as soon as they are there. Raises UnfitFile."""
    if not content:
        raise UnfitFile(Problem.EMPTY, kind)
    if kind.probe == "office" and content.startswith(OLD_OFFICE):
        raise UnfitFile(Problem.OLD, kind)
    if not content.startswith(kind.magic):
        raise UnfitFile(Problem.KIND, kind)


def examine(name: str, content: bytes, among: Sequence[Kind] = KINDS) -> Sound:
    """Raises UnfitFile."""
    kind = require_kind(name, among)
    require_beginning(kind, content)
    options = [] if kind.probe == "pdf" else [kind.code]
    found, shown = probe(kind.probe, content, *options)
    if "problem" in found:
        raise UnfitFile(Problem(found["problem"]), kind)
    return Sound(kind, found["pages"], shown)
