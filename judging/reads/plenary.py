"""One session over its stage's ranking: what it has decided so far, what that makes of the lists, and what
is still missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from agencies.models import AuditEvent
from competitions.enums import StageKind
from competitions.models import Stage
from judging import scoring
from judging.enums import PlenaryPart, Ruling
from judging.models import Plenary, PlenaryDecision
from judging.reads import lists, plenaries, standings
from judging.reads.closing import Blocker
from judging.reads.lists import RankedList, Terms
from judging.reads.standings import StageTable
from kipp.lib.errors import Refused

#: One person is no session. No rule we know sets a quorum; the minutes show who stayed away.
LEAST_PRESENT = 2


@dataclass(frozen=True)
class Draft:
    """`scored` are the lists without this session, `lists` as it decides; the same where it fits no more."""

    plenary: Plenary
    table: StageTable
    terms: Terms
    scored: Sequence[RankedList]
    lists: Sequence[RankedList]

    @property
    def is_current(self) -> bool:
        """The ranking is still the one that the session was held over."""
        return self.plenary.snapshot == lists.snapshot(self.scored)

    @property
    def present(self) -> int:
        return sum(row.is_present for row in self.plenary.attendees.all())

    @cached_property
    def decisions(self) -> Mapping[str, PlenaryDecision]:
        """By proposal code, in the order in which they were written."""
        return {row.entry.proposal.code: row for row in self.plenary.decisions.all()}

    @cached_property
    def undecided(self) -> Sequence[str]:
        """Who would still go on only because they share the last place, and of whom nothing was said."""
        tied = (code for ranked in self.lists for code in ranked.cut.at_the_cut)
        return [code for code in tied if code not in self.decisions]


def draft(plenary: Plenary) -> Draft:
    """What the session comes to now. `plenary` is best loaded by `whole`."""
    table = standings.table(plenary.stage)
    terms = replace(lists.terms_of(plenary.stage), plenary=None)
    scored = lists.ranked(table, terms)
    decided = _decided(plenary, scored, table, terms, plenary.decisions.all())
    return Draft(plenary, table, terms, scored, decided)


def whole(found: QuerySet[Plenary]) -> QuerySet[Plenary]:
    """These sessions with everything that their pages and minutes name."""
    rows = PlenaryDecision.objects.select_related("entry__proposal__agency")
    held = found.select_related(
        "stage__competition__organiser", "asked_by", "confirmed_by", "dropped_by", "minutes__paper"
    )
    return held.prefetch_related("attendees", Prefetch("decisions", rows))


def open_blockers(stage: Stage) -> list[Blocker]:
    """What keeps a session from being opened over this stage."""
    if stage.kind != StageKind.SCORING:
        return [Blocker(_("Tahap ini tidak menghasilkan peringkat."), "edition")]
    if not stage.is_closed:
        return [Blocker(_("Tutup tahap penilaian lebih dahulu."), "progress")]
    if stage.published_at is not None:
        return [Blocker(_("Hasil tahap ini sudah diterbitkan. Untuk koreksi, buka kembali tahap."), "reopen")]
    if plenaries.under_way(stage):
        return [Blocker(_("Sidang pleno sebelumnya belum disahkan atau dihentikan."), "plenary")]
    return []


def sent_back(plenary: Plenary) -> AuditEvent | None:
    """Who sent the text back last, and why."""
    acts = AuditEvent.objects.filter(subject=f"plenary:{plenary.code}", verb="plenary.sent_back")
    return acts.select_related("by").order_by("-at", "-pk").first()


def check(plenary: Plenary, found: PlenaryDecision) -> None:
    """Raise Refused unless the lists can be put together with this decision in place of its former one."""
    entry = found.entry
    if entry.stage_id != plenary.stage_id:
        raise Refused(_("Proposal itu bukan dari tahap ini."))
    now = draft(plenary)
    if not now.is_current:
        raise Refused(_lapsed(plenary))
    code = entry.proposal.code
    standing = next((s for r in now.scored for s in r.scored if s.code == code), None)
    if found.ruling == Ruling.MOVED and (standing is None or standing.place is None):
        raise Refused(_("Proposal tanpa nilai tidak mempunyai peringkat."), status=422)
    others = [row for row in now.decisions.values() if row.entry_id != entry.pk]
    try:
        _decided(plenary, now.scored, now.table, now.terms, [*others, found])
    except scoring.Unsettled as unsettled:
        raise Refused(_unsettled(unsettled.code, [*others, found]), status=422) from unsettled


def _unsettled(code: str, decisions: Iterable[PlenaryDecision]) -> str:
    row = next(row for row in decisions if row.entry.proposal.code == code)
    sentence = _(
        "Peringkat %(place)s tidak dapat diberikan kepada “%(title)s”: sudah diberikan kepada yang lain, "
        "terletak di antara yang berbagi peringkat, atau di luar daftar."
    )
    return sentence % {"place": row.place, "title": row.entry.proposal.title}


def _decided(
    plenary: Plenary,
    scored: Sequence[RankedList],
    table: StageTable,
    terms: Terms,
    decisions: Iterable[PlenaryDecision],
) -> list[RankedList]:
    """As the lists would be if these decisions stood."""
    held = {"snapshot": plenary.snapshot, "rulings": [ruling_block(row) for row in decisions]}
    return lists.decided(scored, table, replace(terms, plenary=held))


def ruling_block(row: PlenaryDecision) -> dict[str, object]:
    """As minutes hold it; `scored_place` is filled in by who knows it."""
    return {
        "code": row.entry.proposal.code,
        "ruling": row.ruling,
        "place": row.place,
        "scored_place": None,
        "reason": row.reason,
    }


def ask_blockers(draft: Draft) -> list[Blocker]:
    """What the session still needs before somebody else can confirm it."""
    present = [row for row in draft.plenary.attendees.all() if row.is_present]
    deciding = [row for row in present if row.part != PlenaryPart.GUEST]
    found = []
    if not draft.is_current:
        found.append(Blocker(_lapsed(draft.plenary), "plenary"))
    if not any(row.part == PlenaryPart.CHAIR for row in present):
        text = _("Catat siapa yang memimpin sidang dan bahwa ia hadir.")
        found.append(Blocker(text, "plenary_attendance"))
    if len(deciding) < LEAST_PRESENT:
        text = _("Catat sedikitnya dua orang yang hadir, selain undangan.")
        found.append(Blocker(text, "plenary_attendance"))
    if draft.undecided:
        sentence = _(
            "%(n)d proposal bernilai sama pada batas belum diputuskan. Beri masing-masing peringkat, atau "
            "catat bahwa semuanya maju."
        )
        found.append(Blocker(sentence % {"n": len(draft.undecided)}, "plenary"))
    return found


def _lapsed(plenary: Plenary) -> str:
    sentence = _(
        "Peringkat berubah sejak sidang pleno %(n)d dibuka. Hentikan sidang ini, lalu buka sidang baru."
    )
    return sentence % {"n": plenary.number}
