from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import AgencyField


class FormerPostForm(forms.Form):
    agency = AgencyField(
        label=_("Instansi"), only_active=False, help_text=_("Ketik kode atau nama, lalu pilih.")
    )
    until = forms.DateField(
        label=_("Sampai tanggal"),
        help_text=_("Hari terakhir di instansi itu; perkiraan boleh bila tidak ingat tepatnya."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
