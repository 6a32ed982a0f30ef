"""Read what offices send: CSV in three dialects and two encodings, or one sheet of an XLSX workbook.

Everything becomes text. A cell that starts with a formula sign stays the text it is. Every refusal says
what is wrong with the file and how to mend it.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl
from django.utils.translation import gettext as _

from kipp.lib.errors import Refused
from kipp.lib.templatetags import ui

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 30
MOST_UNPACKED_BYTES = 40 * 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty, with the number it has in the file."""

    number: int
    cells: list[str]


def read(data: bytes) -> list[Line]:
    """The lines of the only table in a file, heading first."""
    if len(data) > MOST_BYTES:
        raise _refused(_("Berkas lebih besar dari 2 MB. Bagilah menjadi beberapa berkas."), 413)
    if data.startswith(OLE_MAGIC):
        raise _refused(_old_or_locked(data))
    rows = _workbook_rows(data) if data.startswith(ZIP_MAGIC) else _csv_rows(data)
    lines = []
    for number, cells in rows:
        if any(cells):
            lines.append(Line(number, _without_tail(cells)))
        if len(lines) > MOST_ROWS + 1:
            sentence = _("Berkas memuat lebih dari %(most)s baris. Bagilah menjadi beberapa berkas.")
            raise _refused(sentence % {"most": ui.number(MOST_ROWS)}, 413)
    if not lines:
        raise _refused(_("Berkas ini kosong. Isilah mulai dari contoh yang dapat diunduh di halaman ini."))
    return lines


# --- CSV ----------------------------------------------------------------------------------------------


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if reader.line_num == 1 and cells[:1] and cells[0].startswith("sep="):
                continue
            yield reader.line_num, [_clean(cell) for cell in cells]
    except csv.Error:
        sentence = _("Baris %(line)s tidak dapat dibaca: periksa tanda kutip yang tidak berpasangan.")
        raise _refused(sentence % {"line": reader.line_num}) from None


def _decoded(data: bytes) -> str:
    if data.startswith(UTF16_MARKS):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise _refused(_not_a_table())
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(_("Huruf dalam berkas tidak dapat dibaca. Simpan ulang sebagai “CSV UTF-8”."))


def _delimiter(text: str) -> str:
    """The sign that separates the headings; `sep=;` in the first line says it outright."""
    heading = text.lstrip().partition("\n")[0]
    if heading.startswith("sep=") and heading.strip()[4:] in (",", ";", "\t"):
        return heading.strip()[4:]
    return max(",;\t", key=heading.count)


# --- XLSX ---------------------------------------------------------------------------------------------


def _workbook_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    _check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        filled = {
            sheet.title: rows
            for sheet in book.worksheets
            if sheet.sheet_state == "visible" and (rows := list(_sheet_rows(sheet)))
        }
    except Refused:
        raise
    except Exception as error:  # a damaged workbook fails in any of openpyxl's many ways
        sentence = _("Buku kerja Excel ini rusak. Buka di Excel, simpan ulang, lalu unggah lagi.")
        raise _refused(sentence) from error
    if len(filled) > 1:
        sentence = _(
            "Berkas berisi %(count)s lembar yang terisi: %(names)s. "
            "Simpan lembar yang akan diimpor dalam berkas tersendiri."
        )
        raise _refused(sentence % {"count": len(filled), "names": ", ".join(filled)})
    return iter(next(iter(filled.values()), []))


def _sheet_rows(sheet) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in them. The size that the sheet claims for itself is not believed."""
    sheet.reset_dimensions()
    count = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        cells = [_text(value) for value in values]
        if any(cells):
            yield number, cells
            count += 1
        if count > MOST_ROWS + 1:
            return


def _check_archive(data: bytes) -> None:
    """Open nothing that unpacks beyond measure, is locked, or is another kind of archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members)
            if any(member.flag_bits & 1 for member in members):
                raise _refused(_locked())
            if "xl/workbook.xml" not in archive.namelist():
                raise _refused(_not_a_table())
            _refuse_entities(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zipfile.zlib.error):
        raise _refused(_not_a_table()) from None


def _refuse_bombs(members: Iterable[zipfile.ZipInfo]) -> None:
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        sentence = _("Isi buku kerja ini terlalu besar. Salin tabelnya saja ke berkas baru.")
        raise _refused(sentence, 413)


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """A workbook never declares a document type; one that does wants the parser to expand or fetch."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as member:
                if b"<!DOCTYPE" in member.read(4096):
                    raise _refused(_not_a_table())


# --- Cells and sentences ------------------------------------------------------------------------------


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return _clean(str(value))


def _clean(text: str) -> str:
    """One line without invisible signs: what people paste from letters and web pages."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _without_tail(cells: list[str]) -> list[str]:
    """Empty cells at the end say nothing: a workbook may claim thirty of them."""
    length = max(position for position, cell in enumerate(cells, 1) if cell)
    return cells[:length]


def _old_or_locked(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _locked()
    return _("Ini berkas Excel lama (.xls). Buka di Excel, lalu simpan sebagai .xlsx atau .csv.")


def _locked() -> str:
    return _("Berkas dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan ulang.")


def _not_a_table() -> str:
    return _("Ini bukan berkas CSV atau XLSX. Simpan tabel Anda sebagai .csv atau .xlsx, lalu unggah lagi.")


def _refused(sentence: str, status: int = 422) -> Refused:
    return Refused(sentence, status=status)
