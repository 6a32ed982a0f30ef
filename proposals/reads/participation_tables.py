"""The participation ledger as rows: in the order of a page, and for a spreadsheet."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from proposals.enums import ParticipationState
from proposals.participation import RANK, State
from proposals.reads.participation import Ledger, Row, word

Cells = list[str | int | None]


def least_first(rows: Sequence[Row]) -> list[Row]:
    """Who has entered nothing on top: they are what the list is looked at for."""
    last = len(RANK)
    return sorted(rows, key=lambda row: last if row.states[0] is None else RANK[row.states[0]])


def counted(ledger: Ledger, state: State) -> tuple[str, int]:
    return ParticipationState(state).label, ledger.share.counts[state]


def matrix(ledger: Ledger, rows: Sequence[Row]) -> Iterator[Cells]:
    yield [_("Kode"), _("Instansi"), _("Jenis"), _("Aktif"), *(span.name for span in ledger.spans)]
    for row in rows:
        is_active = _("Ya") if row.body.is_active else _("Tidak")
        yield [row.code, row.name, row.kind, is_active, *(word(state) for state in row.states)]


def by_kind(ledger: Ledger) -> Iterator[Cells]:
    labels = [ParticipationState(state).label for state in State]
    yield [_("Jenis instansi"), _("Wajib ikut"), *labels, _("Ikut serta"), _("Persen")]
    for line in ledger.kinds:
        yield [line.label, *_figures(line.share)]
    yield [_("Semua"), *_figures(ledger.share)]


def _figures(share) -> Cells:
    counts = [share.counts[state] for state in State]
    return [share.owed, *counts, share.entered, None if share.percent is None else int(share.percent)]
