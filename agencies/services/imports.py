"""Import agencies and people: read the file, keep what it says, carry it out once after confirming."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind, ImportKind, Role
from agencies.models import Agency, ImportDraft, User
from agencies.reads import people_plan
from agencies.reads.agency_forest import code_of, parent_code
from agencies.reads.drafts import plan_of
from agencies.reads.importing import Outcome, PlannedRow, choice_named, counts
from kipp.lib.errors import Refused

from . import audit, invitations, register, spreadsheets

ALIASES = {
    "code": "kode",
    "name": "nama",
    "kind": "jenis",
    "parent": "induk",
    "e-mail": "email",
    "surel": "email",
    "agency": "instansi",
    "role": "peran",
}
COLUMNS = {
    ImportKind.AGENCIES: ("kode", "nama", "jenis", "induk"),
    ImportKind.PEOPLE: ("nama", "email", "instansi", "peran"),
}
OPTIONAL = frozenset({"induk"})


def upload(*, by: User, at: datetime, kind: str, file_name: str, data: bytes) -> ImportDraft:
    """Keep what a file says. Raises Refused when the file or its heading cannot be understood."""
    heading, *lines = spreadsheets.read(data)
    columns = _columns(heading.cells, ImportKind(kind))
    if not lines:
        raise Refused(_("Berkas hanya berisi judul kolom. Tambahkan isinya di bawah judul."), status=422)
    rows = [_stored(line, columns) for line in lines]
    return ImportDraft.objects.create(
        kind=kind, file_name=file_name[-200:], rows=rows, uploaded_at=at, uploaded_by=by
    )


@transaction.atomic
def apply(*, by: User, at: datetime, draft: ImportDraft, only_valid: bool) -> ImportDraft:
    """Carry a draft out. Confirming twice does it once; errors need the explicit choice to leave them out."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.applied_at is not None:
        return draft
    locked = register.lock()
    rows = plan_of(draft, by=by, at=at)
    found = counts(rows)
    if found[Outcome.ERROR] and not only_valid:
        raise Refused(
            _("Masih ada baris yang galat. Perbaiki berkas, atau pilih impor baris yang benar saja.")
        )
    good = [row for row in rows if row.outcome in (Outcome.NEW, Outcome.UPDATED)]
    if draft.kind == ImportKind.AGENCIES:
        _write_agencies(good, locked)
        _record_agencies(good, draft, by=by, at=at)
    else:
        _send_invitations(good, by=by, at=at)
    draft.applied_at = at
    draft.save(update_fields=["applied_at"])
    audit.record(
        by=by, at=at, verb="import.applied", subject=f"import:{draft.code}", kind=draft.kind, rows=found
    )
    return draft


def _write_agencies(rows: list[PlannedRow], locked: dict[int, Agency]) -> None:
    by_code = {agency.code.upper(): agency for agency in locked.values()}
    by_code |= {code_of(row): Agency(code=code_of(row)) for row in rows if row.outcome == Outcome.NEW}
    for row in rows:
        agency = by_code[code_of(row)]
        agency.name = row.values["nama"]
        agency.kind = choice_named(AgencyKind, row.values["jenis"])
        above = parent_code(row)
        if above is not None:
            agency.parent = by_code[above] if above else None
    new = [by_code[code_of(row)] for row in rows if row.outcome == Outcome.NEW]
    changed = [by_code[code_of(row)] for row in rows if row.outcome == Outcome.UPDATED]
    try:
        _plant(new)
    except IntegrityError:
        raise Refused(_("Kode yang sama baru saja ditambahkan orang lain. Muat ulang pratinjau.")) from None
    Agency.objects.bulk_update(changed, ["name", "kind", "parent"], batch_size=500)
    register.move_roots(locked | {agency.pk: agency for agency in new})


def _plant(waiting: list[Agency]) -> None:
    """Create agencies from the top of their trees down: a parent may stand below its children in the file."""
    while waiting:
        ready = [agency for agency in waiting if agency.parent is None or agency.parent.pk]
        waiting = [agency for agency in waiting if agency.parent is not None and not agency.parent.pk]
        for agency in ready:
            agency.root_id = agency.parent.root_id if agency.parent else None
        Agency.objects.bulk_create(ready, batch_size=500)
        for agency in ready:
            agency.root_id = agency.root_id or agency.pk
    Agency.objects.filter(root=None).update(root_id=F("pk"))


def _record_agencies(rows: list[PlannedRow], draft: ImportDraft, *, by: User, at: datetime) -> None:
    for outcome, verb in ((Outcome.NEW, "agency.created"), (Outcome.UPDATED, "agency.changed")):
        subjects = [
            (f"agency:{code_of(row)}", {"import": draft.code}) for row in rows if row.outcome == outcome
        ]
        audit.record_many(by=by, at=at, verb=verb, subjects=subjects)


def _send_invitations(rows: list[PlannedRow], *, by: User, at: datetime) -> None:
    guests = [
        invitations.Guest(
            people_plan.email_of(row),
            row.values["nama"],
            agency=row.target,
            role=choice_named(Role, row.values["peran"]),
        )
        for row in rows
    ]
    invitations.invite_many(by=by, at=at, guests=guests)


def _columns(heading: list[str], kind: ImportKind) -> list[str]:
    """The column of every cell; empty for a column without a heading."""
    names = [ALIASES.get(cell.lower(), cell.lower()) for cell in heading]
    known = COLUMNS[kind]
    wanted = ", ".join(known)
    for name, cell in zip(names, heading, strict=True):
        if name and name not in known:
            sentence = _("Kolom “%(column)s” tidak dikenal. Judul kolom di baris pertama: %(known)s.")
            raise Refused(sentence % {"column": cell, "known": wanted}, status=422)
        if name and names.count(name) > 1:
            raise Refused(_("Kolom “%(column)s” ada lebih dari satu.") % {"column": name}, status=422)
    missing = [name for name in known if name not in names and name not in OPTIONAL]
    if missing:
        sentence = _("Kolom yang belum ada: %(missing)s. Judul kolom yang dikenal: %(known)s.")
        raise Refused(sentence % {"missing": ", ".join(missing), "known": wanted}, status=422)
    return names


def _stored(line: spreadsheets.Line, columns: list[str]) -> dict:
    padded = line.cells + [""] * (len(columns) - len(line.cells))
    values = {name: cell for name, cell in zip(columns, padded, strict=False) if name}
    stray = [cell for name, cell in zip(columns, padded, strict=False) if not name and cell]
    errors = []
    if stray or any(padded[len(columns) :]):
        errors.append(_("Ada isi di luar kolom berjudul. Apit nama yang memuat koma dengan tanda kutip."))
    return {"number": line.number, "values": values, "errors": errors}
