"""How many gave each points of a scale, in one drawn cell: columns over a line, with two marks beside them.

The shapes differ, so that the drawing survives without colours: the reference is a line from top to bottom,
the own points a ring under the scale.
"""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEIGHT, GROUND = 44, 32
WIDEST = 18  # px of a column


def svg_strip(
    counts: Mapping[int, int], low: int, high: int, own: int | None = None, reference: int | None = None
) -> SafeString:
    """A column for every points that somebody gave; the tallest fills the height."""
    most = max(counts.values(), default=1)
    columns = format_html_join(
        "",
        '<svg x="{}" width="1" height="{}" overflow="visible"><rect class="chart-bar" fill="#0b5563" x="{}" '
        'y="{}" width="{}" height="{}"/></svg>',
        ((_at(points, low, high), HEIGHT, *_column(n, most)) for points, n in sorted(counts.items())),
    )
    ground = format_html(
        '<line class="chart-line" stroke="#9fb8bd" stroke-width="2" x1="0" x2="100%" y1="{}" y2="{}"/>',
        *(GROUND, GROUND),
    )
    drawing = (
        '<svg class="chart-cell chart-strip" width="100%" height="{}" aria-hidden="true" focusable="false">'
        "{}{}{}{}</svg>"
    )
    return format_html(
        drawing, HEIGHT, ground, columns, _reference(reference, low, high), _own(own, low, high)
    )


def _at(points: int, low: int, high: int) -> str:
    """The middle of a step; steps are equally wide, so that the ends of the scale do not stick out."""
    return f"{(points - low + 0.5) / (high - low + 1) * 100:.1f}%"


def _column(count: int, most: int) -> tuple[str, str, str, str]:
    height = count / most * (GROUND - 6)
    return f"{-WIDEST / 2:g}", f"{GROUND - height:.1f}", f"{WIDEST}", f"{height:.1f}"


def _reference(points: int | None, low: int, high: int) -> SafeString | str:
    if points is None:
        return ""
    line = '<line class="chart-median" stroke="#c77a3a" stroke-width="3" x1="{}" x2="{}" y1="0" y2="{}"/>'
    at = _at(points, low, high)
    return format_html(line, at, at, GROUND + 4)


def _own(points: int | None, low: int, high: int) -> SafeString | str:
    if points is None:
        return ""
    ring = '<circle class="chart-own" fill="none" stroke="#0b5563" stroke-width="3" cx="{}" cy="{}" r="4"/>'
    return format_html(ring, _at(points, low, high), GROUND + 7)
