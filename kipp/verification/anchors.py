"""Heads of the ledgers, kept in a file outside the database: what yesterday's chains must still contain."""

import json
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from competitions.ledger import Anchor
from competitions.models import LedgerHead
from kipp.lib import plain

SCHEMA = "kipp-anchor/1"

Anchors = Mapping[str, Anchor]  # by the edition's slug


class BadAnchor(ValueError):
    """The file is no anchor file; the message is a sentence."""


def read(path: Path) -> Anchors:
    try:
        data = plain.check("file", json.loads(path.read_text(encoding="utf-8")), dict)
        if plain.take(data, "schema", str) != SCHEMA:
            raise plain.BadField(f"schema: must be {SCHEMA}")
        return {slug: _anchor(slug, head) for slug, head in plain.take(data, "heads", dict).items()}
    except (OSError, ValueError) as error:
        sentence = _("Berkas jangkar %(file)s tidak dapat dibaca: %(error)s")
        raise BadAnchor(sentence % {"file": path, "error": error}) from error


def _anchor(slug: str, head: object) -> Anchor:
    fields = plain.check(slug, head, dict)
    return plain.whole(fields, "seq", least=0), plain.take(fields, "hash", str)


def write(path: Path) -> int:
    """Store today's heads; how many there were. The old file stays until the new one is complete."""
    heads = {
        head.competition.slug: {"seq": head.seq, "hash": head.hash}
        for head in LedgerHead.objects.select_related("competition").order_by("competition__slug")
    }
    fresh = path.with_name(path.name + ".baru")
    fresh.write_text(json.dumps({"schema": SCHEMA, "heads": heads}, indent=2) + "\n", encoding="utf-8")
    fresh.replace(path)
    return len(heads)
