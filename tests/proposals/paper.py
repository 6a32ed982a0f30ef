"""Real PDF files for tests: good ones, and every kind that must be refused."""

from io import BytesIO

import pikepdf


def make_pdf(pages: int = 1, *, text: str = "") -> bytes:
    return _bytes(_book(pages, text))


def locked_pdf(owner_only: bool = False) -> bytes:
    return _bytes(_book(1), encryption=pikepdf.Encryption(owner="rahasia", user="" if owner_only else "x"))


def cut_pdf() -> bytes:
    return make_pdf()[:200]


def pdf_with_script() -> bytes:
    book = _book(1)
    book.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return _bytes(book)


def pdf_with_named_script() -> bytes:
    book = _book(1)
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    book.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", action])))
    return _bytes(book)


def pdf_that_launches() -> bytes:
    book = _book(1)
    launch = book.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=launch)
    book.pages[0].Annots = pikepdf.Array([annotation])
    return _bytes(book, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_with_web_link() -> bytes:
    book = _book(1)
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.go.id")
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=link)
    book.pages[0].Annots = pikepdf.Array([annotation])
    return _bytes(book)


def _book(pages: int, text: str = "") -> pikepdf.Pdf:
    book = pikepdf.new()
    for _ in range(pages):
        book.add_blank_page()
    if text:
        book.docinfo["/Title"] = text
    return book


def _bytes(book: pikepdf.Pdf, **options) -> bytes:
    out = BytesIO()
    book.save(out, **options)
    return out.getvalue()
