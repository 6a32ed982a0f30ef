"""What an export says: its payload, and that payload as a paper that DOCX and PDF both print."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kipp.lib import canonical
from kipp.lib.templatetags.ui import day, number
from proposals.enums import AwardLevel, ExportLayout, Initiator, InnovationForm, InnovationPhase, TeamKind
from proposals.models import Innovation, Proposal, ProposalVersion, Recognition

from .profile import Profile
from .shown import Shown, shown

SCHEMAS = {
    ExportLayout.NEXT_LEVEL: "kipp-next-level/1",
    ExportLayout.INDEX: "kipp-innovation-index/1",
}
#: The sections of SINOVIK in their order; those of an edition that it does not know follow them.
SINOVIK = (
    ("ringkasan", "Ringkasan"),
    ("latar", "Latar Belakang dan Tujuan"),
    ("kebaruan", "Kebaruan/Nilai Tambah"),
    ("implementasi", "Implementasi Inovasi"),
    ("signifikansi", "Signifikansi"),
    ("adaptabilitas", "Adaptabilitas"),
    ("sumber_daya", "Sumber Daya"),
    ("keberlanjutan", "Strategi Keberlanjutan"),
)


@dataclass(frozen=True)
class Part:
    """One answer under its question; the label is empty where the chapter's title says it all."""

    label: str
    shown: Shown


@dataclass(frozen=True)
class Chapter:
    title: str
    parts: list[Part]


@dataclass(frozen=True)
class Paper:
    """A payload in the words of a document; `sha256` is the payload's own."""

    kind: str
    title: str
    letterhead: list[str]
    facts: list[tuple[str, str]]
    chapters: list[Chapter]
    sha256: str
    is_demo: bool
    notes: list[str] = field(default_factory=list)


def next_level(
    innovation: Innovation, version: ProposalVersion, *, title: str, recognitions: Sequence[Recognition]
) -> dict[str, object]:
    """A sent version in the order of SINOVIK, under the title that it goes on with."""
    said, edition = json.loads(version.payload), version.proposal.competition
    known = {section["code"]: section for section in said["sections"]}
    order = [code for code, _title in SINOVIK]
    return {
        "schema": SCHEMAS[ExportLayout.NEXT_LEVEL],
        "innovation": innovation.code,
        "title": title,
        "title_as_entered": said["title"],
        "agency": said["agency"],
        "region": edition.region,
        "edition": {"slug": edition.slug, "name": edition.name, "year": edition.year},
        "is_demo": edition.is_demo,
        "version": {"number": version.number, "sha256": version.sha256},
        "category": said["category"],
        "track": said["track"],
        "started_on": said["started_on"],
        "team_kind": said["team_kind"],
        "team": said["team"],
        "video_url": said["video_url"],
        "recognitions": [_recognition(row) for row in recognitions],
        "sections": [
            *({"code": c, "title": t, "answers": known.get(c, {}).get("answers", [])} for c, t in SINOVIK),
            *(
                {"code": s["code"], "title": s["title"], "answers": s["answers"]}
                for s in said["sections"]
                if s["code"] not in order
            ),
        ],
        "attachments": [
            {"title": file["title"], "name": file["name"], "sha256": file["sha256"]}
            for file in said["attachments"]
        ],
    }


def _recognition(row: Recognition) -> dict[str, object]:
    return {"year": row.year, "level": row.level, "name": row.name, "title": row.title}


def index(
    innovation: Innovation, profile: Profile, *, title: str, latest: Proposal | None
) -> dict[str, object]:
    """The stored profile with its indicators; what is blank stays blank."""
    stored, edition = profile.stored, latest.competition if latest else None
    days = ("trial_on", "applied_on", "developed_on")
    words = ("phase", "initiator", "form", "affair", "design", "aims", "benefits", "results")
    return {
        "schema": SCHEMAS[ExportLayout.INDEX],
        "innovation": innovation.code,
        "title": title,
        "agency": {"code": innovation.agency.code, "name": innovation.agency.name},
        "region": edition.region if edition else "",
        "is_demo": edition.is_demo if edition else False,
        "revision": stored.revision,
        "is_digital": stored.is_digital,
        **{name: getattr(stored, name) for name in words},
        **{name: _iso(getattr(stored, name)) for name in days},
        "design_words": profile.design_words,
        "score": profile.score,
        "highest_score": profile.highest,
        "score_rule": "sum of level times weight",
        "indicators": [
            {
                "code": line.indicator.code,
                "name": line.indicator.name,
                "level": line.level,
                "level_text": line.words,
                "weight": line.indicator.weight,
                "evidence": line.evidence,
                "is_assumed": line.indicator.is_assumed,
            }
            for line in profile.lines
        ],
    }


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def paper(text: str) -> Paper:
    """The paper of a frozen payload; nothing else is looked up."""
    said = json.loads(text)
    write = {schema: layout for layout, schema in SCHEMAS.items()}[said["schema"]]
    make = _next_level_paper if write == ExportLayout.NEXT_LEVEL else _index_paper
    return make(said, canonical.sha256(text))


def _letterhead(said: Mapping) -> list[str]:
    government = _("Pemerintah %(region)s") % {"region": said["region"]}
    return [government, said["agency"]["name"]] if said["region"] else [said["agency"]["name"]]


