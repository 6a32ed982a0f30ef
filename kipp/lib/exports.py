"""Tables for a spreadsheet. What somebody typed stays text: no cell is ever run as a formula."""

import codecs
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from defusedcsv import csv
from django.http import HttpResponse, StreamingHttpResponse

Cell = str | int | None
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_TITLE = 31  # of a sheet, says Excel
PIECE = 500  # rows that leave together


def hand_out(kind: str, name: str, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> HttpResponse:
    """The sheets by title; a CSV file holds the first of them."""
    content = csv_file(next(iter(sheets.values()))) if kind == CSV else workbook(sheets)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def streamed_csv(name: str, rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Rows leave as they are read: nothing waits for the last of many thousands."""
    pieces = chain([codecs.BOM_UTF8], _csv_pieces(rows))
    response = StreamingHttpResponse(pieces, content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_pieces(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The head at once, then many rows a piece."""
    left = iter(rows)
    size = 1
    while held := list(islice(left, size)):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(held)
        yield text.getvalue().encode()
        size = PIECE


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With the mark that tells Excel it is UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def workbook(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    import openpyxl  # heavy: not for every web process from the start
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:LONGEST_TITLE])
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place)
                if value is None or isinstance(value, int):
                    cell.value = value
                else:
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))  # words may be translated late
                    cell.data_type = "s"  # else a text that begins with "=" would be a formula
                cell.font = Font(bold=number == 1)
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
