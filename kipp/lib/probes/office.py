"""A DOCX or XLSX: nothing in it runs or loads by itself; and a copy that names nobody."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

import image
from office_parts import check_links, check_words
from office_unpacking import Budget, check_names, unpacked
from office_xml import LARGEST_LIST, Unfit, elements

#: What reading a damaged archive raises; zipfile's NotImplementedError is a compression that it cannot undo.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    OSError,
    ValueError,
    EOFError,
)
DEEPEST = 2  # a workbook behind a chart, in a document

MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
TYPES = "[Content_Types].xml"
PROGRAM_TYPES = re.compile(r"macroenabled|vbaproject|activex|intlmacrosheet", re.IGNORECASE)


@dataclass
class Reading:
    """What was seen on the way through one archive."""

    pages: int = 0


def examine(path: str, copy: str, kind: str) -> dict:
    try:
        with open(path, "rb") as file, open(copy, "wb") as clean:
            reading = pass_through(file, clean, kind, Budget())
    except Unfit as unfit:
        return {"problem": str(unfit)}
    except BROKEN:
        return {"problem": "broken"}
    return {"pages": reading.pages}


def pass_through(file, clean, kind: str, budget: Budget, depth: int = 0) -> Reading:
    """Check every part and write the copy at once: one part is in memory at a time."""
    if depth > DEEPEST:
        raise Unfit("too_large_inside")
    reading = Reading()
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as out:
        entries = packed.infolist()
        check_names(entries)
        if TYPES not in packed.namelist():
            raise Unfit("kind")
        main = main_part(unpacked(packed, packed.getinfo(TYPES), Budget(LARGEST_LIST)), kind)
        if main not in packed.namelist():
            raise Unfit("kind")
        for entry in entries:
            if entry.is_dir():
                continue
            content = check_part(entry.filename, unpacked(packed, entry, budget), reading, budget, depth)
            out.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return reading


def main_part(content: bytes, kind: str) -> str:
    """The part that makes it this kind of document; empty when there is none."""
    stated = [named for _, named in elements(content)]
    if any(PROGRAM_TYPES.search(named.get("ContentType", "")) for named in stated):
        raise Unfit("macros")
    found = (named.get("PartName", "") for named in stated if named.get("ContentType") == MAIN[kind])
    return next(found, "").removeprefix("/")


def check_part(name: str, content: bytes, reading: Reading, budget: Budget, depth: int) -> bytes:
    """Raises Unfit; the part as it goes into the copy."""
    if name.endswith(".rels"):
        return check_links(content)
    if name.endswith(".xml"):
        clean, pages = check_words(name, content)
        reading.pages = reading.pages or pages
        return clean
    if inner := re.search(r"/embeddings/[^/]+\.(docx|xlsx)$", name, re.IGNORECASE):
        clean = io.BytesIO()
        pass_through(io.BytesIO(content), clean, inner.group(1).lower(), budget, depth + 1)
        return clean.getvalue()
    if "/embeddings/" in name or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unfit("embedded")
    if found := re.search(r"\.(?:(jpe?g)|png)$", name, re.IGNORECASE):
        return image.without_traces(content, "jpg" if found.group(1) else "png")
    return content
