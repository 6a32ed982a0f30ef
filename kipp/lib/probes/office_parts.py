"""The parts of a document: what each may say, and what of it goes into the copy that names nobody."""

import html
import re

from office_xml import Unfit, elements, require_xml

EMBEDDED = re.compile(r"/(oleobject|afchunk|control)$", re.IGNORECASE)
LINKED = re.compile(r"/(externallink|externallinkpath)$", re.IGNORECASE)
CLICKED = "/hyperlink"
RUNNING_LINK = re.compile(r"^\s*(javascript|vbscript|data):", re.IGNORECASE)
COMMANDS = re.compile(r"\bDDE(AUTO)?\b")

INSTRUCTION = re.compile(rb'<(?:\w+:)?instrText\b[^>]*>([^<]*)<|\binstr="([^"]*)"')

#: Properties of a document by their namespace: the copy gets them empty.
_OFFICE = b"http://schemas.openxmlformats.org/"
EMPTY = {
    _OFFICE + b"package/2006/metadata/core-properties": b"coreProperties",
    _OFFICE + b"officeDocument/2006/extended-properties": b"Properties",
    _OFFICE + b"officeDocument/2006/custom-properties": b"Properties",
}
#: Who changed or remarked something, and the folder in which it was written.
PEOPLE = re.compile(rb'\b((?:\w+:)?(?:author|initials|userId|providerId)|x15ac:absPath url)="[^"]*"')
NAMES = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
DISPLAYED = re.compile(rb'\bdisplayName="[^"]*"')


def check_links(content: bytes) -> bytes:
    """Only what a reader clicks may lead outside; everything else would be loaded without asking."""
    for tag, named in elements(content):
        if tag != "Relationship":
            continue
        kind, target = named.get("Type", ""), named.get("Target", "")
        if EMBEDDED.search(kind):
            raise Unfit("embedded")
        is_clicked = kind.endswith(CLICKED) and not RUNNING_LINK.match(target)
        is_outside = named.get("TargetMode", "").lower() == "external"
        if LINKED.search(kind) or (is_outside and not is_clicked):
            raise Unfit("external")
    return content


def check_words(name: str, content: bytes) -> tuple[bytes, int]:
    """The part as it goes into the copy, and the pages or sheets that it tells of."""
    require_xml(content)
    if name.startswith("word/") and COMMANDS.search(instructions(content)):
        raise Unfit("external")
    for namespace, root in EMPTY.items():
        if namespace in content[:2000]:
            return b'<%s xmlns="%s"/>' % (root, namespace), stated_pages(content)
    sheets = 0
    if name == "xl/workbook.xml":
        sheets = sum(tag == "sheet" for tag, _ in elements(content))
    clean = NAMES.sub(rb"\1\2", PEOPLE.sub(rb'\1=""', content))
    if "/persons/" in name:
        clean = DISPLAYED.sub(b'displayName=""', clean)
    return clean, sheets


def instructions(content: bytes) -> str:
    """What fields tell the program to do, also when the letters of a word are written apart."""
    found = b"".join(text or attribute for text, attribute in INSTRUCTION.findall(content))
    return html.unescape(found.decode("utf-8", "replace"))


def stated_pages(content: bytes) -> int:
    """What the program that wrote it counted; a number to show, nothing more."""
    found = re.search(rb"<Pages>(\d{1,4})</Pages>", content)
    return int(found.group(1)) if found else 0
