"""A PDF: how many pages, nothing that acts by itself, and a copy that names nobody."""

import pikepdf

MOST_PAGES = 500
DEEPEST = 40
#: Actions that run something or leave the document by themselves.
ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
#: Where programs note who wrote a document, with what, and what they carried along.
PERSONAL = ("/Metadata", "/PieceInfo", "/AF")
#: `/T` of a mark is its reader's name, in a field of a form it is the field's.
FIELD = "/Widget"


def examine(path: str, copy: str) -> dict:
    try:
        with pikepdf.open(path) as book:
            problem = problem_of(book)
            if problem:
                return {"problem": problem}
            pages = len(book.pages)
            if depersonalise(book):
                book.save(copy, deterministic_id=True)
            return {"pages": pages}
    except pikepdf.PasswordError:
        return {"problem": "locked"}
    except (pikepdf.PdfError, ValueError):
        return {"problem": "broken"}


def problem_of(book: pikepdf.Pdf) -> str:
    if book.is_encrypted:
        return "locked"
    if len(book.pages) == 0:
        return "no_pages"
    if len(book.pages) > MOST_PAGES:
        return "too_many_pages"
    if any(acts_by_itself(found) for found in book.objects):
        return "active"
    return ""


def acts_by_itself(found, depth: int = 0) -> bool:
    """Is this object, or one written inside it, an action that runs something?"""
    if depth > DEEPEST:
        return True
    if isinstance(found, pikepdf.Array):
        return any(acts_by_itself(item, depth + 1) for item in found if not is_elsewhere(item))
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return False
    if "/JS" in found or str(found.get("/S", "")) in ACTIVE:
        return True
    return any(acts_by_itself(item, depth + 1) for _, item in found.items() if not is_elsewhere(item))


def is_elsewhere(item) -> bool:
    """An object of its own comes by itself in the list of all objects."""
    return getattr(item, "is_indirect", False)


def depersonalise(book: pikepdf.Pdf) -> bool:
    """Take out author, program, signer and attached files; False when there is nothing to take out.

    What a page looks like stays as it is: the picture of a signature, too.
    """
    names = book.Root.get("/Names", pikepdf.Dictionary())
    taken = [_drop(book.trailer, "/Info"), _drop(names, "/EmbeddedFiles")]
    taken += [_forget(found) for found in book.objects]
    taken += [_forget(mark) for page in book.pages for mark in page.get("/Annots", [])]
    return any(taken)


def _forget(found) -> bool:
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return False
    taken = [_drop(found, key) for key in PERSONAL]
    if "/Rect" in found and found.get("/Subtype") != FIELD:
        taken.append(_drop(found, "/T"))
    if found.get("/FT") == "/Sig":
        taken.append(_drop(found, "/V"))  # no longer valid in a copy
    return any(taken)


def _drop(found, key: str) -> bool:
    if key not in found:
        return False
    del found[key]
    return True
