"""Forms of the calibration round: an anchor's text, its reference, and why a round is shown early."""

from collections.abc import Mapping, Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from competitions.models import Criterion
from judging.forms.sheet import CommentField
from judging.models import Anchor

LONGEST_TEXT = 20_000


class PickForm(forms.Form):
    """By GET: words of a title or an agency of an earlier edition."""

    cari = forms.CharField(label=_("Judul atau instansi"), max_length=100, required=False)

    def words(self) -> str:
        return self.cleaned_data.get("cari", "") if self.is_valid() else ""


class TextForm(forms.Form):
    """The title and one text a place; `places` are (key, label, text)."""

    title = forms.CharField(
        label=_("Judul"), max_length=300, help_text=_("Tanpa nama instansi: juri menilai isinya saja.")
    )

    def __init__(self, data=None, *, places: Sequence[tuple[str, str, str]], title: str = "", action: str):
        super().__init__(data, initial={"title": title})
        self.keys = [key for key, _label, _text in places]
        for key, label, text in places:
            self.fields[self._name(key)] = CommentField(label=label, rows=6, longest=LONGEST_TEXT)
            self.initial[self._name(key)] = text
        self.helper = FormHelper()
        self.helper.layout = Layout("title", *map(self._name, self.keys), Submit("save", action))

    @staticmethod
    def _name(key: str) -> str:
        return f"text_{key.replace('.', '_')}"

    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[self._name(key)] for key in self.keys}


class ReferenceForm(forms.Form):
    """The reference verdict of one anchor: points for every criterion, and why."""

    def __init__(self, data=None, *, anchor: Anchor, criteria: Sequence[Criterion]):
        super().__init__(data)
        self.codes = {self._name(row): row.code for row in criteria}
        for row in criteria:
            self.fields[self._name(row)] = forms.IntegerField(
                label=row.name,
                min_value=row.points_min,
                max_value=row.points_max,
                help_text=_levels(row),
            )
            self.initial[self._name(row)] = anchor.reference.get(row.code)
        self.fields["verdict"] = CommentField(label=_("Pertimbangan"), rows=6)
        self.fields["verdict"].required = True
        self.fields["verdict"].help_text = _(
            "Mengapa nilai rujukannya demikian. Juri membacanya setelah hasil kalibrasi ditunjukkan."
        )
        self.initial["verdict"] = anchor.verdict
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.codes, "verdict", Submit("save", _("Simpan rujukan")))

    @staticmethod
    def _name(criterion: Criterion) -> str:
        return f"points_{criterion.pk}"

    def points(self) -> Mapping[str, int | None]:
        return {code: self.cleaned_data[name] for name, code in self.codes.items()}


def _levels(criterion: Criterion) -> SafeString:
    """The scale, and what its levels mean, so that nobody has to look them up."""
    about = {"low": criterion.points_min, "high": criterion.points_max}
    anchors = ((level.points, level.anchor) for level in criterion.levels.all())
    lines = format_html_join("", "<li><strong>{}</strong> {}</li>", anchors)
    words = _("Nilai %(low)s sampai %(high)s") % about
    return format_html('{}<ul class="anchors">{}</ul>', words, lines) if lines else format_html("{}", words)


class RevealForm(forms.Form):
    """A reason is asked only while somebody has not finished."""

    reason = forms.CharField(
        label=_("Alasan menunjukkan hasil sekarang"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alasan ini dicatat dan tidak dapat dihapus."),
    )

    def __init__(self, data=None, *, is_complete: bool):
        super().__init__(data)
        if is_complete:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("save", _("Tunjukkan hasil kepada juri")))

    def reason_given(self) -> str:
        return self.cleaned_data.get("reason", "")
