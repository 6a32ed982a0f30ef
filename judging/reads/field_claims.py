"""The version that jurors read, answer by answer, with the passages that a visit could check."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from competitions.enums import QuestionKind
from judging import claims
from judging.models import FieldVisit
from proposals.reads.shown import Shown, shown


@dataclass(frozen=True)
class Suggestion:
    """`key` names the passage in a form: answer and place; the words come from the version alone."""

    key: str
    text: str
    is_taken: bool


@dataclass(frozen=True)
class Source:
    """One answer. `plain` is what a passage from it must stand in; `name` says where that is."""

    key: str
    name: str
    answer: Mapping
    plain: str
    suggestions: list[Suggestion]


def sources(visit: FieldVisit) -> list[Source]:
    """In the order of the proposal; answers that say nothing are left out."""
    payload = json.loads(visit.entry.version.payload)
    taken = set(visit.claims.values_list("text", flat=True))
    found = []
    for section in payload["sections"]:
        for answer in section["answers"]:
            given = shown(answer)
            plain = _plain(given)
            if plain and answer["kind"] != QuestionKind.LINK:
                found.append(_source(f"j{len(found) + 1}", section["title"], answer, given, plain, taken))
    return found


def _source(
    key: str, section: str, answer: Mapping, given: Shown, plain: str, taken: Collection[str]
) -> Source:
    passages = _passages(answer, given)
    suggestions = [
        Suggestion(f"{key}-{place}", text, text in taken) for place, text in enumerate(passages, start=1)
    ]
    name = f"{section}: {answer['label']}"
    return Source(key, name[:200], answer, plain, suggestions)


def _passages(answer: Mapping, given: Shown) -> list[str]:
    if given.rows:
        return claims.from_table(given.head, given.rows)
    if answer["kind"] == QuestionKind.NUMBER:
        return claims.from_prose(f"{answer['label']}: {given.text}")
    return claims.from_prose(given.text)


def _plain(given: Shown) -> str:
    cells = [cell for row in given.rows for cell in row]
    return "\n".join(filter(None, [given.text, *given.lines, *cells]))
