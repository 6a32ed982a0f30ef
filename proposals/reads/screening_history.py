"""Who did what with one proposal, and who saw it: from the record of acts, the newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import AuditEvent
from proposals.enums import Outcome
from proposals.models import Proposal

#: Acts that belong to the selection; the agency's own writing stays the agency's.
WORDS: Mapping[str, object] = {
    "proposal.submitted": _("Mengirim proposal"),
    "proposal.resubmitted": _("Mengirim perbaikan"),
    "proposal.taken_back": _("Mengambil kembali untuk diubah"),
    "proposal.read": _("Membuka proposal"),
    "screening.saved": _("Menyimpan hasil pemeriksaan"),
    "screening.proposed": _("Mengusulkan putusan"),
    "screening.sent_back": _("Mengembalikan usulan"),
    "screening.proposal_withdrawn": _("Menarik usulannya sendiri"),
    "screening.decided": _("Memutuskan"),
    "screening.reconsidered": _("Meninjau kembali keputusan"),
    "correction.asked": _("Mengembalikan proposal untuk diperbaiki"),
    "correction.lifted": _("Mencabut perbaikan"),
    "correction.lapsed": _("Batas waktu perbaikan lewat"),
}
OPENED_FILE = _("Membuka berkas %(name)s")
SEEN = "proposal.read"


@dataclass
class Line:
    """One act, or one person opening the same thing several times in a row (`times`, since `since`)."""

    at: datetime
    who: str
    what: str
    outcome: str = ""
    words: str = ""
    version: int | None = None
    times: int = 1
    since: datetime | None = None
    key: tuple = field(default=(), repr=False)


def files(proposal: Proposal) -> dict[str, str]:
    """Names by code, removed ones too."""
    return dict(proposal.attachments.values_list("code", "name"))


def events(proposal: Proposal, names: Mapping[str, str], *, only_seen: bool = False) -> QuerySet[AuditEvent]:
    """What befell the proposal, and who opened it or one of its files."""
    subjects = [f"attachment:{code}" for code in names]
    mine = Q(subject=f"proposal:{proposal.code}", verb__in=WORDS)
    seen = Q(subject__in=subjects, verb=SEEN)
    rows = AuditEvent.objects.filter(mine | seen)
    if only_seen:
        rows = rows.filter(verb=SEEN)
    return rows.select_related("by").order_by("-at", "-pk")


def lines(rows: list[AuditEvent], names: Mapping[str, str]) -> list[Line]:
    """Openings by the same person, one after the other, are one line."""
    found: list[Line] = []
    for line in _told(rows, names):
        last = found[-1] if found else None
        if last is not None and line.key and last.key == line.key:
            last.times += 1
            last.since = line.at
        else:
            found.append(line)
    return found


def _told(rows: list[AuditEvent], names: Mapping[str, str]) -> Iterator[Line]:
    for event in rows:
        kind, _colon, code = event.subject.partition(":")
        details = event.details
        what = WORDS[event.verb]
        if kind == "attachment":
            what = OPENED_FILE % {"name": names.get(code, "")}
        yield Line(
            at=event.at,
            who=str(event.by) if event.by else "",
            what=str(what),
            outcome=_outcome(details.get("outcome", "")),
            words=details.get("reason") or details.get("note") or "",
            version=details.get("number") or details.get("version"),
            key=(event.by_id, event.subject) if event.verb == SEEN else (),
        )


def _outcome(code: str) -> str:
    return str(Outcome(code).label) if code in Outcome.values else ""
