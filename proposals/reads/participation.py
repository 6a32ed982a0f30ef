"""Which agencies owed an entry and what they did about it, by year or by edition.

An edition counts from its announcement. Of a draft nothing is read but its state (ADR 22).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency, User
from competitions.models import Competition
from kipp.lib.templatetags.ui import number
from proposals.enums import ParticipationState
from proposals.models import Proposal
from proposals.participation import Body, Share, Span, State, share, shares, state_in, takes_part

YEARS = 5


@dataclass(frozen=True)
class Row:
    """One agency; `states` stand in the order of the ledger's spans, None where nothing was owed."""

    pk: int
    code: str
    name: str
    body: Body
    states: tuple[State | None, ...]

    @property
    def kind(self) -> str:
        return AgencyKind(self.body.kind).label

    @property
    def cells(self) -> list[tuple[State | None, str]]:
        """Each state with its word."""
        return [(state, word(state)) for state in self.states]


@dataclass(frozen=True)
class KindShare:
    kind: str
    share: Share

    @property
    def label(self) -> str:
        return AgencyKind(self.kind).label


@dataclass(frozen=True)
class Ledger:
    """Agencies by spans of time. The figures are those of the first span."""

    spans: Sequence[Span]
    rows: Sequence[Row]

    @cached_property
    def share(self) -> Share:
        return share(row.states[0] for row in self.rows)

    @cached_property
    def kinds(self) -> list[KindShare]:
        """The lowest share first."""
        found = shares((row.body.kind, row.states[0]) for row in self.rows)
        lines = [KindShare(kind, one) for kind, one in found.items()]
        return sorted(lines, key=lambda line: (line.share.entered / line.share.owed, line.label))

    @property
    def finding(self) -> str:
        facts = {
            "n": number(self.share.entered),
            "all": number(self.share.owed),
            "percent": self.share.percent,
        }
        whole = _("%(n)s dari %(all)s instansi ikut serta (%(percent)s %%)") % facts
        if len(self.kinds) < 2 or self.share.entered in (0, self.share.owed):
            return whole
        low = self.kinds[0]
        facts = {"kind": low.label, "n": number(low.share.entered), "all": number(low.share.owed)}
        return f"{whole}; " + _("yang terendah %(kind)s, %(n)s dari %(all)s") % facts

    @property
    def chart_rows(self) -> list[tuple[str, object]]:
        return [(line.label, line.share.percent) for line in self.kinds]


def word(state: State | None) -> str:
    return _("Tidak wajib") if state is None else ParticipationState(state).label


def counted_editions(user: User) -> list[Competition]:
    """Announced editions whose inside this person may read, the latest first: two queries."""
    editions = Competition.objects.overseen_by(user).filter(announced_at__isnull=False)
    rows = editions.select_related("organiser").prefetch_related("groups", "extensions")
    return list(rows.order_by("-year", "-opens_at", "pk"))


def by_year(editions: Iterable[Competition], year: int) -> list[tuple[Span, list[Competition]]]:
    """The year, and the years before it in which something was held."""
    held: dict[int, list[Competition]] = defaultdict(list)
    for edition in editions:
        held[edition.year].append(edition)
    years = sorted((one for one in held if one <= year), reverse=True)[:YEARS]
    return [(Span(str(one), _kinds(held[one])), held[one]) for one in years]


def of_one(edition: Competition) -> list[tuple[Span, list[Competition]]]:
    return [(Span(edition.name, _kinds([edition])), [edition])]


def _kinds(editions: Iterable[Competition]) -> frozenset[str]:
    return frozenset(kind for edition in editions for group in edition.groups.all() for kind in group.kinds)


def ledger(parts: Sequence[tuple[Span, list[Competition]]]) -> Ledger:
    """Two queries, whatever the number of agencies, editions and entries."""
    spans = [span for span, _editions in parts]
    place = {edition.pk: at for at, (_span, editions) in enumerate(parts) for edition in editions}
    sent: dict[tuple[int, int], list[str]] = defaultdict(list)
    found = Proposal.objects.filter(competition__in=place).order_by().distinct()
    for agency, edition, status in found.values_list("agency", "competition", "status"):
        sent[agency, place[edition]].append(status)
    owing = frozenset().union(*(span.kinds for span in spans))
    agencies = Agency.objects.filter(kind__in=owing).order_by("name", "pk")
    rows = []
    for pk, code, name, kind, is_active in agencies.values_list("pk", "code", "name", "kind", "is_active"):
        body = Body(kind, is_active)
        states = tuple(state_in(body, span, sent[pk, at]) for at, span in enumerate(spans))
        if any(state is not None for state in states):
            rows.append(Row(pk, code, name, body, states))
    return Ledger(spans, rows)


def published(edition: Competition) -> list[tuple[str, int, list[str]]]:
    """What a release says: kind, how many owed an entry, and who sent one. Nothing about drafts."""
    rows = ledger(of_one(edition)).rows
    owed: dict[str, int] = defaultdict(int)
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        (state,) = row.states
        owed[row.body.kind] += 1
        if takes_part(state):
            names[row.body.kind].append(row.name)
    return [(kind, owed[kind], names[kind]) for kind in sorted(owed)]
