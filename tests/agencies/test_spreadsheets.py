"""What offices really send: three dialects, three encodings, broken and hostile files."""

import io
import zipfile

import openpyxl
import pytest

from agencies.services import spreadsheets
from kipp.lib.errors import Refused


def cells(data):
    return [line.cells for line in spreadsheets.read(data)]


def refusal(data):
    with pytest.raises(Refused) as caught:
        spreadsheets.read(data)
    return caught.value


def workbook(*sheets):
    """An XLSX file; each sheet is (title, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"kode,nama\nA,Dinas\n",
        b"kode;nama\r\nA;Dinas\r\n",
        b"kode\tnama\nA\tDinas",
        b"sep=;\r\nkode;nama\r\nA;Dinas",
        b"\xef\xbb\xbfkode,nama\nA,Dinas\n",
        "kode\tnama\nA\tDinas\n".encode("utf-16"),
        b"\n,\nkode,nama\n\n , \nA,Dinas\n\n",
    ],
)
def test_read_any_dialect_gives_the_same_cells(data):
    assert cells(data) == [["kode", "nama"], ["A", "Dinas"]]


def test_read_windows_letters_and_quoted_commas_are_kept():
    data = 'kode;nama\nA;"Dinas Pengendalian Penduduk, Keluarga; “Berencana”"'.encode("cp1252")
    assert cells(data)[1] == ["A", "Dinas Pengendalian Penduduk, Keluarga; “Berencana”"]


def test_read_numbers_lines_as_the_file_does():
    lines = spreadsheets.read(b'kode,nama\n\nA,"Dinas\nKota"\nB,Badan\n')
    assert [(line.number, line.cells) for line in lines] == [
        (1, ["kode", "nama"]),
        (4, ["A", "Dinas Kota"]),
        (5, ["B", "Badan"]),
    ]


def test_read_formulas_stay_text():
    rows = [["kode", "nama"], ["A", "=HYPERLINK(1)"], ["B", "+62"], ["C", "@x"]]
    assert [row[1] for row in cells(workbook(("Data", rows)))] == ["nama", "=HYPERLINK(1)", "+62", "@x"]
    assert cells(b"kode,nama\nA,=cmd|' /C calc'!A0")[1] == ["A", "=cmd|' /C calc'!A0"]


def test_read_workbook_numbers_become_plain_text():
    assert cells(workbook(("Data", [["kode", "nama"], [101, 7.0], [None, None], [2.5, True]]))) == [
        ["kode", "nama"],
        ["101", "7"],
        ["2.5", "True"],
    ]


def test_read_workbook_with_one_filled_sheet_of_three_reads_it():
    data = workbook(("Kosong", []), ("Isi", [["kode"], ["A"]]), ("Lain", [[None]]))
    assert cells(data) == [["kode"], ["A"]]


def test_read_workbook_with_two_filled_sheets_names_them():
    data = workbook(("Dinas", [["kode"]]), ("Sekolah", [["kode"]]))
    assert refusal(data).message == (
        "Berkas berisi 2 lembar yang terisi: Dinas, Sekolah. "
        "Simpan lembar yang akan diimpor dalam berkas tersendiri."
    )


NOT_A_TABLE = "Ini bukan berkas CSV atau XLSX. Simpan tabel Anda sebagai .csv atau .xlsx, lalu unggah lagi."
LOCKED = "Berkas dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan ulang."
EMPTY = "Berkas ini kosong. Isilah mulai dari contoh yang dapat diunduh di halaman ini."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", EMPTY),
        (b"\n\n;;\n", EMPTY),
        (workbook(("Data", [])), EMPTY),
        (b"%PDF-1.7\n\0\0", NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0\0", NOT_A_TABLE),
        (b"PK\x03\x04rusak", NOT_A_TABLE),
        (archive(**{"word/document.xml": "<w/>"}), NOT_A_TABLE),
        (
            archive(**{"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
            NOT_A_TABLE,
        ),
        (spreadsheets.OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (
            spreadsheets.OLE_MAGIC + b"Workbook",
            "Ini berkas Excel lama (.xls). Buka di Excel, lalu simpan sebagai .xlsx atau .csv.",
        ),
        (
            archive(**{"xl/workbook.xml": "<bukan"}),
            "Buku kerja Excel ini rusak. Buka di Excel, simpan ulang, lalu unggah lagi.",
        ),
        (
            b'kode,nama\nA,"Dinas\n',
            "Baris 2 tidak dapat dibaca: periksa tanda kutip yang tidak berpasangan.",
        ),
        (
            b"kode,nama\nA,\x81\n",
            "Huruf dalam berkas tidak dapat dibaca. Simpan ulang sebagai “CSV UTF-8”.",
        ),
    ],
)
def test_read_unreadable_file_says_what_to_do(data, sentence):
    refused = refusal(data)
    assert (refused.message, refused.status) == (sentence, 422)


def test_read_zip_bomb_is_refused_unopened():
    bomb = archive(**{"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": b"0" * (41 * 1024 * 1024)})
    assert len(bomb) < 100_000
    refused = refusal(bomb)
    assert (refused.message, refused.status) == (
        "Isi buku kerja ini terlalu besar. Salin tabelnya saja ke berkas baru.",
        413,
    )


def test_read_five_thousand_rows_pass_and_one_more_is_refused():
    heading = b"kode,nama\n"
    assert len(cells(heading + b"A,B\n" * 5000)) == 5001
    refused = refusal(heading + b"A,B\n" * 5001)
    assert refused.status == 413
    assert refused.message == "Berkas memuat lebih dari 5.000 baris. Bagilah menjadi beberapa berkas."


def test_read_more_than_two_megabytes_is_refused():
    refused = refusal(b"kode,nama\n" + b"A" * spreadsheets.MOST_BYTES)
    assert (refused.message, refused.status) == (
        "Berkas lebih besar dari 2 MB. Bagilah menjadi beberapa berkas.",
        413,
    )


def test_read_row_at_the_end_of_the_sheet_keeps_its_number():
    book = openpyxl.Workbook()
    book.active["A1"] = "kode"
    book.active["A200000"] = "A"
    file = io.BytesIO()
    book.save(file)
    lines = spreadsheets.read(file.getvalue())
    assert [(line.number, line.cells[0]) for line in lines] == [(1, "kode"), (200000, "A")]
