"""Reads one PDF and prints what it is as JSON. A program of its own: see `kipp.lib.inspection`."""

import json
import resource
import sys

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 5
MOST_PAGES = 500
DEEPEST = 40
#: Actions that run something or leave the document by themselves.
ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}


def examine(path: str) -> dict:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                return {"problem": "locked"}
            pages = len(pdf.pages)
            if pages == 0:
                return {"problem": "no_pages"}
            if pages > MOST_PAGES:
                return {"problem": "too_many_pages"}
            if any(acts_by_itself(found) for found in pdf.objects):
                return {"problem": "active"}
            return {"pages": pages}
    except pikepdf.PasswordError:
        return {"problem": "locked"}
    except (pikepdf.PdfError, RecursionError, ValueError):
        return {"problem": "broken"}


def acts_by_itself(found, depth: int = 0) -> bool:
    """Is this object, or one written inside it, an action that runs something?"""
    import pikepdf

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


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.write(json.dumps(examine(sys.argv[1])))
