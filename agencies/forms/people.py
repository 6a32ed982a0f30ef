"""Roles and workplaces of people, and one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.enums import MUTABLE, NoticeKind
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


class ColleagueForm(forms.Form):
    """Somebody whom a head invites as staff of the own agency."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    email = forms.EmailField(label=_("Alamat email"))

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "institution"]
        labels = {"name": _("Nama lengkap"), "institution": _("Lembaga asal")}
        help_texts = {"name": _("Dengan gelar, seperti pada dokumen resmi.")}


class MailChoiceForm(forms.Form):
    """The kinds of notices that also come by mail."""

    kinds = forms.MultipleChoiceField(
        label=_("Kirimi saya surat tentang"),
        required=False,
        choices=[(kind.value, kind.label) for kind in NoticeKind if kind in MUTABLE],
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, user: User) -> "MailChoiceForm":
        return cls(initial={"kinds": sorted(MUTABLE - set(user.unmailed))})
