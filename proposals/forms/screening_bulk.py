"""What the bulk bar and its confirmation carry."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.models import ChecklistItem
from proposals.forms.screening import LONGEST_REMARK
from proposals.reads.screening import REJECTED
from proposals.reads.screening_bulk import ACTS, AT_ONCE

CHOSEN = re.compile(r"[0-9A-Za-z]{1,16}(:[0-9]{1,8})?")


class ChosenField(forms.MultipleChoiceField):
    """`CODE` from the queue, `CODE:revision` from the confirmation; looked up among what a person sees."""

    def valid_value(self, value):
        return CHOSEN.fullmatch(value) is not None

    def clean(self, value):
        """{code: revision or None}"""
        chosen = (text.partition(":") for text in super().clean(value))
        return {code: int(revision) if revision else None for code, _colon, revision in chosen}


class BulkForm(forms.Form):
    tindakan = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    pilih = ChosenField(required=False)
    semua = forms.BooleanField(required=False)
    saring = forms.CharField(required=False, max_length=500)
    yakin = forms.BooleanField(required=False)

    def clean(self):
        data = super().clean()
        if not data.get("pilih") and not data.get("semua") and not self.errors:
            self.add_error("pilih", _("Pilih proposal lebih dahulu."))
        if len(data.get("pilih") or ()) > AT_ONCE:
            self.add_error("pilih", _("Pilih paling banyak %(most)d proposal sekaligus.") % {"most": AT_ONCE})
        return data

    @property
    def needs_reason(self) -> bool:
        return self.cleaned_data["tindakan"] == REJECTED


class SharedReasonForm(forms.Form):
    """One line and one remark for everything that is rejected together."""

    butir = forms.ModelChoiceField(
        label=_("Butir yang tidak terpenuhi"),
        queryset=None,
        to_field_name="code",
        empty_label=_("Pilih butir"),
    )
    keterangan = forms.CharField(
        label=_("Keterangan"),
        help_text=_("Tercantum pada surat setiap instansi di bawah ini."),
        max_length=LONGEST_REMARK,
        widget=forms.TextInput(attrs={"list": "kalimat"}),
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["butir"].queryset = ChecklistItem.objects.filter(competition=edition)
