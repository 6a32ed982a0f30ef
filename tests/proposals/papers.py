"""Real office documents and photos for tests: good ones, and every kind that must be refused."""

import zipfile
from io import BytesIO

from openpyxl import Workbook
from PIL import Image, TiffImagePlugin

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Budi Santoso</dc:creator></cp:coreProperties>'
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Pages>7</Pages><Company>Dinas Kesehatan</Company></Properties>"
)


def parts_of_docx(*, main: str = MAIN, body: str = "<w:p/>", links: str = "") -> dict[str, bytes | str]:
    """The parts of a small document as a word processor writes them."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_KINDS}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELS}">{links}</Relationships>',
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
    }


def link(kind: str, target: str, *, is_outside: bool = True) -> str:
    mode = ' TargetMode="External"' if is_outside else ""
    return f'<Relationship Id="r9" Type="{_KINDS}/{kind}" Target="{target}"{mode}/>'


def packed(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_docx(extra: dict[str, bytes | str] | None = None, **options) -> bytes:
    return packed({**parts_of_docx(**options), **(extra or {})})


def make_xlsx(sheets: int = 1, *, author: str = "Budi Santoso") -> bytes:
    book = Workbook()
    for number in range(1, sheets):
        book.create_sheet(f"Lembar {number}")
    book.active["A1"] = "Waktu tunggu"
    book.properties.creator = author
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_photo(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48), turned: int = 1) -> bytes:
    """A photo that says where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "Kamera Budi", turned, "Budi Santoso"
    exif.get_ifd(0x8825)[2] = (TiffImagePlugin.IFDRational(6), TiffImagePlugin.IFDRational(52), 1)
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, exif=exif)
    return out.getvalue()


def zip_bomb() -> bytes:
    """Small outside; inside it is larger than anything the portal unpacks."""
    return make_docx({"word/media/kosong.bin": b"\0" * (160 * 1024 * 1024)})


def lying_zip_bomb() -> bytes:
    """The same, with a directory that calls the large part one byte long."""
    bomb = zip_bomb()
    at = bomb.index(b"PK\x01\x02", bomb.index(b"PK\x01\x02") + 1)
    while bomb[at + 46 : at + 46 + 21] != b"word/media/kosong.bin":
        at = bomb.index(b"PK\x01\x02", at + 1)
    return bomb[: at + 24] + (1).to_bytes(4, "little") + bomb[at + 28 :]


def entity_bomb() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    words = f'<!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><w:document xmlns:w="{_WORD}">&a8;</w:document>'
    return make_docx({"word/document.xml": words})
