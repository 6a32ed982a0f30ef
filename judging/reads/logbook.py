"""What was done in an edition and who read what, for those who answer for it and those who audit it.

Acts come from the edition's ledger, readings from the record of acts; both only grow.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import AuditEvent, User
from competitions.models import Competition, LedgerEvent, Stage
from judging.models import Assignment, FieldVisit, Plenary, ResultRelease
from proposals.models import Attachment, Entry, Proposal

#: Chips of the page: label, and how the kinds begin that it shows.
GROUPS: Mapping[str, tuple[object, tuple[str, ...]]] = {
    "panel": (gettext_lazy("Panel dan benturan"), ("panel.", "integrity.", "conflict.")),
    "penugasan": (gettext_lazy("Penugasan"), ("assignment.", "plan.", "entry.")),
    "nilai": (
        gettext_lazy("Lembar nilai"),
        ("sheet.opened", "sheet.final", "sheet.reopened", "waiver.", "explanation."),
    ),
    "kalibrasi": (gettext_lazy("Kalibrasi"), ("calibration.",)),
    "presentasi": (gettext_lazy("Presentasi"), ("timetable.", "turn.", "attendance.", "arrival.")),
    "lapangan": (gettext_lazy("Lapangan"), ("visit.", "observation.", "photo.")),
    "seleksi": (gettext_lazy("Seleksi"), ("screening.", "correction.")),
    "tahap": (gettext_lazy("Tahap dan aturan"), ("rules.", "stage.", "call.", "form.")),
    "hasil": (gettext_lazy("Hasil"), ("release.", "shortlist.", "minutes.", "tie.", "plenary.")),
    "simpan": (gettext_lazy("Setiap simpan"), ("sheet.saved", "sheet.commented", "observation.saved")),
}
SAVES = ("sheet.saved", "sheet.commented", "observation.saved")
WORDS: Mapping[str, object] = {
    "arrival.recorded": gettext_lazy("Mencatat kedatangan"),
    "assignment.made": gettext_lazy("Menugaskan juri"),
    "assignment.removed": gettext_lazy("Melepas penugasan"),
    "assignment.restored": gettext_lazy("Menugaskan kembali"),
    "attendance.recorded": gettext_lazy("Mencatat kehadiran"),
    "calibration.opened": gettext_lazy("Membuka putaran kalibrasi"),
    "calibration.revealed": gettext_lazy("Membuka hasil kalibrasi"),
    "calibration.scored": gettext_lazy("Menyelesaikan lembar kalibrasi"),
    "call.extended": gettext_lazy("Memperpanjang pendaftaran"),
    "conflict.declared": gettext_lazy("Menyatakan benturan kepentingan"),
    "conflict.lifted": gettext_lazy("Mencabut benturan kepentingan"),
    "conflict.pinned": gettext_lazy("Menetapkan benturan kepentingan"),
    "correction.asked": gettext_lazy("Mengembalikan proposal untuk diperbaiki"),
    "correction.lapsed": gettext_lazy("Batas waktu perbaikan lewat"),
    "correction.lifted": gettext_lazy("Mencabut perbaikan"),
    "entry.read_again": gettext_lazy("Menambah pembaca proposal yang nilainya berselisih"),
    "explanation.asked": gettext_lazy("Meminta penjelasan nilai"),
    "explanation.given": gettext_lazy("Menjelaskan nilai"),
    "form.amended": gettext_lazy("Mengubah formulir dengan surat"),
    "integrity.signed": gettext_lazy("Menandatangani pernyataan integritas"),
    "minutes.made": gettext_lazy("Membuat berita acara"),
    "panel.removed": gettext_lazy("Mengeluarkan juri"),
    "panel.seated": gettext_lazy("Menambah juri"),
    "panel.substituted": gettext_lazy("Mengganti juri"),
    "observation.finished": gettext_lazy("Menyelesaikan temuan lapangan"),
    "observation.reopened": gettext_lazy("Membuka kembali temuan lapangan"),
    "observation.saved": gettext_lazy("Mencatat temuan lapangan"),
    "photo.removed": gettext_lazy("Menghapus foto temuan"),
    "photo.taken": gettext_lazy("Menyimpan foto temuan"),
    "plan.applied": gettext_lazy("Menerapkan rencana penugasan"),
    "plan.undone": gettext_lazy("Membatalkan rencana penugasan"),
    "plenary.asked": gettext_lazy("Meminta pengesahan sidang pleno"),
    "plenary.confirmed": gettext_lazy("Mengesahkan sidang pleno"),
    "plenary.dropped": gettext_lazy("Menghentikan sidang pleno"),
    "plenary.opened": gettext_lazy("Membuka sidang pleno"),
    "plenary.sent_back": gettext_lazy("Mengembalikan naskah sidang pleno"),
    "release.published": gettext_lazy("Menerbitkan hasil"),
    "rules.frozen": gettext_lazy("Membekukan aturan tahap"),
    "screening.announced": gettext_lazy("Mengumumkan hasil seleksi"),
    "screening.decided": gettext_lazy("Memutuskan hasil seleksi"),
    "screening.proposal_withdrawn": gettext_lazy("Menarik usul keputusan seleksi"),
    "screening.proposed": gettext_lazy("Mengusulkan keputusan seleksi"),
    "screening.reconsidered": gettext_lazy("Meninjau kembali keputusan seleksi"),
    "screening.sent_back": gettext_lazy("Mengembalikan usul keputusan seleksi"),
    "sheet.commented": gettext_lazy("Menyimpan catatan umum"),
    "sheet.finalised": gettext_lazy("Menyelesaikan lembar nilai"),
    "sheet.opened": gettext_lazy("Membuka lembar nilai"),
    "sheet.reopened": gettext_lazy("Membuka kembali lembar nilai"),
    "sheet.saved": gettext_lazy("Menyimpan nilai"),
    "stage.closed": gettext_lazy("Menutup tahap"),
    "stage.reopened": gettext_lazy("Membuka kembali tahap"),
    "tie.decided": gettext_lazy("Memutuskan nilai sama pada batas"),
    "timetable.announced": gettext_lazy("Mengumumkan jadwal presentasi"),
    "timetable.drawn": gettext_lazy("Mengundi urutan presentasi"),
    "turn.went": gettext_lazy("Memindahkan giliran presentasi"),
    "visit.answered": gettext_lazy("Menanggapi temuan lapangan"),
    "visit.cancelled": gettext_lazy("Membatalkan kunjungan lapangan"),
    "visit.changed": gettext_lazy("Mengubah kunjungan lapangan"),
    "visit.claims_added": gettext_lazy("Menambah klaim untuk diperiksa"),
    "visit.claims_removed": gettext_lazy("Menghapus klaim yang akan diperiksa"),
    "visit.closed": gettext_lazy("Menutup kunjungan dengan berita acara"),
    "visit.host_named": gettext_lazy("Menyebut penerima kunjungan"),
    "visit.planned": gettext_lazy("Merencanakan kunjungan lapangan"),
    "waiver.recorded": gettext_lazy("Melanjutkan tanpa sebuah lembar nilai"),
    "proposal.read": gettext_lazy("Membaca proposal"),
    "scores.read": gettext_lazy("Melihat nilai"),
}
READINGS = ("proposal.read", "scores.read", "sheet.opened")
MOST_FOUND = 200


@dataclass(frozen=True)
class Line:
    """`seq` and `hash` are of the ledger; readings have none."""

    at: datetime
    who: str
    what: str
    about: str
    reason: str
    seq: int | None = None
    hash: str = ""


def acts(competition: Competition, *, group: str, words: str) -> QuerySet[LedgerEvent]:
    """The latest first. An unknown `group` shows everything but single saves."""
    rows = competition.ledger.order_by("-seq")
    if group in GROUPS:
        wanted = Q()
        for start in GROUPS[group][1]:
            wanted |= Q(kind__startswith=start)
        rows = rows.filter(wanted)
    else:
        rows = rows.exclude(kind__in=SAVES)
    if words:
        people = User.objects.filter(name__icontains=words).values("code")
        rows = rows.filter(Q(actor__in=people) | Q(subject__in=_subjects_of(competition, words)))
    return rows


def readings(competition: Competition, *, words: str) -> QuerySet[AuditEvent]:
    """Who opened a proposal, a file of one, a score sheet or a table of scores of this edition."""
    rows = AuditEvent.objects.filter(verb__in=READINGS).filter(
        Exists(Proposal.objects.filter(competition=competition, code=_code("proposal")))
        | Exists(Attachment.objects.filter(proposal__competition=competition, code=_code("attachment")))
        | Exists(Assignment.objects.filter(member__stage__competition=competition, code=_code("assignment")))
        | Exists(Stage.objects.filter(competition=competition, code=_code("stage")))
    )
    if words:
        rows = rows.filter(Q(by__name__icontains=words) | Q(subject__in=_subjects_of(competition, words)))
    return rows.select_related("by").order_by("-at", "-pk")


def _code(kind: str):
    """The code in the outer row's subject when it is of this kind."""
    return Substr(OuterRef("subject"), len(kind) + 2)


