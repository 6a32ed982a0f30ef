"""The minutes of a session: what they say, before and after they are confirmed, and as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from judging import scoring
from judging.enums import PlenaryPart, Ruling
from judging.models import Attendee
from judging.reads import minutes as minutes_reads
from judging.reads.lists import RankedList
from judging.reads.plenary import Draft, ruling_block

#: Rows of a list that minutes print; the release has them all.
IN_BRIEF = 100
SIGNING = (PlenaryPart.CHAIR, PlenaryPart.SECRETARY, PlenaryPart.MEMBER)


def said(draft: Draft, *, confirmed_by: str) -> dict[str, object]:
    """What the minutes say beside the edition and the stage: frozen on confirming, shown before."""
    plenary = draft.plenary
    return {
        "jurors": minutes_reads.jurors(plenary.stage),
        "ties": draft.terms.ties,
        "plenary": {
            "code": plenary.code,
            "number": plenary.number,
            "held_at": plenary.held_at.astimezone(UTC).isoformat(timespec="seconds"),
            "place": plenary.place,
            "snapshot": plenary.snapshot,
            "rulings": _rulings(draft),
            "attendees": [_attendee(row) for row in plenary.attendees.all()],
            "lists": [_list(draft, ranked) for ranked in draft.lists],
            "asked_by": plenary.asked_by.name if plenary.asked_by else "",
            "confirmed_by": confirmed_by,
        },
    }


def _attendee(row: Attendee) -> dict[str, object]:
    return {"name": row.name, "post": row.post, "part": row.part, "is_present": row.is_present}


def _rulings(draft: Draft) -> list[dict[str, object]]:
    """In order of list and of place as scored."""
    found = []
    for ranked in draft.scored:
        places = {standing.code: standing.place for standing in ranked.scored}
        places |= {facts.key: None for facts in ranked.absent}
        for code, place in places.items():
            if row := draft.decisions.get(code):
                facts = draft.table.facts[code]
                told = {"list": ranked.name, "title": facts.title, "agency": facts.agency}
                found.append({**ruling_block(row), **told, "scored_place": place})
    return found


def _list(draft: Draft, ranked: RankedList) -> dict[str, object]:
    """Everybody who has a place, as decided."""
    scored = {standing.code: standing.place for standing in ranked.scored}
    rows = []
    for standing in ranked.standings:
        if standing.place is None:
            continue
        facts = draft.table.facts[standing.code]
        row = {"place": standing.place, "scored_place": scored[standing.code], "code": standing.code}
        row |= {"title": facts.title, "agency": facts.agency, "total": scoring.shown(standing.total, 4)}
        rows.append({**row, "is_advanced": standing.code in ranked.advanced})
    return {"name": ranked.name, "rows": rows}


@dataclass(frozen=True)
class ShownList:
    """The part of a list that goes on (all of it, where all do), in brief. `more` rows follow."""

    name: str
    rows: Sequence[Mapping[str, Any]]
    more: int
    advanced: int
    size: int


@dataclass(frozen=True)
class Shown:
    """Minutes as pages and papers show them; `attendees` come with the name of their part."""

    held_at: datetime
    departures: Sequence[Mapping[str, Any]]
    kept: Sequence[Mapping[str, Any]]
    attendees: Sequence[Mapping[str, Any]]
    lists: Sequence[ShownList]

    @property
    def present(self) -> int:
        return sum(row["is_present"] for row in self.attendees)

    def signing(self) -> list[Mapping[str, Any]]:
        """Who signs: those present, the chair first; guests do not."""
        order = {part.value: number for number, part in enumerate(SIGNING)}
        here = [row for row in self.attendees if row["is_present"] and row["part"] in order]
        return sorted(here, key=lambda row: order[row["part"]])


def shown(plenary: Mapping[str, Any]) -> Shown:
    """`plenary` is the block of that name in the minutes."""
    departures = [row for row in plenary["rulings"] if row["ruling"] != Ruling.KEPT]
    return Shown(
        held_at=datetime.fromisoformat(plenary["held_at"]),
        departures=departures,
        kept=[row for row in plenary["rulings"] if row["ruling"] == Ruling.KEPT],
        attendees=[{**row, "role": PlenaryPart(row["part"]).label} for row in plenary["attendees"]],
        lists=[_shown_list(each, {row["code"] for row in departures}) for each in plenary["lists"]],
    )


def _shown_list(each: Mapping[str, Any], departed: set[str]) -> ShownList:
    rows = [row for row in each["rows"] if row["is_advanced"]]
    marked = [{**row, "is_departure": row["code"] in departed} for row in rows[:IN_BRIEF]]
    return ShownList(each["name"], marked, len(rows) - len(marked), len(rows), len(each["rows"]))
