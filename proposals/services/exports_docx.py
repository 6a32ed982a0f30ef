"""A paper as DOCX: headings, tables and styles that a word processor knows, ready to be typed on."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Book
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table

from proposals.reads.exports import Paper, Part

FONT = "Arial"
WIDTH = 160  # mm between the margins
INK = RGBColor(0x16, 0x24, 0x2B)
ACTION = RGBColor(0x0B, 0x55, 0x63)
SIZES = {"Normal": 11, "Title": 16, "Heading 1": 13, "Heading 2": 11}
#: Characters that XML cannot hold, such as a line feed pasted from an old terminal.
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def write(paper: Paper, *, at: datetime) -> bytes:
    """The bytes of the document; `at` stands in its properties."""
    book = Document()
    _dress(book)
    _describe(book, paper, at)
    if paper.is_demo:
        _centred(book, _("Contoh: orang, isian, dan nilai di sini buatan"))
    for line in paper.letterhead:
        _centred(book, line.upper()).runs[0].bold = True
    book.add_paragraph(_plain(paper.kind), style="Title")
    _facts(book, paper.facts)
    for chapter in paper.chapters:
        book.add_heading(_plain(chapter.title), level=1)
        for part in chapter.parts:
            _part(book, part)
    for note in paper.notes:
        book.add_paragraph(_plain(note))
    _foot(book, paper)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _plain(text: str) -> str:
    return text.translate(UNWRITABLE)


def _dress(book: Book) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    for name, size in SIZES.items():
        style = book.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = ACTION if name == "Heading 1" else INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), FONT)
        fonts.set(qn("w:cs"), FONT)
    normal = book.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    _speak_indonesian(normal)
    book.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _without_rule(book.styles["Title"])


def _speak_indonesian(style) -> None:
    """So that a word processor checks the spelling of the right language."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    style.element.get_or_add_rPr().append(language)


def _without_rule(style) -> None:
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _describe(book: Book, paper: Paper, at: datetime) -> None:
    about = book.core_properties
    about.title, about.author = _plain(paper.title)[:255], _plain(paper.letterhead[-1])[:255]
    about.language, about.comments = "id-ID", ""
    about.created = about.modified = at.replace(tzinfo=None)


def _centred(book: Book, text: str):
    paragraph = book.add_paragraph(_plain(text))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _facts(book: Book, facts: Sequence[tuple[str, str]]) -> None:
    table = book.add_table(rows=0, cols=2)
    for name, value in facts:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = _plain(name), _plain(value)
        cells[0].width, cells[1].width = Mm(50), Mm(110)


def _part(book: Book, part: Part) -> None:
    if part.label:
        book.add_heading(_plain(part.label), level=2)
    given = part.shown
    if given.rows:
        _table(book, given.head, given.rows)
    for line in given.lines:
        book.add_paragraph(_plain(line), style="List Bullet")
    for paragraph in filter(str.strip, given.text.split("\n")):
        book.add_paragraph(_plain(paragraph))


def _table(book: Book, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    columns = max(map(len, [head, *rows]))
    table = book.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    if head:
        _row(table, head, bold=True)
        _repeat(table)
    for row in rows:
        _row(table, row)
    _fit(table)
    book.add_paragraph()


def _row(table: Table, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=False):
        cell.text = _plain(text)
        for run in cell.paragraphs[0].runs:
            run.bold, run.font.size = bold, Pt(10)


def _fit(table: Table) -> None:
    """Columns as wide as their longest text deserves, within reason: a number needs no sixth of the page."""
    longest = [max(len(cell.text) for cell in column.cells) for column in table.columns]
    shares = [min(max(length, 6), 40) for length in longest]
    for column, share in zip(table.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = Mm(WIDTH * share / sum(shares))


def _repeat(table: Table) -> None:
    """The heads stand again on every page that the table reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _foot(book: Book, paper: Paper) -> None:
    foot = book.sections[0].footer.paragraphs[0]
    foot.text = f"{_plain(paper.title)} · SHA-256 {paper.sha256} · "
    _field(foot, "PAGE")
    for run in foot.runs:
        run.font.size = Pt(8)


def _field(paragraph, instruction: str) -> None:
    """A number that the word processor counts by itself."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)
