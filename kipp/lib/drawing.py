"""Small pieces of HTML that are too frequent to be a template each."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CONTROLS = {"select": "form-select", "checkbox": "form-check-input"}
STATUS_ICONS = {"success": "check", "warning": "warning", "danger": "warning", "error": "warning"}


@lru_cache(maxsize=500)
def icon(name: str, label: str = "") -> str:
    """A drawing from the sprite: silent beside a word, named by `label` when it stands alone.

    Kept, since a list holds a hundred of the same.
    """
    address = f"{static('img/icons.svg')}#{name}"
    if label:
        drawing = '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(drawing, label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


def status_icon(kind: str) -> str:
    """The drawing that goes with a status, so that colour never speaks alone."""
    return STATUS_ICONS.get(kind, "info")


def badge(text: str, kind: str = "", drawn: str = "") -> str:
    """A status in a word; `kind` is neutral, info, success, warning or danger and brings its own drawing."""
    name = drawn or (status_icon(kind) if kind and kind != "neutral" else "")
    return format_html(
        '<span class="tag tag-{}">{} {}</span>', kind or "neutral", icon(name) if name else "", text
    )


def breakable(text: str) -> SafeString:
    """A heading that may go on in the next line after a slash, where browsers do not break by themselves."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in text.split("/")))


def control(field) -> str:
    """A form field's widget with Bootstrap's class for its kind, keeping the widget's own classes."""
    widget = field.field.widget
    kind = CONTROLS.get(getattr(widget, "input_type", ""), "form-control")
    names = [widget.attrs.get("class", ""), kind, "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(filter(None, names))})


def sort_link(query: str, label: str, direction: str) -> str:
    """A column's header: the arrow shows the present order, the address asks for the other one."""
    arrow = {"ascending": "arrow-up", "descending": "arrow-down"}.get(direction, "sort")
    return format_html('<a class="sort-link" href="{}">{} {}</a>', query, label, icon(arrow))
