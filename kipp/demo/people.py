"""Agencies and accounts of a demonstration. One password for all: the data are worth nothing."""

import csv
from dataclasses import dataclass
from importlib.resources import files

from django.contrib.auth.hashers import make_password

from agencies import roles
from agencies.models import Agency, Membership, User
from kipp.demo.codes import ascending_codes

PASSWORD = "contoh-tegal-2024"  # noqa: S105 - printed by the command; no real data lie behind it
DOMAIN = "contoh.invalid"
ORGANISER = "BAG-ORG"
OUTSIDERS = 3  # so many jurors come from elsewhere; with more, the last works for an entrant
_FIRST = ("Siti", "Budi", "Dewi", "Agus", "Rina", "Eko", "Nur", "Joko", "Wulan", "Hadi", "Lestari", "Bambang")
_LAST = (
    "Aminah",
    "Santoso",
    "Kartika",
    "Wijaya",
    "Puspita",
    "Prasetyo",
    "Hidayah",
    "Susilo",
    "Rahayu",
    "Nugroho",
)
_INSTITUTIONS = ("Universitas Pancasakti Tegal", "Politeknik Harapan Bersama", "Universitas Diponegoro",
                 "Ombudsman Perwakilan Jawa Tengah", "Radar Tegal", "Praktisi pelayanan publik")  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    role: str
    email: str
    password: str = PASSWORD


def name(number: int) -> str:
    first, last = _FIRST[number % len(_FIRST)], _LAST[(number // len(_FIRST) + number) % len(_LAST)]
    return f"{first} {last}"


def agencies() -> dict[str, Agency]:
    """The bodies of one real city, by code in the file's order; those that exist are left as they are."""
    source = files("competitions.presets").joinpath("agencies-tegal.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    known = Agency.objects.in_bulk(field_name="code")
    for is_child in (False, True):
        new = [
            _agency(row, known) for row in rows if bool(row["induk"]) == is_child and row["kode"] not in known
        ]
        Agency.objects.bulk_create(new)
        known.update({agency.code: agency for agency in new})
    roots = [agency for agency in known.values() if agency.root_id is None]
    for agency in roots:
        agency.root_id = agency.pk
    Agency.objects.bulk_update(roots, ["root"])
    return {row["kode"]: known[row["kode"]] for row in rows}


def _agency(row: dict[str, str], known: dict[str, Agency]) -> Agency:
    parent = known.get(row["induk"])
    return Agency(code=row["kode"], name=row["nama"], kind=row["jenis"], parent=parent, root=parent)


def accounts(wanted: dict[str, tuple[str, str, Agency | None]]) -> dict[str, User]:
    """Users by e-mail local part; `wanted` maps it to name, institution and employer."""
    password = make_password(PASSWORD)
    emails = {local: f"{local}@{DOMAIN}" for local in wanted}
    codes = ascending_codes(len(wanted))
    User.objects.bulk_create(
        [
            User(
                code=code,
                email=emails[local],
                password=password,
                name=full,
                institution=institution,
                employer=employer,
            )
            for code, (local, (full, institution, employer)) in zip(codes, wanted.items(), strict=True)
        ],
        ignore_conflicts=True,
    )
    made = User.objects.in_bulk(list(emails.values()), field_name="email")
    return {local: made[email] for local, email in emails.items()}


def staff(entering: list[Agency]) -> dict[str, User]:
    """One writer for each agency, by its code, and a head for the first."""
    wanted = {
        f"staf.{agency.code.lower()}": (name(number), agency.name, agency)
        for number, agency in enumerate(entering)
    }
    first = entering[0]
    wanted[f"pimpinan.{first.code.lower()}"] = (name(77), first.name, first)
    made = accounts(wanted)
    held = [(made[f"staf.{agency.code.lower()}"], agency, roles.STAFF) for agency in entering]
    held.append((made[f"pimpinan.{first.code.lower()}"], first, roles.HEAD))
    _hold(held)
    return {agency.code: made[f"staf.{agency.code.lower()}"] for agency in entering}


def bureau(organiser: Agency) -> User:
    """The publisher; staff and an auditor come along."""
    made = accounts(
        {
            "penanggungjawab": ("Ratna Kusuma", organiser.name, organiser),
            "panitia": ("Dimas Arif", organiser.name, organiser),
            "pengawas": ("Yuliana Hartati", "Inspektorat", None),
        }
    )
    _hold(
        [
            (made["penanggungjawab"], organiser, roles.PUBLISHER),
            (made["panitia"], organiser, roles.BUREAU),
            (made["pengawas"], organiser, roles.AUDITOR),
        ]
    )
    return made["penanggungjawab"]


def jurors(count: int, insider: Agency) -> list[User]:
    """Outsiders, but the last of several works for `insider`, so that a conflict has to be derived."""
    wanted = {}
    for number in range(1, count + 1):
        employer = insider if number == count > OUTSIDERS else None
        institution = insider.name if employer else _INSTITUTIONS[number % len(_INSTITUTIONS)]
        wanted[f"juri{number}"] = (f"Dr. {name(number + 31)}", institution, employer)
    made = accounts(wanted)
    return [made[local] for local in wanted]


def sign_ins(entering: list[Agency], juror_count: int) -> list[SignIn]:
    first = entering[0]
    listed = [
        SignIn("penanggung jawab", f"penanggungjawab@{DOMAIN}"),
        SignIn("panitia", f"panitia@{DOMAIN}"),
        SignIn("pengawas", f"pengawas@{DOMAIN}"),
        SignIn(f"staf {first.code}", f"staf.{first.code.lower()}@{DOMAIN}"),
        SignIn(f"pimpinan {first.code}", f"pimpinan.{first.code.lower()}@{DOMAIN}"),
    ]
    if len(entering) > 1:
        listed.append(SignIn(f"staf {entering[1].code}", f"staf.{entering[1].code.lower()}@{DOMAIN}"))
    return listed + [
        SignIn(f"juri {number}", f"juri{number}@{DOMAIN}") for number in range(1, juror_count + 1)
    ]


def _hold(held: list[tuple[User, Agency, str]]) -> None:
    Membership.objects.bulk_create(
        [Membership(user=user, agency=agency, role=role) for user, agency, role in held],
        ignore_conflicts=True,
    )