def _next_level_paper(said: Mapping, sha256: str) -> Paper:
    renamed = said["title_as_entered"] != said["title"]
    facts = [
        (_("Judul inovasi"), said["title"]),
        *([(_("Judul pada edisi asal"), said["title_as_entered"])] if renamed else []),
        (_("Instansi"), said["agency"]["name"]),
        (_("Daerah"), said["region"]),
        (_("Edisi asal"), said["edition"]["name"]),
        (_("Kategori"), said["category"]),
        (_("Jalur"), said["track"]),
        (_("Mulai diterapkan"), _day(said["started_on"])),
        (_("Pengusul"), str(TeamKind(said["team_kind"]).label)),
        (_("Tautan video"), said["video_url"]),
    ]
    return Paper(
        kind=_("PROPOSAL INOVASI PELAYANAN PUBLIK"),
        title=said["title"],
        letterhead=_letterhead(said),
        facts=_known(facts),
        chapters=[
            Chapter(_("Inovator"), [Part("", _team(said["team"]))]),
            *(_section(section) for section in said["sections"]),
            *_table(_("Riwayat penghargaan"), _awards(said["recognitions"])),
            *_table(_("Lampiran"), _attachments(said["attachments"])),
        ],
        sha256=sha256,
        is_demo=said["is_demo"],
    )


def _section(section: Mapping) -> Chapter:
    answers = section["answers"]
    if not answers:
        return Chapter(section["title"], [Part("", Shown(text=_("Tidak ditanyakan pada edisi asal.")))])
    return Chapter(section["title"], [Part(a["label"], _printed(a)) for a in answers])


def _printed(answer: Mapping) -> Shown:
    """As on the pages; an address is printed as it reads."""
    given = shown(answer)
    if given.rows or given.lines:
        return given
    return Shown(text=given.text or "–")


def _team(team: Sequence[Mapping]) -> Shown:
    rows = [[m["name"], m["nip"] or "–", m["duty"] or "–"] for m in team]
    return Shown(head=[_("Nama"), _("NIP"), _("Peran dalam tim")], rows=rows)


def _awards(recognitions: Sequence[Mapping]) -> Shown:
    rows = [
        [str(r["year"]), str(AwardLevel(r["level"]).label), r["name"], r["title"] or "–"]
        for r in recognitions
    ]
    return Shown(head=[_("Tahun"), _("Tingkat"), _("Penghargaan"), _("Judul saat itu")], rows=rows)


def _attachments(files: Sequence[Mapping]) -> Shown:
    rows = [[file["title"], file["name"]] for file in files]
    return Shown(head=[_("Berkas"), _("Nama berkas")], rows=rows)


def _table(title: str, table: Shown) -> list[Chapter]:
    return [Chapter(title, [Part("", table)])] if table.rows else []


def _index_paper(said: Mapping, sha256: str) -> Paper:
    digital = {True: _("Digital"), False: _("Bukan digital")}.get(said["is_digital"], "")
    facts = [
        (_("Nama inovasi"), said["title"]),
        (_("Perangkat daerah"), said["agency"]["name"]),
        (_("Tahapan inovasi"), _label(InnovationPhase, said["phase"])),
        (_("Inisiator"), _label(Initiator, said["initiator"])),
        (_("Jenis"), digital),
        (_("Bentuk inovasi"), _label(InnovationForm, said["form"])),
        (_("Urusan pemerintahan"), said["affair"]),
        (_("Tanggal uji coba"), _day(said["trial_on"])),
        (_("Tanggal penerapan"), _day(said["applied_on"])),
        (_("Perkembangan terakhir"), _day(said["developed_on"])),
    ]
    texts = [
        (_("Rancang bangun"), said["design"]),
        (_("Tujuan"), said["aims"]),
        (_("Manfaat"), said["benefits"]),
        (_("Hasil"), said["results"]),
    ]
    rule = _("Skor klaim %(score)s dari paling tinggi %(highest)s: jumlah jenjang kali bobot.")
    notes = [rule % {"score": number(said["score"]), "highest": number(said["highest_score"])}]
    if any(row["is_assumed"] for row in said["indicators"]):
        notes.append(_("Nama, jenjang, dan bobot indikator adalah asumsi yang belum dikonfirmasi."))
    return Paper(
        kind=_("PROFIL INOVASI DAERAH"),
        title=said["title"],
        letterhead=_letterhead(said),
        facts=_known(facts),
        chapters=[
            *(Chapter(title, [Part("", Shown(text=text.strip() or "–"))]) for title, text in texts),
            Chapter(_("Indikator"), [Part("", _indicators(said["indicators"]))]),
        ],
        sha256=sha256,
        is_demo=said["is_demo"],
        notes=notes,
    )


def _indicators(rows: Sequence[Mapping]) -> Shown:
    head = [_("No."), _("Indikator"), _("Jenjang"), _("Uraian jenjang"), _("Bobot"), _("Bukti")]
    body = [
        [
            str(place),
            row["name"],
            str(row["level"] or "–"),
            row["level_text"] or _("belum diklaim"),
            number(row["weight"]),
            row["evidence"] or "–",
        ]
        for place, row in enumerate(rows, 1)
    ]
    return Shown(head=head, rows=body)


def _label(choices, value: str) -> str:
    return str(choices(value).label) if value else ""


def _day(text: str) -> str:
    return day(date.fromisoformat(text)) if text else ""


def _known(facts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value or "–") for name, value in facts]
