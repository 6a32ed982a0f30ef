"""The form of one agency."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency

from .fields import AgencyField

CODE = re.compile(r"[A-Z0-9_-]{1,40}")


class AgencyForm(forms.ModelForm):
    code = forms.CharField(
        label=_("Kode"),
        max_length=40,
        help_text=_("Singkatan resmi: huruf, angka, - dan _. Contoh: DINKES atau SMPN-17."),
    )
    parent = AgencyField(
        label=_("Induk"),
        required=False,
        help_text=_("Ketik kode atau nama. Contoh: puskesmas berinduk pada dinas kesehatan."),
    )

    class Meta:
        model = Agency
        fields = ["name", "code", "kind", "parent"]
        help_texts = {"name": _("Nama lengkap seperti pada kop surat.")}

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(
                _("Kode hanya boleh memuat huruf, angka, - dan _, tanpa spasi. Contoh: SMPN-17.")
            )
        return code
