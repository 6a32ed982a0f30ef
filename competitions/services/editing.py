"""What every change of an edition's settings shares: lock, compare revisions, count up, write down."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Competition
from kipp.lib.errors import Refused, Stale


def begin(competition: Competition, revision: int) -> Competition:
    """The edition, locked, as the form read it; raises Stale when somebody saved in between."""
    current = Competition.objects.select_for_update().get(pk=competition.pk)
    if current.revision != revision:
        message = _("Pengaturan edisi ini sudah disimpan orang lain sejak Anda membuka halaman ini.")
        raise Stale(message, current=current)
    return current


def finish(competition: Competition, *, by: User, at: datetime, part: str, **details) -> Competition:
    competition.revision += 1
    competition.save(update_fields=["revision"])
    subject = f"edition:{competition.slug}"
    audit.record(by=by, at=at, verb="edition.edited", subject=subject, part=part, **details)
    return competition


def changed_fields(row: models.Model, values: Mapping[str, object]) -> list[str]:
    return [name for name, value in values.items() if getattr(row, name) != value]


def refuse_structure(changed: Collection[str], harmless: Collection[str]) -> None:
    """After the announcement only what nobody relies on may still change."""
    if set(changed) - set(harmless):
        raise Refused(
            _(
                "Edisi ini sudah diumumkan, sehingga ketentuan yang dibaca peserta tidak dapat diubah. "
                "Yang masih dapat diubah adalah teks bantuan, tanggal tahap, dan penghargaan."
            )
        )


def new_code(title: str, taken: Collection[str]) -> str:
    """A code that people never type: from the title, numbered when it is taken."""
    stem = slugify(title)[:34].strip("-") or "butir"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code
