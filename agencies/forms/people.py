"""Roles and workplaces of people, and one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User

from .fields import AgencyField
from .invitations import roles_for


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Peran"))
    agency = AgencyField(label=_("Instansi"), help_text=_("Ketik kode atau nama."))

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Pilih peran")), *roles_for(by)]


class WorkplaceForm(forms.Form):
    employer = AgencyField(
        label=_("Instansi tempat bekerja"),
        required=False,
        only_active=False,
        help_text=_("Dipakai untuk mengenali benturan kepentingan; tidak memberi hak apa pun."),
    )
    institution = forms.CharField(
        label=_("Lembaga lain"),
        max_length=200,
        required=False,
        help_text=_("Untuk orang dari luar pemerintah daerah, misalnya nama universitas."),
    )


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "institution"]
        labels = {"name": _("Nama lengkap"), "institution": _("Lembaga asal")}
        help_texts = {"name": _("Dengan gelar, seperti pada dokumen resmi.")}
