"""An answer as people read it, whatever its kind: one shape for every page that shows one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from competitions.enums import QuestionKind, YesNo
from kipp.lib.leaving import leave_url
from kipp.lib.templatetags.ui import day, number
from proposals import answers


@dataclass(frozen=True)
class Shown:
    """Prose in `text`, several choices in `lines`, a table in `head` and `rows`, a way out in `url`."""

    text: str = ""
    lines: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    url: str = ""


def shown(answer: Mapping) -> Shown:
    """From an answer as the frozen version holds it (`payload`)."""
    kind, text = answer["kind"], answer["text"]
    if answers.is_blank(kind, text):
        return Shown()
    if kind == QuestionKind.CHOICES:
        return Shown(lines=answers.chosen(text))
    if kind == QuestionKind.TABLE:
        head = list(answer.get("columns", ()))
        return Shown(head=head, rows=answers.grid(text, len(head)) if head else answers.rows(text))
    if kind == QuestionKind.LINK:
        return Shown(text=text, url=leave_url(text))
    return Shown(text=_line(kind, text, answer.get("unit", "")))


def _line(kind: str, text: str, unit: str) -> str:
    if kind == QuestionKind.YESNO:
        return str(dict(YesNo.choices).get(text, text))
    if kind == QuestionKind.DATE:
        on = answers.day(text)
        return day(on) if on else text
    if kind == QuestionKind.NUMBER:
        value = answers.number(text)
        figure = text if value is None else number(value, places(value))
        return f"{figure} {unit}".strip()
    return text


def places(value: Decimal) -> int:
    """As many decimals as it was given."""
    return max(0, -int(value.as_tuple().exponent))