def _subjects_of(competition: Competition, words: str) -> list[str]:
    """Everything that hangs on the proposals whose title or agency holds these words."""
    found = Proposal.objects.filter(competition=competition).filter(
        Q(title__icontains=words) | Q(agency__name__icontains=words)
    )
    proposals = list(found.values_list("pk", "code")[:MOST_FOUND])
    keys = [pk for pk, _code in proposals]
    subjects = [f"proposal:{code}" for _pk, code in proposals]
    for kind, rows in (
        ("entry", Entry.objects.filter(proposal__in=keys)),
        ("assignment", Assignment.objects.filter(entry__proposal__in=keys)),
        ("attachment", Attachment.objects.filter(proposal__in=keys)),
        ("visit", FieldVisit.objects.filter(entry__proposal__in=keys)),
    ):
        subjects += rows.annotate(told=Concat(Value(f"{kind}:"), F("code"))).values_list("told", flat=True)
    return subjects


def told(competition: Competition, rows: Sequence[LedgerEvent]) -> list[Line]:
    """One page of acts in words: a query for the people and one for the things on it."""
    names = dict(User.objects.filter(code__in={row.actor for row in rows}).values_list("code", "name"))
    things = _things(competition, (row.subject for row in rows))
    return [
        Line(
            at=datetime.fromisoformat(row.at),
            who=names.get(row.actor, ""),
            what=str(WORDS.get(row.kind, _("Tindakan lain"))),
            about=things.get(row.subject, ""),
            reason=_reason(row.payload),
            seq=row.seq,
            hash=row.hash,
        )
        for row in rows
    ]


