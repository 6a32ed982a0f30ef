"""What leaves for a spreadsheet: no text becomes a formula, nothing is lost."""

import csv
import io

import openpyxl
import pytest
from django.utils.translation import gettext_lazy

from kipp.lib import exports

NASTY = ['=HYPERLINK("http://x")', "+62811", "-2+3", "@SUM(A1)", "%x", "Dinas; “A”, B", "baris\nbaru", ""]


def test_csv_file_disarms_formulas_and_is_read_by_excel():
    data = exports.csv_file([["Instansi", "n"], *[[text, number] for number, text in enumerate(NASTY)]])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Instansi", "n"]
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in NASTY[:5]] + NASTY[5:]


@pytest.mark.parametrize("text", NASTY[:5])
def test_workbook_stores_every_text_as_text(text):
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook({"Matriks": [["Instansi", "n"], [text, 3]]})))
    cell, figure = book["Matriks"]["A2"], book["Matriks"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert (figure.value, figure.data_type) == (3, "n")


def test_workbook_drops_signs_that_no_workbook_may_hold():
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook({"A": [["Dinas\x0bX\x00"]]})))
    assert book["A"]["A1"].value == "DinasX"


def test_workbook_writes_words_that_are_translated_late():
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook({"A": [[gettext_lazy("Dinas"), None]]})))
    assert (book["A"]["A1"].value, book["A"]["B1"].value) == ("Dinas", None)


def test_hand_out_names_the_file_and_its_kind():
    response = exports.hand_out("csv", "partisipasi-2026", {"A": [["x"]], "B": [["y"]]})
    assert response.headers["Content-Disposition"] == 'attachment; filename="partisipasi-2026.csv"'
    assert response.content == b"\xef\xbb\xbfx\r\n"
