"""Addresses of a list page that keep what the person chose: page links, sort links, filter chips."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict

PAGE = "page"


def query_with(request: HttpRequest, **changes) -> str:
    """The query string of this page with some parameters changed; None removes one."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def page_range(page_obj: Page) -> Iterable[int | str]:
    """The first, the last and the neighbouring pages, with an ellipsis for the rest."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)


def sort_direction(request: HttpRequest, field: str, param: str = "sort") -> str:
    """What `aria-sort` says of a column: ascending, descending or none."""
    return {field: "ascending", f"-{field}": "descending"}.get(request.GET.get(param, ""), "none")


def sort_query(request: HttpRequest, field: str, param: str = "sort") -> str:
    """Sorts by the column, turns an ascending column round, and goes back to the first page."""
    is_ascending = sort_direction(request, field, param) == "ascending"
    return query_with(request, **{param: f"-{field}" if is_ascending else field, PAGE: None})


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    remove_query: str


def applied_filters(filterset) -> list[Chip]:
    """One chip for every value that narrows the list, each with the address that takes it away."""
    form = filterset.form
    if not form.is_valid():
        return []
    chips = []
    for bound in form:
        raw_values = [raw for raw in form.data.getlist(bound.html_name) if raw]
        for raw in raw_values:
            query = _without(form.data, bound.html_name, raw)
            chips.append(Chip(str(bound.label), _display(bound, raw), query))
    return chips


def _without(data: QueryDict, name: str, value: str) -> str:
    query = data.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    query.pop(PAGE, None)
    return f"?{query.urlencode()}"


def _display(bound, raw: str) -> str:
    """The words of a choice; the stored key is never shown when the choice has a name."""
    cleaned = bound.form.cleaned_data.get(bound.name)
    if hasattr(cleaned, "pk"):
        return str(cleaned)
    for key, label in getattr(bound.field, "choices", ()):
        if str(key) == raw:
            return str(label)
    return raw
