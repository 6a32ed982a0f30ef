"""What somebody else saved beside what this person typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from .rows import RowFormSet


@dataclass(frozen=True)
class Difference:
    label: str
    saved: str
    typed: str


def between(saved: forms.BaseForm, typed: forms.BaseForm, prefix: str = "") -> list[Difference]:
    """The fields of two copies of one form that do not read the same."""
    found = []
    for field in typed.visible_fields():
        if field.name in saved.fields:
            old, new = shown(saved[field.name]), shown(field)
            if old != new:
                found.append(Difference(f"{prefix}{field.label}", old, new))
    return found


def between_rows(saved: RowFormSet, typed: RowFormSet) -> list[Difference]:
    standing = {form.row_pk: form for form in saved.forms if form.row_pk}
    found: list[Difference] = []
    for number, form in enumerate(typed.forms, 1):
        prefix = f"{form.singular} {number}: "
        if form.row_pk in standing:
            found += between(standing.pop(form.row_pk), form, prefix)
        elif form.row_pk:
            found.append(Difference(f"{form.singular} {number}", _("sudah dihapus"), _title(form)))
    missing = _("belum ada di isian Anda; baris ini tetap disimpan")
    found += [Difference(str(form.singular), _title(form), missing) for form in standing.values()]
    return found


def _title(form) -> str:
    return shown(form[form._meta.fields[0]])


def shown(field: forms.BoundField) -> str:
    """A field's value in words, the same for what is stored and what was sent."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return _("ya") if value not in (False, None, "", "false") else _("tidak")
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        return _chosen(choices, value)
    if isinstance(field.field, forms.DateTimeField):
        return str(field.field.prepare_value(value) or "").replace("T", " ")[:16]
    return str("" if value is None else value).strip()


def _chosen(choices: Iterable, value) -> str:
    wanted = {str(item) for item in (value if isinstance(value, list | tuple) else [value])}
    return ", ".join(str(label) for key, label in _flat(choices) if str(key) in wanted)


def _flat(choices: Iterable) -> Iterable:
    """Choices that stand under headings, without the headings."""
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]
