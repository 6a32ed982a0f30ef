"""A spreadsheet of readers becomes lines: number, code, addresses, and whether something stands astray."""

import re

from django.utils.translation import gettext as _

from agencies.services import spreadsheets
from judging.reads.assignment_sheet import AGENCY, CODE, JUROR, TITLE
from kipp.lib.errors import Refused

Line = tuple[int, str, list[str], bool]
ALIASES = {"code": CODE, "title": TITLE, "agency": AGENCY}
JUROR_COLUMN = re.compile(r"(juri|juror|reader)\s*\d*")
BETWEEN = re.compile(r"[;,\s]+")


def lines(data: bytes) -> list[Line]:
    """Raises Refused when the file or its heading cannot be understood."""
    heading, *found = spreadsheets.read(data)
    columns = [_column(cell) for cell in heading.cells]
    if columns.count(CODE) != 1 or JUROR not in columns:
        raise Refused(
            _("Baris pertama memuat judul kolom: kode, lalu juri 1, juri 2, dan seterusnya."), status=422
        )
    if not found:
        raise Refused(_("Berkas hanya berisi judul kolom. Tambahkan isinya di bawah judul."), status=422)
    return [_line(line, columns) for line in found]


def _column(cell: str) -> str:
    name = ALIASES.get(cell.lower(), cell.lower())
    if JUROR_COLUMN.fullmatch(name):
        return JUROR
    if name and name not in (CODE, TITLE, AGENCY):
        sentence = _("Kolom “%(column)s” tidak dikenal. Judul kolom yang dikenal: %(known)s.")
        known = ", ".join([CODE, TITLE, AGENCY, f"{JUROR} 1", f"{JUROR} 2"])
        raise Refused(sentence % {"column": cell, "known": known}, status=422)
    return name


def _line(line: spreadsheets.Line, columns: list[str]) -> Line:
    cells = line.cells + [""] * (len(columns) - len(line.cells))
    named = list(zip(columns, cells, strict=False))
    emails = [email for name, cell in named if name == JUROR for email in BETWEEN.split(cell) if email]
    is_stray = any(cell for name, cell in named if not name) or any(cells[len(columns) :])
    return line.number, dict(named)[CODE], emails, is_stray
