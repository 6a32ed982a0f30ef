"""The plan of an import of people: columns nama, email, instansi, peran. It sends invitations."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from agencies.enums import Role
from agencies.models import Agency, Invitation, Membership, User
from agencies.roles import Post

from .importing import Hints, Outcome, PlannedRow, choice_named, choice_words

LONGEST_NAME = 150


def plan(rows: list[PlannedRow], *, by: User, at: datetime) -> list[PlannedRow]:
    """Judge every row; an invitation that waits, or a role that is held, is not sent again."""
    register = {agency.code.upper(): agency for agency in Agency.objects.all()}
    invited = set(Invitation.objects.waiting(at).values_list("email", "agency_id", "role"))
    members = set(Membership.objects.values_list("user__email", "agency_id", "role"))
    accounts = set(User.objects.values_list("email", flat=True))
    hints = Hints(register)
    first_lines: dict[tuple, int] = {}
    for row in rows:
        _check_person(row)
        _check_role(row, by)
        _check_agency(row, register, hints)
        if not row.is_error:
            _check_post(row, by)
        if row.is_error:
            continue
        key = key_of(row)
        if key in first_lines:
            row.refuse(
                _("Orang, instansi, dan peran yang sama sudah ada di baris %(line)s.")
                % {"line": first_lines[key]}
            )
            continue
        first_lines[key] = row.number
        _foresee(row, is_member=key in members, is_invited=key in invited, has_account=key[0] in accounts)
    return rows


def key_of(row: PlannedRow) -> tuple[str, int, str]:
    return email_of(row), row.target.pk, choice_named(Role, row.values["peran"])


def email_of(row: PlannedRow) -> str:
    return row.values["email"].lower()


def _check_person(row: PlannedRow) -> None:
    if not row.values["nama"]:
        row.refuse(_("Nama kosong."))
    elif len(row.values["nama"]) > LONGEST_NAME:
        row.refuse(_("Nama lebih dari 150 huruf."))
    email = email_of(row)
    if not email:
        row.refuse(_("Alamat email kosong."))
        return
    try:
        validate_email(email)
    except ValidationError:
        row.refuse(_("Alamat email “%(email)s” tidak benar; contoh: nama@kota.go.id.") % {"email": email})


def _check_role(row: PlannedRow, by: User) -> None:
    typed = row.values["peran"]
    role = choice_named(Role, typed)
    if not typed:
        row.refuse(_("Peran kosong."))
    elif not role:
        words = choice_words(Role)
        hint = Hints(words).near(typed) or " " + _("Yang dikenal: %(roles)s.") % {"roles": ", ".join(words)}
        row.refuse(_("Peran “%(role)s” tidak dikenal.") % {"role": typed} + hint)
    elif not by.has_perm("agencies.grant_role", role):
        row.refuse(_("Hanya penanggung jawab yang boleh mengundang penanggung jawab lain."))


def _check_agency(row: PlannedRow, register: Mapping[str, Agency], hints: Hints) -> None:
    code = row.values["instansi"].upper()
    row.target = register.get(code)
    if not code:
        row.refuse(_("Kode instansi kosong."))
    elif row.target is None:
        sentence = _("Instansi dengan kode “%(code)s” tidak ada.") % {"code": code}
        row.refuse(sentence + hints.near(code))
    elif not row.target.is_active:
        row.refuse(_("%(name)s sudah tidak aktif.") % {"name": row.target.name})


def _check_post(row: PlannedRow, by: User) -> None:
    if not by.has_perm("agencies.fill_post", Post(choice_named(Role, row.values["peran"]), row.target)):
        row.refuse(
            _("Peran panitia di %(name)s hanya diberikan oleh panitianya.") % {"name": row.target.name}
        )


def _foresee(row: PlannedRow, *, is_member: bool, is_invited: bool, has_account: bool) -> None:
    if is_member:
        row.notes.append(_("Sudah memegang peran ini."))
    elif is_invited:
        row.notes.append(_("Sudah diundang; undangannya masih berlaku."))
    elif has_account:
        row.outcome = Outcome.UPDATED
        row.notes.append(_("Sudah punya akun; menerima undangan untuk peran baru."))
    else:
        row.outcome = Outcome.NEW
        row.notes.append(_("Menerima undangan lewat email."))
