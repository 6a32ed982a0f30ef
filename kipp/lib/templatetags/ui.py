"""The tags and filters of the look: `{% load ui %}`. Shown on /styleguide/."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from kipp.lib import charts, drawing, kinds, leaving, moments, numbers, preview, queries, strips

register = template.Library()
register.simple_tag(drawing.badge)
register.simple_tag(drawing.icon)
register.filter(drawing.breakable)
register.filter(drawing.control)
register.filter(drawing.status_icon)
register.filter(leaving.leave_url)
register.filter(kinds.extent)
register.filter(kinds.accepted_words)
register.filter(kinds.accepted_types)
register.filter(preview.pages_shown)
register.simple_tag(queries.applied_filters)
register.filter(queries.page_range)
for chart in (charts.svg_bar, charts.svg_dot, charts.svg_dots, charts.svg_range, strips.svg_strip):
    register.simple_tag(chart)
register.simple_tag(charts.scale_top)


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


@register.filter
def moment(dt: datetime | None, zone: str | ZoneInfo = "") -> str:
    zone = str(zone or get_current_timezone_name())
    return moments.format_moment(dt, zone, _language()) if dt else numbers.NOTHING


@register.filter
def clock(dt: datetime | None, zone: str | ZoneInfo = "") -> str:
    zone = str(zone or get_current_timezone_name())
    return moments.format_clock(dt, zone, _language()) if dt else numbers.NOTHING


@register.filter
def day(value: date | datetime | None, style: str = "") -> str:
    """22 November 2024; with "weekday" also the day's name. An instant is read in the current zone."""
    if not value:
        return numbers.NOTHING
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(get_current_timezone_name()))
    write = moments.format_weekday if style == "weekday" else moments.format_day
    return write(value, _language())


@register.filter
def remaining(dt: datetime | None, now: datetime) -> str:
    return moments.format_remaining(dt, now, _language()) if dt else numbers.NOTHING


@register.filter
def number(value, places: int = 0) -> str:
    return numbers.format_number(value, int(places or 0), _language())


@register.filter
def filesize_id(size: int | None) -> str:
    return numbers.format_size(size, _language())


@register.simple_tag
def pairs(*values) -> list[tuple]:
    """`{% pairs "Beranda" "/" "Proposal" url as crumbs %}`: the two-column list that components take."""
    return list(zip(values[::2], values[1::2], strict=True))


@register.simple_tag
def counter_state(count: int, limit: int) -> str:
    """How a word counter looks: it turns before the limit, not at it."""
    if count > limit:
        return "over"
    return "near" if count * 10 >= limit * 9 else "ok"


@register.simple_tag(takes_context=True)
def query_with(context, **changes) -> str:
    return queries.query_with(context.request, **changes)


@register.simple_tag(takes_context=True)
def sort_link(context, field: str, label: str, param: str = "sort") -> str:
    query = queries.sort_query(context.request, field, param)
    return drawing.sort_link(query, label, queries.sort_direction(context.request, field, param))


@register.simple_tag(takes_context=True)
def sort_direction(context, field: str, param: str = "sort") -> str:
    return queries.sort_direction(context.request, field, param)
