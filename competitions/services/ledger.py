"""Add links to an edition's chain. The walk over it is in `competitions.ledger`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from agencies.models import User
from competitions import ledger
from competitions.models import Competition, LedgerEvent, LedgerHead
from kipp.lib import canonical

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Happening:
    """What a verb tells the ledger. `payload` is canonical: strings, integers, no floats, no names."""

    kind: str
    subject: str
    payload: Mapping[str, object]


def append(
    *, competition: Competition, by: User, at: datetime, happenings: Sequence[Happening]
) -> LedgerHead:
    """Link happenings to the chain, in order; the head row is locked until the transaction ends.

    Lock the aggregate that the verb changes first, the head last: that order is the same everywhere.
    """
    head = _locked_head(competition)
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    links = []
    for happening in happenings:
        event = ledger.Event(
            head.seq + 1, stamp, by.code, happening.kind, happening.subject, happening.payload
        )
        links.append(_row(competition, head.hash, event))
        head.seq, head.hash = event.seq, links[-1].hash
    LedgerEvent.objects.bulk_create(links, batch_size=BATCH)
    head.save(update_fields=["seq", "hash"])
    return head


def _locked_head(competition: Competition) -> LedgerHead:
    """One statement but for an edition's first link: every save of a score passes here."""
    heads = LedgerHead.objects.select_for_update()
    try:
        return heads.get(competition=competition)
    except LedgerHead.DoesNotExist:
        LedgerHead.objects.get_or_create(competition=competition, defaults={"hash": ledger.GENESIS})
        return heads.get(competition=competition)


def _row(competition: Competition, previous_hash: str, event: ledger.Event) -> LedgerEvent:
    return LedgerEvent(
        competition=competition,
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        kind=event.kind,
        subject=event.subject,
        payload=canonical.dumps(dict(event.payload)),
        previous_hash=previous_hash,
        hash=ledger.link(previous_hash, event),
    )


def stored_rows(competition: Competition) -> Iterator[ledger.Row]:
    """The chain as it stands in the database, for `ledger.walk`; streamed, in order of sequence."""
    rows = competition.ledger.order_by("seq").values_list(
        "seq", "at", "actor", "kind", "subject", "payload", "hash"
    )
    for *fields, payload, stored in rows.iterator(chunk_size=2000):
        yield ledger.Event(*fields, _parsed(payload)), stored


def _parsed(payload: str) -> Mapping[str, object]:
    """An edited payload may be no JSON any more: then it cannot give its hash either."""
    try:
        return json.loads(payload)
    except ValueError:
        return {"unreadable": payload}
