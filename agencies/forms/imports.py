from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.enums import ImportKind


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Yang diimpor"), choices=ImportKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV atau XLSX, paling besar 2 MB dan 5.000 baris."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas yang sudah diisi.")},
    )
