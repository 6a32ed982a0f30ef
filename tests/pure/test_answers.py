"""What an answer reads, by the kind of its question."""

from datetime import date
from decimal import Decimal

import pytest

from proposals import answers
from proposals.answers import Fault


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", Decimal(0)),
        ("12", Decimal(12)),
        ("1.250", Decimal(1250)),
        ("1.250,5", Decimal("1250.5")),
        (" 12,25 ", Decimal("12.25")),
        ("-3", Decimal(-3)),
        ("12.5", None),  # an English decimal point would be read as twelve hundred
        ("1,250.5", None),
        ("", None),
        ("dua", None),
        ("1e5", None),
        ("٣", None),
    ],
)
def test_number_reads_the_indonesian_way(text, value):
    assert answers.number(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://tegalkota.go.id/inovasi", True),
        ("http://a.id", True),
        ("tegalkota.go.id", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a b.id", False),
        ("https://[::1", False),
    ],
)
def test_is_link_takes_pages_only(text, expected):
    assert answers.is_link(text) is expected


def test_table_writes_what_rows_reads():
    cells = [["Waktu tunggu", "60 menit", "12  menit"], ["", " ", ""], ["Biaya\tsewa", "", "0"]]
    text = answers.table(cells)
    assert text == "Waktu tunggu\t60 menit\t12 menit\nBiaya sewa\t\t0"
    assert answers.rows(text) == [["Waktu tunggu", "60 menit", "12 menit"], ["Biaya sewa", "", "0"]]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [("table", "\t\t\n \t", True), ("table", "a\t", False), ("text", " \n", True), ("choices", "", True)],
)
def test_is_blank_looks_into_cells(kind, text, expected):
    assert answers.is_blank(kind, text) is expected


@pytest.mark.parametrize(
    ("kind", "text", "wanted", "expected"),
    [
        ("yesno", "ya", "ya", True),
        ("yesno", "tidak", "ya", False),
        ("choice", "Digital", "Digital", True),
        ("choices", "Digital\nLuring", "Luring", True),
        ("choices", "Digital lama", "Digital", False),
    ],
)
def test_meets_finds_the_awaited_answer(kind, text, wanted, expected):
    assert answers.meets(kind, text, wanted) is expected


@pytest.mark.parametrize(
    ("kind", "text", "limits", "expected"),
    [
        ("short", "x" * 300, {}, None),
        ("short", "x" * 301, {}, Fault.TOO_LONG),
        ("choice", "B", {"options": ["A", "B"]}, None),
        ("choice", "C", {"options": ["A", "B"]}, Fault.NOT_OFFERED),
        ("choices", "A\nB", {"options": ["A", "B"]}, None),
        ("choices", "A\nC", {"options": ["A", "B"]}, Fault.NOT_OFFERED),
        ("number", "sepuluh", {}, Fault.NOT_A_NUMBER),
        ("number", "1", {"minimum": Decimal(2)}, Fault.TOO_SMALL),
        ("number", "2", {"minimum": Decimal(2), "maximum": Decimal(2)}, None),
        ("number", "2,1", {"maximum": Decimal(2)}, Fault.TOO_LARGE),
        ("number", "", {"minimum": Decimal(2)}, None),
        ("date", "2024-02-29", {}, None),
        ("date", "2023-02-29", {}, Fault.NOT_A_DATE),
        ("link", "ftp://a.id", {}, Fault.NOT_A_LINK),
        ("text", "apa saja", {}, None),
    ],
)
def test_fault_says_what_keeps_an_answer_from_being_sent(kind, text, limits, expected):
    assert answers.fault(kind, text, **limits) == expected


def test_day_reads_iso_dates():
    assert answers.day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "width", "cells"),
    [
        ("", 2, []),
        ("a\tb", 2, [["a", "b"]]),
        ("a\n\t\nb\tc", 2, [["a", ""], ["b", "c"]]),
        ("a\tb\tc", 2, [["a", "b c"]]),
        ("a\tb", 1, [["a b"]]),
    ],
)
def test_grid_has_as_many_cells_as_columns_and_loses_none(text, width, cells):
    assert answers.grid(text, width) == cells


@pytest.mark.parametrize(
    ("kind", "sent", "width", "text"),
    [
        ("text", ["satu\ndua"], 0, "satu\ndua"),
        ("yesno", [], 0, ""),
        ("choices", [], 3, ""),
        ("choices", ["A", "C"], 3, "A\nC"),
        ("table", ["a", "b", "", " ", "c\td", "e"], 2, "a\tb\nc d\te"),
        ("table", ["", ""], 2, ""),
    ],
)
def test_written_makes_one_text_of_what_a_form_sent(kind, sent, width, text):
    assert answers.written(kind, sent, width) == text
