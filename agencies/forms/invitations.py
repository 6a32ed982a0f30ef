"""Inviting, accepting, and founding the portal."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from agencies.enums import Role
from agencies.models import User

from .fields import AgencyField
from .register import CODE

JUROR = "juror"
PASSWORD_HELP = _("Paling sedikit 10 karakter. Beberapa kata lebih mudah diingat daripada satu kata sulit.")


def roles_for(user: User) -> list[tuple[str, str]]:
    """The roles this person may give."""
    return [(key, label) for key, label in Role.choices if user.has_perm("agencies.grant_role", key)]


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    email = forms.EmailField(label=_("Alamat email"))
    role = forms.ChoiceField(label=_("Peran"), widget=forms.RadioSelect)
    agency = AgencyField(
        label=_("Instansi"),
        required=False,
        help_text=_("Ketik kode atau nama instansi. Kosongkan untuk juri."),
    )
    institution = forms.CharField(
        label=_("Lembaga asal"),
        max_length=200,
        required=False,
        help_text=_("Hanya untuk juri, misalnya nama universitas atau media."),
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [*roles_for(by), (JUROR, _("Juri (di luar instansi)"))]

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])

    def clean(self):
        data = super().clean()
        is_juror = data.get("role") == JUROR
        if is_juror and data.get("agency"):
            self.add_error("agency", _("Kosongkan instansi: juri tidak mewakili instansi peserta."))
        if data.get("role") and not is_juror and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Isi instansi tempat peran ini dipegang."))
        return data

    def guest(self) -> dict:
        """What the verb takes."""
        is_juror = self.cleaned_data["role"] == JUROR
        return {
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data["email"],
            "agency": self.cleaned_data["agency"],
            "role": "" if is_juror else self.cleaned_data["role"],
            "institution": self.cleaned_data["institution"] if is_juror else "",
        }


class PasswordForm(SetPasswordMixin, forms.Form):
    """A new account's password, typed twice and checked against the house rules."""

    error_messages = {"password_mismatch": _("Kedua kata sandi tidak sama. Ketik lagi keduanya.")}
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Kata sandi"), label2=_("Kata sandi sekali lagi")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].help_text = ""

    def account(self) -> User:
        """The account as it would be: a password may not resemble its name or address."""
        return User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))

    def clean(self):
        self.validate_passwords()
        self.validate_password_for_user(self.account(), "password1")
        return super().clean()


class AcceptForm(PasswordForm):
    name = forms.CharField(
        label=_("Nama lengkap"), max_length=150, help_text=_("Dengan gelar, seperti pada dokumen resmi.")
    )
    field_order = ["name", "password1", "password2"]

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def account(self) -> User:
        return User(email=self.email, name=self.cleaned_data.get("name", ""))


class FirstRunForm(PasswordForm):
    agency_name = forms.CharField(
        label=_("Instansi penyelenggara"),
        max_length=200,
        help_text=_("Contoh: Bagian Organisasi Sekretariat Daerah Kota Tegal."),
    )
    agency_code = forms.CharField(
        label=_("Kode instansi"), max_length=40, help_text=_("Singkatan tanpa spasi. Contoh: BAG-ORG.")
    )
    name = forms.CharField(label=_("Nama Anda"), max_length=150)
    email = forms.EmailField(label=_("Alamat email Anda"), help_text=_("Dipakai untuk masuk."))
    field_order = ["agency_name", "agency_code", "name", "email", "password1", "password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "username"

    def clean_agency_code(self) -> str:
        code = self.cleaned_data["agency_code"].upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Kode hanya boleh memuat huruf, angka, - dan _, tanpa spasi."))
        return code

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])
