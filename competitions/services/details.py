"""The edition's own fields: its identity and its dates."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Competition
from kipp.lib.errors import Refused

from . import editing

#: Texts, and how the secretariat and the jurors work: no entrant relies on it.
HARMLESS = (
    *("theme", "legal_basis", "about", "letterhead"),
    *("screened_by_two", "holds_mail", "reminder_days", "integrity_text"),
)


@transaction.atomic
def save(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    part: str,
    values: Mapping[str, object],
) -> Competition:
    """Write some fields; after the announcement the name, the entrants' rules and the dates stand."""
    competition = editing.begin(competition, revision)
    changed = editing.changed_fields(competition, values)
    if competition.announced_at is not None:
        _refuse_new_dates(changed)
        editing.refuse_structure(changed, HARMLESS)
    for name in changed:
        setattr(competition, name, values[name])
    competition.save(update_fields=changed)
    return editing.finish(competition, by=by, at=at, part=part, changed=changed)


def _refuse_new_dates(changed: list[str]) -> None:
    if {"opens_at", "closes_at"} & set(changed):
        raise Refused(
            _("Tanggal pendaftaran sudah diumumkan. Gunakan Perpanjangan untuk memundurkan batas waktu.")
        )
