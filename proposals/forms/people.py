"""Who works on a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from proposals.enums import CollaboratorRole


class ShareForm(forms.Form):
    email = forms.EmailField(
        label=_("Alamat email"),
        help_text=_("Alamat yang dipakai orang itu untuk masuk ke portal ini."),
    )
    role = forms.ChoiceField(
        label=_("Peran"),
        choices=CollaboratorRole.choices,
        initial=CollaboratorRole.WRITER,
        widget=forms.RadioSelect,
    )


class HandOnForm(forms.Form):
    """`to` offers the colleagues of the proposal's own agency only."""

    to = forms.ModelChoiceField(
        User.objects.none(), to_field_name="code", label=_("Penanggung jawab baru"), empty_label=None
    )
    takes_all = forms.BooleanField(
        label=_("Juga semua proposal lain instansi ini yang sekarang ditanggung orang yang sama"),
        required=False,
    )

    def __init__(self, *args, colleagues, **options):
        super().__init__(*args, **options)
        self.fields["to"].queryset = colleagues
        self.fields["to"].label_from_instance = lambda person: person.name
