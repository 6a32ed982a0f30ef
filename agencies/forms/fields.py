"""Fields that several forms and filters share."""

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agencies.models import Agency

SEPARATOR = " · "
FEW = 5


class AgencyInput(forms.TextInput):
    """A text field with suggestions: a list of five hundred agencies is typed, not scrolled."""

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{(attrs or {}).get('id', name)}_saran"
        hints = {
            "list": list_id,
            "autocomplete": "off",
            "hx-get": f"{reverse('agencies:suggest')}?for={name}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{list_id}",
        }
        field = super().render(name, value, (attrs or {}) | hints, renderer)
        return format_html('{}<datalist id="{}"></datalist>', field, list_id)


class AgencyField(forms.CharField):
    """An agency by its code, by `KODE · Nama`, or by a part of its name that only one agency has."""

    widget = AgencyInput

    def __init__(self, *, only_active: bool = True, **options):
        self.only_active = only_active
        super().__init__(max_length=300, **options)

    def prepare_value(self, value):
        if isinstance(value, int):
            value = Agency.objects.filter(pk=value).first()
        return named(value) if isinstance(value, Agency) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        return self._only_match(text)

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")

    def _only_match(self, text: str) -> Agency:
        known = Agency.objects.filter(is_active=True) if self.only_active else Agency.objects.all()
        exact = known.filter(code__iexact=text.partition(SEPARATOR)[0].strip()).first()
        if exact is not None:
            return exact
        near = list(matching(known, text)[:FEW])
        if len(near) == 1:
            return near[0]
        if not near:
            sentence = _("Tidak ada instansi aktif yang cocok dengan “%(text)s”. Ketik kode atau namanya.")
            raise forms.ValidationError(sentence % {"text": text})
        sentence = _("“%(text)s” cocok dengan beberapa instansi: %(names)s. Ketik kodenya.")
        raise forms.ValidationError(sentence % {"text": text, "names": "; ".join(map(named, near))})


def named(agency: Agency) -> str:
    return f"{agency.code}{SEPARATOR}{agency.name}"


def matching(agencies, text: str):
    """Agencies whose code or name holds the text."""
    return agencies.filter(Q(code__icontains=text) | Q(name__icontains=text)).order_by("name", "pk")


class ReasonForm(forms.Form):
    """Why something is undone: recorded, and readable by organisers and auditors."""

    reason = forms.CharField(max_length=300)


class SuggestionForm(forms.Form):
    text = forms.CharField(max_length=100, min_length=2)
