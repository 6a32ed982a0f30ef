"""Proof that nothing recorded was changed behind the portal's back, part by part.

Every part reads rows only and stops at its first bad one, which it names. What an
administrator of the database can still do unseen, and how an anchor prevents it, is
told in docs/verification.md.
"""

from collections.abc import Iterator

from competitions.models import Competition
from kipp.verification import chains, contents, files, releases
from kipp.verification.anchors import Anchors
from kipp.verification.parts import Part


def verify(anchors: Anchors) -> Iterator[Part]:
    """All parts, one edition after the other, then the files. `anchors` come from outside, or are empty."""
    known = {edition.slug: edition for edition in Competition.objects.order_by("pk")}
    if anchors:
        yield chains.missing_editions(known, anchors)
    for slug, edition in known.items():
        part, said = chains.check(edition, anchors.get(slug))
        yield part
        yield releases.check(edition, said)
        if part.is_good:  # rows cannot be held against a chain that is broken itself
            yield contents.check(edition, said)
    yield from files.check()
