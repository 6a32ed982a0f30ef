"""The drawn cells of a chart. A chart is a table: label, drawing, number; so it reads without the drawing.

Positions are shares of the scale in percent, so one drawing fits a page, a phone and a PDF. The colours
in the drawing serve the PDF, whose engine gives a stylesheet no say in it; pages overrule them by class.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeGuard

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Number = Decimal | float | int
LINES = {"chart-line": ("#9fb8bd", 2), "chart-span": ("#6b979f", 6)}


def is_given(value: Number | str | None) -> TypeGuard[Number]:
    """A template hands an absent variable over as an empty text."""
    return value is not None and value != ""


def share(value: Number, top: Number) -> str:
    """The value's place on a scale from 0 to `top`, never outside it."""
    if not top:
        return "0%"
    percent = min(max(float(value) / float(top) * 100, 0.0), 100.0)
    return f"{percent:.1f}%"


def scale_top(rows: Iterable[Sequence]) -> Number:
    """The end of a scale that nobody declared: the longest value of the rows (label, value, median)."""
    return max((number for row in rows for number in row[1:3] if is_given(number)), default=0)


def svg_bar(value: Number | None, top: Number, median: Number | None = None) -> SafeString:
    """A bar from zero. A missing value draws nothing: it is not a zero."""
    if not is_given(value):
        return _cell(_tick(median, top))
    bar = format_html(
        '<rect class="chart-bar" fill="#0b5563" y="3" width="{}" height="14"/>', share(value, top)
    )
    return _cell(bar, _tick(median, top))


def svg_dot(value: Number | None, top: Number, median: Number | None = None) -> SafeString:
    """A value as a dot and the median as a tick on one line."""
    return _cell(_line("chart-line", 0, top, top), _tick(median, top), _dot(value, top))


def svg_range(
    low: Number, high: Number, top: Number, value: Number | None = None, mark: Number | None = None
) -> SafeString:
    """From the lowest to the highest, the value as a dot, a tick at the mark: the range of a rank."""
    span = _line("chart-span", low, high, top)
    return _cell(_line("chart-line", 0, top, top), span, _tick(mark, top), _dot(value, top))


def svg_dots(values: Sequence[Number], top: Number) -> SafeString:
    """Every value as a dot on one line, and how far they lie apart."""
    span = _line("chart-span", min(values), max(values), top) if values else ""
    return _cell(_line("chart-line", 0, top, top), span, *(_dot(value, top) for value in values))


def _line(name: str, start: Number, end: Number, top: Number) -> SafeString:
    colour, width = LINES[name]
    drawing = '<line class="{}" stroke="{}" stroke-width="{}" x1="{}" x2="{}" y1="10" y2="10"/>'
    return format_html(drawing, name, colour, width, share(start, top), share(end, top))


def _dot(value: Number | None, top: Number) -> SafeString | str:
    if not is_given(value):
        return ""
    drawing = '<circle class="chart-dot" fill="#0b5563" cx="{}" cy="10" r="6"/>'
    return format_html(drawing, share(value, top))


def _tick(median: Number | None, top: Number) -> SafeString | str:
    if not is_given(median):
        return ""
    at = share(median, top)
    drawing = '<line class="chart-median" stroke="#c77a3a" stroke-width="3" x1="{}" x2="{}" y1="0" y2="20"/>'
    return format_html(drawing, at, at)


def _cell(*parts: SafeString | str) -> SafeString:
    drawing = '<svg class="chart-cell" width="100%" height="20" aria-hidden="true" focusable="false">{}</svg>'
    return format_html(drawing, format_html_join("", "{}", ((part,) for part in parts)))
