"""The register of agencies: a forest in which everybody knows their root."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from kipp.lib.errors import Refused

from . import audit

CHANGEABLE = ("code", "name", "kind", "parent")


def lock() -> dict[int, Agency]:
    """Every agency by id, locked: two people moving branches at once could close a circle."""
    return {agency.pk: agency for agency in Agency.objects.select_for_update().order_by("pk")}


@transaction.atomic
def create_agency(
    *, by: User | None, at: datetime, code: str, name: str, kind: str, parent: Agency | None = None
) -> Agency:
    if parent is not None and not parent.is_active:
        raise Refused(_("Induk %(name)s sudah tidak aktif. Pilih induk lain.") % {"name": parent.name})
    agency = Agency(code=code, name=name, kind=kind, parent=parent)
    _save_with_own_code(agency)
    agency.root_id = parent.root_id if parent else agency.pk
    agency.save(update_fields=["root"])
    audit.record(by=by, at=at, verb="agency.created", subject=f"agency:{agency.code}", kind=kind)
    return agency


@transaction.atomic
def change_agency(*, by: User, at: datetime, agency: Agency, **changes) -> Agency:
    """Change code, name, kind or parent; a new parent moves the whole branch to another root."""
    register = lock()
    agency = register[agency.pk]
    changed = sorted(field for field in CHANGEABLE if field in changes and _differs(agency, changes, field))
    if not changed:
        return agency
    for field in changed:
        setattr(agency, field, changes[field])
    if "parent" in changed:
        refuse_circle(register, agency)
        if agency.parent is not None and not agency.parent.is_active:
            raise Refused(_("Induk %(name)s sudah tidak aktif.") % {"name": agency.parent.name})
    _save_with_own_code(agency, update_fields=changed)
    move_roots(register)
    audit.record(by=by, at=at, verb="agency.changed", subject=f"agency:{agency.code}", fields=changed)
    return agency


@transaction.atomic
def deactivate(*, by: User, at: datetime, agency: Agency, reason: str) -> Agency:
    """Take an agency out of use: nobody files under it any more; its history stays."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if not agency.is_active:
        return agency
    if agency.children.filter(is_active=True).exists():
        sentence = _("%(name)s masih membawahi instansi yang aktif. Pindahkan atau nonaktifkan dahulu.")
        raise Refused(sentence % {"name": agency.name})
    return _switch(agency, False, by=by, at=at, verb="agency.deactivated", reason=reason)


@transaction.atomic
def reactivate(*, by: User, at: datetime, agency: Agency, reason: str) -> Agency:
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.is_active:
        return agency
    return _switch(agency, True, by=by, at=at, verb="agency.reactivated", reason=reason)


def _switch(agency: Agency, is_active: bool, *, by: User, at: datetime, verb: str, reason: str) -> Agency:
    agency.is_active = is_active
    agency.save(update_fields=["is_active"])
    audit.record(by=by, at=at, verb=verb, subject=f"agency:{agency.code}", reason=reason)
    return agency


def refuse_circle(register: Mapping[int, Agency], agency: Agency) -> None:
    above, seen = agency.parent_id, {agency.pk}
    while above is not None:
        if above in seen:
            sentence = _("%(name)s tidak dapat berinduk pada instansi yang berada di bawahnya sendiri.")
            raise Refused(sentence % {"name": agency.name}, status=422)
        seen.add(above)
        above = register[above].parent_id


def move_roots(register: Mapping[int, Agency]) -> None:
    """Write the root of every agency whose tree has changed."""
    moved = [agency for agency in register.values() if agency.root_id != _root_id(register, agency)]
    for agency in moved:
        agency.root_id = _root_id(register, agency)
    Agency.objects.bulk_update(moved, ["root"], batch_size=500)


def _root_id(register: Mapping[int, Agency], agency: Agency) -> int:
    while agency.parent_id is not None:
        agency = register[agency.parent_id]
    return agency.pk


def _differs(agency: Agency, changes: Mapping, field: str) -> bool:
    if field == "parent":
        return agency.parent_id != (changes["parent"].pk if changes["parent"] else None)
    return getattr(agency, field) != changes[field]


def _save_with_own_code(agency: Agency, **options) -> None:
    try:
        with transaction.atomic():
            agency.save(**options)
    except IntegrityError:
        sentence = _("Kode %(code)s sudah dipakai instansi lain.")
        raise Refused(sentence % {"code": agency.code}, status=422) from None
