"""Which files are what they say and do nothing by themselves, and what their shown copy no longer tells."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from openpyxl import load_workbook
from PIL import Image

from kipp.lib import kinds
from kipp.lib.inspection import Problem, UnfitFile, examine
from tests.proposals import paper
from tests.proposals.papers import (
    CORE,
    entity_bomb,
    link,
    lying_zip_bomb,
    make_docx,
    make_photo,
    make_xlsx,
    packed,
    parts_of_docx,
    zip_bomb,
)

DDE = '<w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x "y"</w:instrText></w:r>'
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("name", "content", "kind", "pages"),
    [
        ("Surat.PDF", paper.make_pdf(3), kinds.PDF, 3),
        ("laporan.docx", make_docx(), kinds.DOCX, 7),
        ("tautan.docx", make_docx(links=link("hyperlink", "https://contoh.go.id")), kinds.DOCX, 7),
        ("grafik.docx", make_docx({"word/embeddings/Data.xlsx": make_xlsx()}), kinds.DOCX, 7),
        ("data.xlsx", make_xlsx(3), kinds.XLSX, 3),
        ("foto.jpg", make_photo(), kinds.JPEG, 1),
        ("foto.jpeg", make_photo(), kinds.JPEG, 1),
        ("foto.png", make_photo("PNG"), kinds.PNG, 1),
    ],
)
def test_examine_a_sound_file_says_what_it_is(name, content, kind, pages):
    sound = examine(name, content)
    assert (sound.kind, sound.pages) == (kind, pages)


HOSTILE = {
    "a name we do not take": ("surat.docm", make_docx(), Problem.NAME),
    "nothing": ("surat.pdf", b"", Problem.EMPTY),
    "a photo called PDF": ("surat.pdf", make_photo(), Problem.KIND),
    "a PDF called photo": ("foto.png", paper.make_pdf(), Problem.KIND),
    "a workbook called document": ("laporan.docx", make_xlsx(), Problem.KIND),
    "a document called workbook": ("data.xlsx", make_docx(), Problem.KIND),
    "any archive": ("laporan.docx", packed({"a.txt": "halo"}), Problem.KIND),
    "a type without its part": (
        "laporan.docx",
        packed({k: v for k, v in parts_of_docx().items() if k != "word/document.xml"}),
        Problem.KIND,
    ),
    "an old or locked document": (
        "laporan.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        Problem.OLD,
    ),
    "half an archive": ("laporan.docx", make_docx()[:400], Problem.BROKEN),
    "half a photo": ("foto.jpg", make_photo(size=(900, 900))[:700], Problem.BROKEN),
    "broken XML": ("laporan.docx", make_docx(body="<w:p>"), Problem.BROKEN),
    "a way out of the folder": ("laporan.docx", make_docx({"../../etc/x": "x"}), Problem.BROKEN),
    "macros": ("laporan.docx", make_docx({"word/vbaProject.bin": b"x"}), Problem.MACROS),
    "a type with macros": ("laporan.docx", make_docx(main=MACRO_TYPE), Problem.MACROS),
    "ActiveX": ("laporan.docx", make_docx({"word/activeX/activeX1.xml": "<a/>"}), Problem.MACROS),
    "an OLE object": ("laporan.docx", make_docx({"word/embeddings/oleObject1.bin": b"x"}), Problem.EMBEDDED),
    "an OLE link": (
        "laporan.docx",
        make_docx(links=link("oleObject", "embeddings/a.bin", is_outside=False)),
        Problem.EMBEDDED,
    ),
    "a foreign chunk": (
        "laporan.docx",
        make_docx(links=link("aFChunk", "chunk.html", is_outside=False)),
        Problem.EMBEDDED,
    ),
    "a template from afar": (
        "laporan.docx",
        make_docx(links=link("attachedTemplate", "https://jahat.example/t.dotm")),
        Problem.EXTERNAL,
    ),
    "a picture from afar": (
        "laporan.docx",
        make_docx(links=link("image", "file://server/share/a.png")),
        Problem.EXTERNAL,
    ),
    "a link that runs": (
        "laporan.docx",
        make_docx(links=link("hyperlink", "javascript:alert(1)")),
        Problem.EXTERNAL,
    ),
    "a command in a field": ("laporan.docx", make_docx(body=f"<w:p>{DDE}</w:p>"), Problem.EXTERNAL),
    "macros behind a chart": (
        "laporan.docx",
        make_docx({"word/embeddings/D.docx": make_docx({"word/vbaProject.bin": b"x"})}),
        Problem.MACROS,
    ),
    "entities without end": ("laporan.docx", entity_bomb(), Problem.BROKEN),
    "UTF-16": ("laporan.docx", make_docx({"word/x.xml": "<a/>".encode("utf-16")}), Problem.BROKEN),
    "a bomb": ("laporan.docx", zip_bomb(), Problem.TOO_LARGE_INSIDE),
    "a bomb that lies": ("laporan.docx", lying_zip_bomb(), Problem.BROKEN),
    "too many parts": (
        "laporan.docx",
        make_docx({f"x/{n}": "" for n in range(3001)}),
        Problem.TOO_LARGE_INSIDE,
    ),
    "too many pixels": ("foto.png", make_photo("PNG", size=(8001, 5000)), Problem.TOO_MANY_PIXELS),
}


@pytest.mark.parametrize("label", HOSTILE)
def test_examine_an_unfit_file_says_what_is_wrong(label):
    name, content, problem = HOSTILE[label]
    with pytest.raises(UnfitFile) as unfit:
        examine(name, content)
    assert unfit.value.problem == problem


def test_examine_takes_only_what_the_place_takes():
    with pytest.raises(UnfitFile) as unfit:
        examine("foto.png", make_photo("PNG"), kinds.ACCEPTED["document"])
    assert (unfit.value.problem, unfit.value.kind) == (Problem.NAME, kinds.PNG)


def test_shown_copy_of_a_photo_stands_upright_and_names_no_place():
    content = make_photo(size=(64, 48), turned=6)
    assert b"Budi" in content
    sound = examine("foto.jpg", content)
    with Image.open(BytesIO(sound.shown)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (48, 64), {})
    assert b"Budi" not in sound.shown


def test_shown_copy_of_a_png_drops_what_was_noted_beside_the_picture():
    sound = examine("foto.png", make_photo("PNG"))
    with Image.open(BytesIO(sound.shown)) as shown:
        assert (shown.format, shown.size, shown.text, dict(shown.getexif())) == ("PNG", (64, 48), {}, {})


def test_shown_copy_of_a_pdf_drops_author_attachments_and_signer_and_keeps_the_pages():
    book = pikepdf.open(BytesIO(paper.make_pdf(2)))
    book.docinfo["/Author"] = "Budi Santoso"
    with book.open_metadata() as metadata:
        metadata["dc:creator"] = ["Budi Santoso"]
    book.attachments["lampiran.txt"] = b"dari Budi Santoso"
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        T="Budi Santoso",
        Contents="Baik",
    )
    signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name="Budi Santoso", Contents=b"x")
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=[0, 0, 9, 9],
        FT=pikepdf.Name.Sig,
        T="ttd",
        V=book.make_indirect(signature),
    )
    book.pages[0].Annots = pikepdf.Array([mark, book.make_indirect(field)])
    out = BytesIO()
    book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    assert b"Budi Santoso" in out.getvalue()
    sound = examine("surat.pdf", out.getvalue())
    shown = pikepdf.open(BytesIO(sound.shown))
    shown.save(
        plain := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False
    )
    assert b"Budi Santoso" not in plain.getvalue()
    assert len(shown.pages) == sound.pages == 2
    assert shown.pages[0].Annots[0].Contents == "Baik"
    assert str(shown.pages[0].Annots[1].T) == "ttd"


def test_shown_copy_is_left_out_where_nothing_was_noted_and_is_the_same_every_time():
    book = pikepdf.open(BytesIO(paper.make_pdf()))
    out = BytesIO()
    book.save(out)
    assert examine("surat.pdf", out.getvalue()).shown == b""
    titled = paper.make_pdf(text="Surat")
    assert examine("surat.pdf", titled).shown == examine("surat.pdf", titled).shown != b""


def test_shown_copy_of_a_document_names_nobody_and_still_opens():
    comment = '<w:comments xmlns:w="x"><w:comment w:author="Budi Santoso" w:initials="BS"/></w:comments>'
    photo = make_photo()
    content = make_docx({"word/comments.xml": comment, "word/media/a.jpeg": photo})
    shown = zipfile.ZipFile(BytesIO(examine("laporan.docx", content).shown))
    parts = {name: shown.read(name) for name in shown.namelist()}
    assert not [name for name, part in parts.items() if b"Budi" in part or b"Dinas Kesehatan" in part]
    assert parts["word/document.xml"] == parts_of_docx()["word/document.xml"].encode()
    assert CORE.encode() not in parts.values()


def test_shown_copy_of_a_workbook_names_nobody_and_still_opens():
    shown = examine("data.xlsx", make_xlsx(2)).shown
    book = load_workbook(BytesIO(shown))
    assert (book.active["A1"].value, len(book.sheetnames)) == ("Waktu tunggu", 2)
    assert not any(
        b"Budi" in part
        for part in map(zipfile.ZipFile(BytesIO(shown)).read, zipfile.ZipFile(BytesIO(shown)).namelist())
    )