def seen(competition: Competition, rows: Sequence[AuditEvent]) -> list[Line]:
    things = _things(competition, (row.subject for row in rows))
    return [
        Line(row.at, str(row.by or ""), str(WORDS[row.verb]), things.get(row.subject, ""), "") for row in rows
    ]


def _reason(payload: str) -> str:
    said = json.loads(payload).get("reason", "")
    return said if isinstance(said, str) else ""


def _things(competition: Competition, subjects: Iterable[str]) -> dict[str, str]:
    """Subject -> what it is called on pages. The edition brings its stages along."""
    codes: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, code = subject.partition(":")
        codes[kind].add(code)
    return {f"stage:{stage.code}": stage.name for stage in competition.stages.all()} | dict(_called(codes))


#: Kind of subject -> its table, what it is called by, and what that belongs to or counts.
NAMED: Mapping[str, tuple[type[Model], str, str]] = {
    "proposal": (Proposal, "title", ""),
    "entry": (Entry, "proposal__title", ""),
    "assignment": (Assignment, "member__user__name", "entry__proposal__title"),
    "attachment": (Attachment, "name", "proposal__title"),
    "plenary": (Plenary, "stage__name", "number"),
    "release": (ResultRelease, "stage__name", "number"),
    "visit": (FieldVisit, "entry__proposal__title", ""),
}


def _called(codes: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Things of all kinds in one query."""
    parts = [
        model.objects.order_by()
        .filter(code__in=codes[kind])
        .values_list(Value(kind), "code", _text(first), _text(second) if second else Value(""))
        for kind, (model, first, second) in NAMED.items()
        if codes.get(kind)
    ]
    for kind, code, first, second in parts[0].union(*parts[1:], all=True) if parts else ():
        yield f"{kind}:{code}", _name(kind, first, second)


def _text(column: str) -> Cast:
    return Cast(column, TextField())


def _name(kind: str, first: str, second: str) -> str:
    if kind == "plenary":
        return _("%(stage)s, sidang pleno %(number)s") % {"stage": first, "number": second}
    if kind == "release":
        return _("%(stage)s, rilis %(number)s") % {"stage": first, "number": second}
    return f"{first} · {second}" if second else first
