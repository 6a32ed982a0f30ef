"""What a juror sees of the others on one entry: what the rules say, and nothing before their own is final.

The others are letters that mean nothing beyond this page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competitions.enums import PeerView
from judging import scoring
from judging.enums import SheetStatus
from judging.models import Assignment, Score
from judging.reads.sheet import sheet_of, total_of
from judging.releases import letter


@dataclass(frozen=True)
class Peer:
    """One other juror with a final sheet; `notes` pairs the name of a criterion with what was written."""

    letter: str
    total: str
    points: Mapping[str, int | None]
    notes: Sequence[tuple[str, str]]
    comment: str


@dataclass(frozen=True)
class Peers:
    """`rows` pairs each criterion with everybody's points, one's own first; empty where totals is all."""

    peers: Sequence[Peer]
    rows: Sequence[tuple[str, Sequence[int | None]]]


def of(assignment: Assignment, own: Sequence[Score]) -> Peers | None:
    """None while nothing may be seen: the rules say so, or the juror's own sheet is not final."""
    stage, sheet = assignment.entry.stage, sheet_of(assignment)
    if stage.peers_see == PeerView.NOTHING or sheet is None or sheet.status != SheetStatus.FINAL:
        return None
    is_whole = stage.peers_see == PeerView.SHEETS
    peers = [_peer(name, reading, scores, is_whole) for name, reading, scores in _finished(assignment)]
    if not is_whole:
        return Peers(peers, [])
    names = [(score.criterion.code, score.criterion.name, score.points) for score in own]
    rows = [(name, [mine, *(peer.points.get(code) for peer in peers)]) for code, name, mine in names]
    return Peers(peers, rows)


def _finished(assignment: Assignment):
    """Letters go to all who stand, finished or not: nobody's letter changes as others finish."""
    others = Assignment.objects.filter(entry=assignment.entry_id).standing().exclude(pk=assignment.pk)
    readings = list(others.select_related("sheet", "entry__stage").order_by("code"))
    final = {row.sheet.pk: (letter(at), row) for at, row in enumerate(readings) if _is_final(row)}
    scores: dict[int, list[Score]] = {pk: [] for pk in final}
    rows = Score.objects.filter(sheet__in=final).select_related("criterion")
    for score in rows.order_by("criterion__position", "criterion"):
        scores[score.sheet_id].append(score)
    return [(name, row, scores[pk]) for pk, (name, row) in final.items()]


def _is_final(reading: Assignment) -> bool:
    sheet = sheet_of(reading)
    return sheet is not None and sheet.status == SheetStatus.FINAL


def _peer(name: str, reading: Assignment, scores: Sequence[Score], is_whole: bool) -> Peer:
    total = total_of(reading.entry.stage, scores)
    return Peer(
        letter=name,
        total="" if total is None else scoring.shown(total),
        points={score.criterion.code: score.points for score in scores} if is_whole else {},
        notes=[(s.criterion.name, s.comment) for s in scores if s.comment] if is_whole else [],
        comment=reading.sheet.comment if is_whole else "",
    )
