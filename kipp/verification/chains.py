"""The chain of an edition, and what its events say last about each thing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from competitions import ledger
from competitions.ledger import Anchor, Event, Problem, Reason
from competitions.models import Competition, LedgerEvent, LedgerHead
from competitions.services.ledger import stored_rows
from judging.models import ResultRelease
from kipp.verification.anchors import Anchors
from kipp.verification.parts import Part, examine

#: Which events overtake one another: the last of a family is what holds.
FAMILIES = {
    "assignment.made": "assignment",
    "assignment.restored": "assignment",
    "assignment.removed": "assignment",
    "sheet.saved": "score",
    "sheet.commented": "comment",
    "sheet.finalised": "state",
    "sheet.reopened": "state",
    "waiver.recorded": "waiver",
    "attendance.recorded": "attendance",
    "screening.decided": "screening",
    "screening.reconsidered": "screening",
    "stage.closed": "stage",
    "stage.reopened": "stage",
    "release.published": "release",
    "rules.frozen": "rules",
    "minutes.made": "minutes",
    "plenary.confirmed": "plenary",
    "panel.substituted": "substitution",
}


@dataclass
class Said:
    """The last event of each family about each subject; a score has its criterion as well."""

    latest: dict[tuple[str, str, str], Event] = field(default_factory=dict)

    def hear(self, rows: Iterator[ledger.Row]) -> Iterator[ledger.Row]:
        """Pass the rows on and remember what they say."""
        for row in rows:
            event = row[0]
            family = FAMILIES.get(event.kind)
            if family is not None and isinstance(event.payload, Mapping):
                criterion = event.payload.get("criterion", "") if family == "score" else ""
                self.latest[family, event.subject, criterion] = event
            yield row

    def about(self, family: str, subject: str, criterion: str = "") -> Event | None:
        return self.latest.get((family, subject, criterion))

    def of(self, family: str) -> Mapping[tuple[str, str], Event]:
        """(subject, criterion) -> the last event of a family."""
        return {key[1:]: event for key, event in self.latest.items() if key[0] == family}


def missing_editions(known: Mapping[str, Competition], anchors: Anchors) -> Part:
    gone = (
        ""
        if slug in known
        else _("edisi %(edition)s ada di jangkar, tetapi tidak ada lagi") % {"edition": slug}
        for slug in anchors
    )
    return examine(_("Edisi yang dijangkar"), gone)


def check(edition: Competition, anchor: Anchor | None) -> tuple[Part, Said]:
    """Walk the chain to its end; the heads printed on releases are anchors as well."""
    said = Said()
    printed = ResultRelease.objects.filter(stage__competition=edition).values_list(
        "ledger_seq", "ledger_hash"
    )
    report = ledger.walk(said.hear(stored_rows(edition)), anchor, further=printed)
    name = _("Rantai kejadian %(edition)s") % {"edition": edition.slug}
    if report.problem is not None:
        return Part(name, report.checked, _sentence(edition, report.problem)), said
    return Part(name, report.checked, _wrong_head(edition, report.head)), said


def _wrong_head(edition: Competition, walked: Anchor) -> str:
    head = LedgerHead.objects.filter(competition=edition).values_list("seq", "hash").first()
    if (head or (0, ledger.GENESIS)) == walked:
        return ""
    facts = {"head": head[0] if head else 0, "last": walked[0]}
    return _("ujung rantai tercatat di kejadian #%(head)d, padahal rantainya berakhir di #%(last)d") % facts


def _sentence(edition: Competition, problem: Problem) -> str:
    facts = {"seq": problem.seq, "expected": problem.expected, "found": problem.found}
    sentences = {
        Reason.GAP: _("kejadian #%(seq)s hilang; yang ada berikutnya #%(found)s"),
        Reason.ALTERED: _("kejadian #%(seq)s diubah: isinya tidak lagi menghasilkan sidiknya"),
        Reason.REORDERED: _("kejadian #%(seq)s tertukar dengan #%(found)s"),
        Reason.REWRITTEN: _(
            "rantai ditulis ulang pada kejadian #%(seq)s atau sebelumnya: sidiknya bukan jangkar"
        ),
        Reason.CUT: _("rantai terpotong: jangkar mencapai #%(expected)s, rantai berakhir di #%(found)s"),
    }
    return sentences[problem.reason] % facts + _who(edition, problem.seq)


def _who(edition: Competition, seq: int) -> str:
    """The bad row as it stands now, for whoever goes looking for it."""
    row = (
        LedgerEvent.objects.filter(competition=edition, seq=seq).values_list("at", "kind", "subject").first()
    )
    return "" if row is None else " ({} · {} · {})".format(*row)
