from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """The page writes the form tag, and beside it the hash of the words that it shows."""

    agrees = forms.BooleanField(
        label=_("Saya sudah membaca pernyataan ini dan akan mematuhinya."),
        error_messages={"required": _("Centang bila Anda sudah membaca dan menyetujuinya.")},
    )
    name = forms.CharField(
        label=_("Nama lengkap Anda"),
        min_length=3,
        max_length=150,
        help_text=_("Ketik sendiri nama Anda; itulah tanda tangannya."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
