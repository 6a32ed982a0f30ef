"""The plan of an import of agencies: columns kode, nama, jenis, induk."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency

from .importing import Outcome, PlannedRow, choice_named, choice_words, suggestion

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
    while _refuse_impossible_parents(rows, register, seen):
        continue  # a refused row changes what stands above the rows that are left
    for row in rows:
        if not row.is_error:
            _foresee(row, register)
    return rows


def code_of(row: PlannedRow) -> str:
    return row.values["kode"].upper()


def parent_code(row: PlannedRow) -> str | None:
    """The parent's code, empty for none; None when the file has no such column: the parent stays."""
    return row.values["induk"].upper() if "induk" in row.values else None


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
        hint = suggestion(kind, words) or " " + _("Yang dikenal: %(kinds)s.") % {"kinds": ", ".join(words)}
        row.refuse(sentence + hint)


def _check_code_is_single(row: PlannedRow, seen: dict[str, PlannedRow]) -> None:
    first = seen.setdefault(code_of(row), row)
    if first is not row and code_of(row):
        sentence = _("Kode %(code)s sudah ada di baris %(line)s.")
        row.refuse(sentence % {"code": code_of(row), "line": first.number})


def _refuse_impossible_parents(
    rows: list[PlannedRow], register: Mapping[str, Agency], seen: Mapping[str, PlannedRow]
) -> bool:
    """One look at every row that is still good; True when one of them was refused."""
    good = {code: row for code, row in seen.items() if not row.is_error}
    found = [(row, _parent_error(row, register, seen, good)) for row in rows if not row.is_error]
    refused = [(row, sentence) for row, sentence in found if sentence]
    for row, sentence in refused:
        row.refuse(sentence)
    return bool(refused)


def _parent_error(
    row: PlannedRow,
    register: Mapping[str, Agency],
    seen: Mapping[str, PlannedRow],
    good: Mapping[str, PlannedRow],
) -> str:
    code = parent_code(row)
    if not code:
        return ""
    if code not in register and code in seen and code not in good:
        return _("Induk %(code)s di baris %(line)s masih galat.") % {"code": code, "line": seen[code].number}
    if code not in register and code not in good:
        sentence = _("Induk “%(code)s” tidak ada, baik di berkas maupun di daftar instansi.")
        return sentence % {"code": code} + suggestion(code, [*register, *good])
    if code in register and not register[code].is_active and _moves(row, code):
        return _("Induk “%(code)s” sudah tidak aktif.") % {"code": code}
    if _is_under_itself(code_of(row), register, good):
        return _("Induk berputar: instansi ini berada di bawah dirinya sendiri.")
    return ""


def _moves(row: PlannedRow, code: str) -> bool:
    return row.target is None or row.target.parent is None or row.target.parent.code.upper() != code


def _is_under_itself(code: str, register: Mapping[str, Agency], good: Mapping[str, PlannedRow]) -> bool:
    path, above = {code}, _above(code, register, good)
    while above and above not in path:
        path.add(above)
        above = _above(above, register, good)
    return above == code


def _above(code: str, register: Mapping[str, Agency], good: Mapping[str, PlannedRow]) -> str:
    if code in good and (parent := parent_code(good[code])) is not None:
        return parent
    agency = register.get(code)
    return agency.parent.code.upper() if agency and agency.parent else ""


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
