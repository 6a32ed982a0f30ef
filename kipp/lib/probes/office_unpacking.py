"""An archive, measured while it is unpacked: what it says about its own sizes counts for nothing."""

import re
import zipfile
from dataclasses import dataclass

from office_xml import Unfit

MOST_PARTS = 3000
MOST_BYTES = 150 * 1024 * 1024
PIECE = 64 * 1024
PROGRAMS = re.compile(r"vbaproject|vbadata|macrosheets?/|/activex/|dialogsheets/", re.IGNORECASE)


@dataclass
class Budget:
    """What the whole archive may still unpack to, its inner archives included."""

    left: int = MOST_BYTES

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Unfit("too_large_inside")


def check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise Unfit("too_large_inside")
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise Unfit("broken")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unfit("locked")
        name = entry.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise Unfit("broken")
        if PROGRAMS.search(name):
            raise Unfit("macros")


def unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes:
    pieces = []
    with packed.open(entry) as part:
        while piece := part.read(PIECE):
            budget.take(len(piece))
            pieces.append(piece)
    return b"".join(pieces)
