"""The lists of an edition: categories, groups, tracks, checklist, stages, awards. The form is `form`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.enums import StageKind
from competitions.models import Competition, Rubric
from kipp.lib.errors import Refused

from . import editing


@dataclass(frozen=True)
class Row:
    """One line of a form: `pk` is None for a new one. Rows come in the order that people want."""

    pk: int | None
    values: Mapping[str, object]
    is_removed: bool = False


@dataclass(frozen=True)
class Listing:
    """A list that people edit. `titled` is the field that codes are made from, when rows have codes."""

    relation: str
    titled: str = ""


LISTINGS = {
    "kategori": Listing("categories"),
    "kelompok": Listing("groups"),
    "jalur": Listing("tracks"),
    "seleksi": Listing("checklist", titled="question"),
    "tahap": Listing("stages"),
    "penghargaan": Listing("awards"),
}
FREE_UNTIL_PUBLISHED = "penghargaan"


@transaction.atomic
def save(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    part: str,
    rows: Sequence[Row],
) -> Competition:
    """Write a list as the form shows it. Rows that the form did not carry are left alone."""
    competition = editing.begin(competition, revision)
    listing = LISTINGS[part]
    siblings = getattr(competition, listing.relation)
    standing = {row.pk: row for row in siblings.select_for_update()}
    kept = [row for row in rows if not row.is_removed]
    removed = [row.pk for row in rows if row.is_removed and row.pk in standing]
    _guard(competition, part, standing, kept, removed)
    _remove(siblings, removed)
    _write(siblings, listing, standing, kept)
    if part == "tahap":
        _give_rubrics(competition)
    return editing.finish(competition, by=by, at=at, part=part, kept=len(kept), removed=len(removed))


def _guard(
    competition: Competition, part: str, standing: Mapping, kept: Sequence[Row], removed: list
) -> None:
    if part == FREE_UNTIL_PUBLISHED:
        if competition.stages.filter(published_at__isnull=False).exists():
            raise Refused(_("Hasil sudah terbit, sehingga penghargaan tidak dapat diubah lagi."))
        return
    if competition.announced_at is None:
        return
    changed = {"rows"} if removed else set()
    for place, row in enumerate(kept, 1):
        if row.pk not in standing:
            changed.add("rows")
        else:
            values = {**row.values, "position": place}
            changed |= set(editing.changed_fields(standing[row.pk], values))
    editing.refuse_structure(changed, ())


def _remove(siblings: models.Manager, removed: list[int]) -> None:
    if not removed:
        return
    try:
        siblings.filter(pk__in=removed).delete()
    except models.ProtectedError:
        message = _("Baris yang dihapus sudah dipakai, sehingga tidak dapat dihapus.")
        raise Refused(message) from None


def _write(
    siblings: models.Manager, listing: Listing, standing: Mapping[int, models.Model], kept: Sequence[Row]
) -> None:
    _park_names(siblings, standing, kept)
    taken = {row.code for row in standing.values()} if listing.titled else set()
    for place, row in enumerate(kept, 1):
        if row.pk in standing:
            siblings.filter(pk=row.pk).update(position=place, **row.values)
            continue
        values = {**row.values, "position": place}
        if listing.titled:
            values["code"] = editing.new_code(str(row.values[listing.titled]), taken)
            taken.add(values["code"])
        siblings.create(**values)


def _park_names(siblings: models.Manager, standing: Mapping[int, models.Model], kept: Sequence[Row]) -> None:
    """Two rows that swap their names would meet half way at the unique constraint."""
    for row in kept:
        old = standing.get(row.pk)
        if old is not None and "name" in row.values and old.name != row.values["name"]:
            siblings.filter(pk=row.pk).update(name=f"#{row.pk}")


def _give_rubrics(competition: Competition) -> None:
    for stage in competition.stages.filter(kind=StageKind.SCORING, rubrics=None):
        Rubric.objects.create(stage=stage)
