"""The plan of an import of agencies: columns kode, nama, jenis, induk."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency

from .agency_forest import Forest, code_of, parent_code
from .importing import Hints, Outcome, PlannedRow, choice_named, choice_words

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
LONGEST_NAME = 200


def plan(rows: list[PlannedRow]) -> list[PlannedRow]:
    """Judge every row; a parent may stand anywhere in the file or in the register already."""
    register = {agency.code.upper(): agency for agency in Agency.objects.select_related("parent")}
    seen: dict[str, PlannedRow] = {}
    for row in rows:
        _check_shape(row)
        _check_code_is_single(row, seen)
        row.target = register.get(code_of(row))
    Forest(register, seen).refuse_impossible_parents()
    for row in rows:
        if not row.is_error:
            _foresee(row, register)
    return rows


def _check_shape(row: PlannedRow) -> None:
    code, name, kind = (row.values[column] for column in ("kode", "nama", "jenis"))
    if not code:
        row.refuse(_("Kode kosong."))
    elif not CODE.fullmatch(code):
        row.refuse(_("Kode hanya boleh memuat huruf, angka, - dan _, paling panjang 40; contoh: SMPN-17."))
    if not name:
        row.refuse(_("Nama kosong."))
    elif len(name) > LONGEST_NAME:
        row.refuse(_("Nama lebih dari 200 huruf."))
    if not kind:
        row.refuse(_("Jenis kosong."))
    elif not choice_named(AgencyKind, kind):
        words = choice_words(AgencyKind)
        sentence = _("Jenis “%(kind)s” tidak dikenal.") % {"kind": kind}
        hint = Hints(words).near(kind) or " " + _("Yang dikenal: %(kinds)s.") % {"kinds": ", ".join(words)}
        row.refuse(sentence + hint)


def _check_code_is_single(row: PlannedRow, seen: dict[str, PlannedRow]) -> None:
    first = seen.setdefault(code_of(row), row)
    if first is not row and code_of(row):
        sentence = _("Kode %(code)s sudah ada di baris %(line)s.")
        row.refuse(sentence % {"code": code_of(row), "line": first.number})


def _foresee(row: PlannedRow, register: Mapping[str, Agency]) -> None:
    agency = row.target
    if agency is None:
        row.outcome = Outcome.NEW
        return
    kind = choice_named(AgencyKind, row.values["jenis"])
    if agency.name != row.values["nama"]:
        _note(row, _("nama"), agency.name, row.values["nama"])
    if agency.kind != kind:
        _note(row, _("jenis"), agency.get_kind_display(), AgencyKind(kind).label)
    before, after = agency.parent.code if agency.parent else "", parent_code(row)
    if after is not None and before.upper() != after:
        _note(row, _("induk"), before, after)
    row.outcome = Outcome.UPDATED if row.notes else Outcome.SAME


def _note(row: PlannedRow, what: str, before: str, after: str) -> None:
    row.notes.append(f"{what}: {before or '–'} → {after or '–'}")
