"""An award that an innovation received elsewhere."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from proposals.enums import AwardLevel
from proposals.models import Recognition

OLDEST = 1990


def _label(name: str):
    """As the column is called, in the language of whoever reads the page."""
    return capfirst(Recognition._meta.get_field(name).verbose_name)


class RecognitionForm(forms.Form):
    year = forms.IntegerField(label=_label("year"), min_value=OLDEST, max_value=2100)
    level = forms.ChoiceField(label=_label("level"), choices=AwardLevel.choices)
    name = forms.CharField(
        label=_label("name"), max_length=200, help_text=_("Seperti pada piagamnya, misalnya Top 99 KIPP.")
    )
    title = forms.CharField(
        label=_label("title"),
        max_length=200,
        required=False,
        help_text=_("Isi bila inovasi waktu itu memakai judul lain."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False


class RevocationForm(forms.Form):
    reason = forms.CharField(max_length=2000)
