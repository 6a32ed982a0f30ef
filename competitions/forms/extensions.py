"""The official act that moves a deadline, for one agency or for everybody."""

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.forms.fields import AgencyField
from competitions.models import Competition, Extension

from .moments import WallClockField, in_zone


class Scope(models.TextChoices):
    """Said in so many words: an empty search field must never move the deadline of everybody."""

    ONE = "satu", _("Satu instansi")
    ALL = "semua", _("Semua peserta")


class ExtensionForm(forms.ModelForm):
    scope = forms.ChoiceField(label=_("Berlaku untuk"), choices=Scope.choices, widget=forms.RadioSelect)
    agency = AgencyField(
        label=_("Nama instansi"),
        required=False,
        help_text=_("Untuk satu instansi: ketik sebagian nama atau kodenya, lalu pilih."),
    )
    until = WallClockField(
        label=_("Batas waktu yang baru"),
        help_text=_("Tanggal dan jam menurut zona waktu edisi. Jam server yang menentukan."),
    )

    class Meta:
        model = Extension
        fields = ["letter_number", "reason"]
        labels = {"letter_number": _("Nomor surat"), "reason": _("Alasan")}
        help_texts = {
            "reason": _("Dibaca peserta di halaman kompetisi; untuk satu instansi hanya oleh instansi itu."),
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    field_order = ["scope", "agency", "until", "letter_number", "reason"]

    def __init__(self, data=None, *, competition: Competition, agency=None):
        initial = {"scope": Scope.ONE, "agency": agency} if agency else {}
        super().__init__(data, initial=initial)
        self.zone = competition.zone
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self):
        data = super().clean()
        scope, agency = data.get("scope"), data.get("agency")
        if scope == Scope.ONE and agency is None and "agency" not in self.errors:
            self.add_error("agency", _("Tulis instansi yang mendapat perpanjangan."))
        if scope == Scope.ALL and agency is not None:
            self.add_error("agency", _("Kosongkan bila berlaku untuk semua peserta."))
        return data

    def values(self) -> dict:
        names = ("agency", "letter_number", "reason")
        said = {name: self.cleaned_data[name] for name in names}
        return said | {"until": in_zone(self.cleaned_data["until"], self.zone)}
