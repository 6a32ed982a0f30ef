"""XML as office programs write it, read without trusting it."""

from xml.parsers import expat

LARGEST_LIST = 4 * 1024 * 1024


class Unfit(Exception):
    """Why a document is not taken, in the words of `kipp.lib.inspection.Problem`."""


def require_xml(content: bytes, begin=None) -> None:
    """Well-formed, in UTF-8, without declared entities: those could unpack without end."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        raise Unfit("broken")  # office programs write UTF-8, and what follows looks for words in bytes
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    if begin is not None:
        parser.StartElementHandler = begin
    parser.Parse(content, True)


def _refuse(*_) -> None:
    raise Unfit("broken")


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part, without its prefix, with its attributes."""
    if len(content) > LARGEST_LIST:
        raise Unfit("too_large_inside")
    found: list[tuple[str, dict[str, str]]] = []
    require_xml(content, lambda tag, named: found.append((tag.rsplit(":")[-1], named)))
    return found
